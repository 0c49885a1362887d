package io.dbn4j.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.stats.Estimate;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LCurveTest {

    @Test
    void aCurveThatBendsTheOtherWayHasNoCorner() {
        assertThat(LCurve.corner(points(Double.NaN, -1, -0.5, Double.NaN))).isEmpty();
        assertThat(LCurve.corner(points(Double.NaN, 1, 2, Double.NaN))
                        .orElseThrow()
                        .strength())
                .isEqualTo(2);
    }

    private static List<LCurve.Point> points(double... curvatures) {
        Estimate one = Estimate.exact(1, "");
        return IntStream.range(0, curvatures.length)
                .mapToObj(i -> new LCurve.Point(i, one, one, curvatures[i]))
                .toList();
    }

    /** Points of a circle of radius 2, walked clockwise and then back. */
    @Test
    void curvatureIsThatOfACircle() {
        double[] first = {2 * Math.cos(0.9), 2 * Math.sin(0.9)};
        double[] middle = {2 * Math.cos(0.6), 2 * Math.sin(0.6)};
        double[] last = {2 * Math.cos(0.1), 2 * Math.sin(0.1)};

        assertThat(LCurve.curvature(first, middle, last)).isCloseTo(0.5, within(1e-12));
        assertThat(LCurve.curvature(last, middle, first)).isCloseTo(-0.5, within(1e-12));
    }

    /** As the strength grows, the norm falls and the misfit rises. */
    @Test
    void theCornerOfAnLTurnsRight() {
        double[] muchNorm = {5, 0};
        double[] corner = {0, 0};
        double[] muchMisfit = {0, 5};

        assertThat(LCurve.curvature(muchNorm, corner, muchMisfit)).isPositive();
    }
}

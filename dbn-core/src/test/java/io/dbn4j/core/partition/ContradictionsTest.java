package io.dbn4j.core.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.core.units.Gaussian;
import io.dbn4j.core.units.Spin;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ContradictionsTest {

    private static Estimate estimate(double value, double error, Bound bound) {
        return Estimate.normal(value, error, "nats", 100, 60).bound(bound);
    }

    private static Map<String, Estimate> bracket(double lower, double upper, double error) {
        Map<String, Estimate> bracket = new LinkedHashMap<>();
        bracket.put("AIS", estimate(lower, error, Bound.LOWER));
        bracket.put("reverse AIS", estimate(upper, error, Bound.UPPER_FROM_EQUILIBRIUM));
        return bracket;
    }

    @Test
    void aLowerBoundFarAboveAnUpperOneIsNamed() {
        assertThat(Contradictions.of(bracket(34.231, 33.934, 0.03)))
                .containsExactly("inverted bracket: AIS (lower bound) is 0.30 nats above reverse AIS (upper bound),"
                        + " 7.0 standard errors; one of them is wrong");
    }

    @Test
    void boundsInOrderOrWithinTheirErrorsAreNot() {
        assertThat(Contradictions.of(bracket(34.2, 34.3, 0.03))).isEmpty();
        assertThat(Contradictions.of(bracket(34.3, 34.2, 0.03))).isEmpty();
        assertThat(Contradictions.of(Map.of("exact", Estimate.exact(3, "nats"))))
                .isEmpty();
    }

    @Test
    void aContradictedUpperBoundIsNoBoundAnyMore() {
        Map<String, Estimate> kept = Contradictions.withoutRefuted(bracket(34.231, 33.934, 0.03));

        assertThat(kept).containsOnlyKeys("AIS", "reverse AIS");
        assertThat(kept.get("AIS")).extracting(Estimate::bound).isEqualTo(Bound.LOWER);
        assertThat(kept.get("reverse AIS")).isEqualTo(estimate(33.934, 0.03, Bound.NONE));
        assertThat(Contradictions.withoutRefuted(bracket(34.2, 34.3, 0.03))).isEqualTo(bracket(34.2, 34.3, 0.03));
    }

    /** All upper bounds come from one start, so the refutation of any of them refutes the start. */
    @Test
    void aRefutedStartTakesAllItsBounds() {
        Map<String, Estimate> bracket = bracket(34.231, 33.934, 0.03);
        bracket.put("conservative", estimate(34.4, 0.03, Bound.UPPER));
        bracket.put("raise", estimate(35, 0.03, Bound.UPPER_FROM_EQUILIBRIUM));

        Map<String, Estimate> kept = Contradictions.withoutRefuted(bracket);

        assertThat(kept.values())
                .extracting(Estimate::bound)
                .containsExactly(Bound.LOWER, Bound.NONE, Bound.NONE, Bound.NONE);
        assertThat(kept.values()).extracting(Estimate::value).containsExactly(34.231, 33.934, 34.4, 35.0);
    }

    /** Weights do not vary, so the bounds differ by rounding alone, which is 30 of their errors. */
    @Test
    void roundingContradictsNothing() {
        Map<String, Estimate> bracket = bracket(34.2 + 3e-6, 34.2, 1e-7);
        bracket.put("distinct rows", Estimate.exact(34.2 + 9e-4, "nats").bound(Bound.LOWER));
        bracket.put("bar", estimate(34.2, 1e-7, Bound.NONE));

        assertThat(Contradictions.of(bracket)).isEmpty();
        assertThat(Contradictions.withoutRefuted(bracket)).isEqualTo(bracket);
        assertThat(Contradictions.of(bracket(34.2 + 2e-3, 34.2, 0)))
                .singleElement()
                .asString()
                .startsWith("inverted bracket");
    }

    @Test
    void anUnweightedSumAboveBothBoundsContradictsBoth() {
        Map<String, Estimate> bracket = bracket(138.87, 137.04, 0.22);
        bracket.put("distinct rows", Estimate.exact(141.79, "nats").bound(Bound.LOWER));

        assertThat(Contradictions.of(bracket))
                .anySatisfy(line -> assertThat(line).startsWith("AIS: 2.92 nats below the distinct rows, 13.3"))
                .anySatisfy(line ->
                        assertThat(line).contains("distinct rows (lower bound) is 4.75 nats above reverse AIS"));
    }

    /** Each row counts once; all rows together are the whole of Z. */
    @Test
    void distinctRowsBoundLogZFromBelow() {
        Rbm rbm = SmallRbms.of(new Spin(), new Spin(), 4, 3);
        double exact = StateSpace.of(rbm).logPartition();
        INDArray all = StateSpace.states(new Spin(), 4, 0, 16, DataType.DOUBLE);
        INDArray some = all.get(NDArrayIndex.interval(0, 5), NDArrayIndex.all());
        double[] freeEnergy = rbm.freeEnergy(some);
        double sum = 0;
        for (double f : freeEnergy) {
            sum += Math.exp(-f);
        }

        Estimate once = DistinctRows.logPartition(rbm, some).orElseThrow();

        assertThat(once.value()).isEqualTo(Math.log(sum), within(1e-12));
        assertThat(once.bound()).isEqualTo(Bound.LOWER);
        assertThat(once.value()).isLessThan(exact);
        assertThat(DistinctRows.logPartition(rbm, Nd4j.vstack(some, some)).orElseThrow())
                .isEqualTo(once);
        assertThat(DistinctRows.logPartition(rbm, all).orElseThrow().value()).isEqualTo(exact, within(1e-12));
    }

    @Test
    void rowsThatAreNoStatesHaveNoSum() {
        Rbm spins = SmallRbms.of(new Spin(), new Spin(), 4, 3);
        Rbm continuous = SmallRbms.pair(new Gaussian(), new Spin());

        assertThat(DistinctRows.logPartition(spins, Nd4j.zeros(DataType.DOUBLE, 3, 4)))
                .isEmpty();
        assertThat(DistinctRows.logPartition(continuous, SmallRbms.states(continuous, 5)))
                .isEmpty();
    }
}

package io.dbn4j.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.data.Binarisation;
import io.dbn4j.core.objective.ContrastiveDivergence;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.run.Experiment;
import io.dbn4j.core.run.Progress;
import io.dbn4j.core.run.Result;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.run.RunRequest;
import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.UnitType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class StackTest {

    private final INDArray rows = SmallRbms.data(SmallRbms.bernoulli(6, 4), 40).castTo(DataType.FLOAT);

    @TempDir
    Path folder;

    private Run run;

    /** Nothing is run: only the folder is needed. */
    @JsonTypeName("nothing")
    record Nothing() implements Experiment {

        @Override
        public Result run(Run run) {
            throw new IllegalStateException("is not run");
        }
    }

    @BeforeEach
    void openRun() {
        run = Run.create(new RunRequest("stack", new Nothing(), 7, Map.of()), folder.resolve("run"), Progress.SILENT);
    }

    private static LayerRecipe recipe(int hidden, int epochs) {
        return new LayerRecipe(hidden, epochs, new Likelihood(new ContrastiveDivergence(1)), 0.1, false, 0, 0);
    }

    private static Stack stack(boolean tied, int top, UnitType topUnit) {
        return new Stack(
                List.of(recipe(4, 100), recipe(top, 0)),
                10,
                Binarisation.NONE,
                Binarisation.BERNOULLI,
                List.of(new Bernoulli(), new Bernoulli(), topUnit),
                0,
                tied);
    }

    /** The largest difference of F between two RBMs over the states between them, but for a constant. */
    private static double spread(Stack.Trained trained) {
        Rbm above = trained.rbm(1);
        INDArray states = StateSpace.states(new Bernoulli(), 4, 0, 16, DataType.FLOAT);
        double[] difference = trained.rbm(0).transposed().freeEnergyDifference(above, states);
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double d : difference) {
            low = Math.min(low, d);
            high = Math.max(high, d);
        }
        return high - low;
    }

    @Test
    void aTiedStartIsTheSameDistributionBetweenTwoRbms() {
        assertThat(spread(stack(true, 6, new Bernoulli()).train(run, rows, new Seed(3))))
                .isEqualTo(0, within(1e-5));
    }

    /** Four further hidden units have weights near zero, of the order of 1e-2 each. */
    @Test
    void furtherHiddenUnitsHardlyChangeIt() {
        assertThat(spread(stack(true, 10, new Bernoulli()).train(run, rows, new Seed(3))))
                .isEqualTo(0, within(0.1));
    }

    @Test
    void withoutItTheDistributionsDiffer() {
        Stack.Trained trained = stack(false, 6, new Bernoulli()).train(run, rows, new Seed(3));

        assertThatThrownBy(() -> assertThat(spread(trained)).isEqualTo(0, within(0.1)))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aTopThatIsTooSmallForATiedStartIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> stack(true, 5, new Bernoulli()).train(run, rows, new Seed(3)))
                .withMessage(
                        "layer 2 must have at least 6 hidden units Bernoulli[] for a tied start, was 5 Bernoulli[]");
    }

    /** A second stack of a run is trained, not found as the end of the first. */
    @Test
    void severalStacksOfARunAreKeptApart() {
        Stack one = new Stack(List.of(recipe(4, 2)), 10, Binarisation.NONE);

        Stack.Trained first = one.train(run, "first", rows, new Seed(3));
        Stack.Trained second = one.train(run, "second", rows, new Seed(4));
        Stack.Trained again = one.train(run, "first", rows, new Seed(3));

        assertThat(second.rbm(0).weights()).isNotEqualTo(first.rbm(0).weights());
        assertThat(again.rbm(0).weights()).isEqualTo(first.rbm(0).weights());
        assertThat(run.metrics().read()).anyMatch(metric -> metric.series().equals("second.layer1.freeEnergy"));
    }
}

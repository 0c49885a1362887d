package io.dbn4j.rg.experiment;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.objective.Objective;
import io.dbn4j.core.random.Draws;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stack.Initialization;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.StackRecipe;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The training of RBM layers on square patches of configurations: greedy pretraining in DL4J, as for the layers of any
 * other stack.
 *
 * @param configurations number of configurations; one patch is cut from each at a random place of the periodic lattice
 *     and is used together with its opposite
 * @param layers number of layers of each size, trained from different random starts on the same patches
 * @param epochs passes through the patches
 * @param batch rows of an update
 * @param learningRate learning rate at the first update; it falls linearly to 0
 * @param objective what is minimized
 */
public record PatchTraining(
        int configurations, int layers, int epochs, int batch, double learningRate, Objective objective) {

    /** Checks that there are enough rows for a batch. */
    public PatchTraining {
        Check.atLeast(1, layers, "layers");
        Check.atLeast(1, batch, "batch");
        Check.require(
                configurations >= 2 && 2 * configurations >= batch,
                "configurations must be at least half of a batch of %d and at least 2, were %d",
                batch,
                configurations);
    }

    /** Trains a layer of spins on patches, with one hidden spin for each 2 x 2 block of a patch. */
    Rbm train(Run run, String name, INDArray patches) {
        int hidden = Math.toIntExact(patches.size(1) / 4);
        LayerRecipe recipe = new LayerRecipe(hidden, epochs, objective, learningRate, true, 0, 0);
        StackRecipe stack = new StackRecipe(
                List.of(recipe),
                batch,
                Binarization.NONE,
                Binarization.NONE,
                List.of(new Spin()),
                0,
                Initialization.DATA_MEANS);
        return stack.train(run, name, patches, run.seed("training, " + name)).rbm(0);
    }

    /** A visitor that cuts patches of one size: one from each configuration, and its opposite. */
    static final class Patches implements Consumer<byte[]> {

        private final int side;
        private final int patch;
        private final Draws draws;
        private final float[] values;
        private int next;

        Patches(int side, int patch, int configurations, Draws draws) {
            this.side = side;
            this.patch = patch;
            this.draws = draws;
            values = new float[Math.multiplyExact(2 * configurations, patch * patch)];
        }

        @Override
        public void accept(byte[] spins) {
            int top = draws.below(side);
            int left = draws.below(side);
            int size = patch * patch;
            for (int i = 0; i < size; i++) {
                byte spin = spins[(top + i / patch) % side * side + (left + i % patch) % side];
                values[next + i] = spin;
                values[next + size + i] = -spin;
            }
            next += 2 * size;
        }

        /** Returns the patches as rows, {@code [2 configurations, patch * patch]}. */
        INDArray rows() {
            int size = patch * patch;
            return Nd4j.createFromArray(values).reshape(values.length / size, size);
        }
    }
}

package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Spin;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.lattice.Ring;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class EnsembleTest {

    private static final Rbm RBM =
            Rbm.random(new Spin(), new Spin(), 5, 3, 0.7, DataType.DOUBLE, new Seed(3).stream("rbm"));

    static {
        new Seed(3).stream("biases").gaussian(RBM.visibleBias());
        new Seed(4).stream("biases").gaussian(RBM.hiddenBias());
    }

    /** Sums over joint states, one by one. */
    @Test
    void whatComesUpFromTheModelIsTheModelsHiddenDistribution() {
        double[] hidden = new double[8];
        INDArray v = StateSpace.states(new Spin(), 5, 0, 32, DataType.DOUBLE);
        INDArray h = StateSpace.states(new Spin(), 3, 0, 8, DataType.DOUBLE);
        double total = 0;
        for (int j = 0; j < 8; j++) {
            for (double energy : RBM.energy(v, h.getRow(j, true).repeat(0, 32))) {
                hidden[j] += Math.exp(-energy);
            }
            total += hidden[j];
        }

        double[] up = Elements.of(Ensemble.of(RBM).above(RBM).probability());
        double[] own = Elements.of(Ensemble.of(RBM.transposed()).probability());

        for (int j = 0; j < 8; j++) {
            assertThat(up[j]).isEqualTo(hidden[j] / total, within(1e-14));
            assertThat(own[j]).isEqualTo(hidden[j] / total, within(1e-14));
        }
    }

    @Test
    void whatComesUpFromOtherStatesIsAnother() {
        Ensemble ring = Ensemble.of(new Ring(5).ising(0.6));

        assertThat(ring.above(RBM).divergence(Ensemble.of(RBM.transposed()))).isGreaterThan(0.01);
    }

    @Test
    void aBondRbmHasNoDivergence() {
        Ensemble ring = Ensemble.of(new Ring(5).ising(0.6));

        assertThat(ring.divergence(Ensemble.of(BondRbm.of(new Ring(5).ising(0.6), DataType.DOUBLE))))
                .isEqualTo(0, within(1e-12));
        assertThat(ring.divergence(Ensemble.of(BondRbm.of(new Ring(5).ising(0.5), DataType.DOUBLE))))
                .isGreaterThan(1e-3);
    }

    /** Five means, each within four standard errors: a false alarm in three thousand seeds. */
    @Test
    void drawsHaveTheMeansOfTheStates() {
        Ensemble model = Ensemble.of(RBM);
        double[] drawn = Elements.of(model.draws(4000, new Seed(5).stream("draws")));

        for (int i = 0; i < 5; i++) {
            double mean = model.mean(Elements.of(model.states().getColumn(i)));
            double sum = 0;
            for (int row = 0; row < 4000; row++) {
                sum += drawn[5 * row + i];
            }
            assertThat(sum / 4000).isEqualTo(mean, within(4 * Math.sqrt((1 - mean * mean) / 4000)));
        }
    }
}

package io.dbn4j.core.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.model.DeepBeliefNetwork;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class LinearDecayTest {

    @Test
    void theRateFallsToZero() {
        LinearDecay decay = new LinearDecay(0.4, 4);
        assertThat(new double[] {decay.valueAt(0, 9), decay.valueAt(1, 0), decay.valueAt(3, 0), decay.valueAt(4, 0)})
                .containsExactly(new double[] {0.4, 0.3, 0.1, 0}, within(1e-15));
        assertThat(decay.valueAt(5, 0)).isZero();
        assertThatThrownBy(() -> new LinearDecay(0.1, 0)).hasMessage("updates must be at least 1, was 0");
    }

    /** Records the fault of PolySchedule; if DL4J mends it, LinearDecay can be removed. */
    @Test
    void dl4jsOwnPolynomialDecayGrows() {
        assertThat(new PolySchedule(ScheduleType.ITERATION, 0.4, 1, 4).valueAt(3, 0))
                .isGreaterThan(0.4);
    }

    @Test
    void anRbmLayerStepsByItInPretrainingAndKeepsItInJson() {
        RbmLayer layer = new RbmLayer.Builder()
                .nIn(3)
                .nOut(2)
                .updater(new Sgd(new LinearDecay(0.4, 2)))
                .build();
        DeepBeliefNetwork network = new DeepBeliefNetwork(
                new NeuralNetConfiguration.Builder().seed(1).list().layer(layer).build());
        network.init();

        double[] moved = new double[3];
        for (int update = 0; update < 3; update++) {
            var before = network.params().dup();
            network.pretrainLayer(0, Nd4j.ones(DataType.FLOAT, 5, 3));
            moved[update] = network.params().distance2(before);
        }

        assertThat(moved[0]).isGreaterThan(moved[1]);
        assertThat(moved[1]).isPositive();
        assertThat(moved[2]).isZero();
        assertThat(network.getLayerWiseConfigurations().toJson()).contains("LinearDecay");
        assertThat(org.deeplearning4j.nn.conf.MultiLayerConfiguration.fromJson(
                        network.getLayerWiseConfigurations().toJson()))
                .isEqualTo(network.getLayerWiseConfigurations());
    }
}

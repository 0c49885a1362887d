package io.dbn4j.example.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.mnist.data.Mnist;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Features of an RBM help classifiers of training digits that they have not seen; seeds are fixed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FewLabelsTest {

    private ImageSet train;
    private ImageSet test;
    private DeepBeliefNetwork rbm;

    @BeforeAll
    void pretrainAnRbm() {
        train = Mnist.load().train();
        test = train.slice(50_000, 52_000);
        rbm = FewLabels.pretrained(train.head(10_000).images());
    }

    @Test
    void aFrozenRbmHelpsWhereLabelsAreFew() {
        double[] before = Elements.of(rbm.params());
        ImageSet labeled = train.head(300);

        double features = FewLabels.accuracy(FewLabels.transferred(rbm, labeled), test);
        double pixels = FewLabels.accuracy(FewLabels.onPixels(labeled), test);

        assertThat(Elements.of(rbm.params())).isEqualTo(before);
        assertThat(features).isGreaterThan(pixels + 0.02);
    }

    @Test
    void nearestNeighborsByRbmFeaturesAreBetterOnesThanByPixels() {
        ImageSet known = train.head(2000);
        Rbm model = ((RbmLayerRuntime) rbm.getLayer(0)).rbm();

        double pixels = NearestNeighbors.error(known.images(), known.labels(), test.images(), test.labels());
        double features = NearestNeighbors.error(
                model.hiddenGivenVisible(known.images()),
                known.labels(),
                model.hiddenGivenVisible(test.images()),
                test.labels());

        assertThat(features).isLessThan(pixels);
    }

    @Test
    void theNearestNeighborOfATrainingImageIsItself() {
        ImageSet known = train.head(100);

        assertThat(NearestNeighbors.error(known.images(), known.labels(), known.images(), known.labels()))
                .isZero();
    }
}

package io.dbn4j.example.labels;

import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.data.ImageSet;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.mnist.data.Mnist;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** RBM features for a classifier that knows nothing of networks: the label of the nearest training image. */
public final class NearestNeighbors {

    private NearestNeighbors() {}

    /** Distances between digits in pixels, and between the hidden means of an RBM. */
    public static void main(String[] arguments) {
        ImageData mnist = Mnist.load();
        ImageSet train = mnist.train().head(2_000);
        ImageSet test = mnist.test().head(1_000);
        var layer = (RbmLayerRuntime)
                FewLabels.pretrained(mnist.train().head(10_000).images()).getLayer(0);
        Rbm rbm = layer.rbm();
        double pixels = error(train.images(), train.labels(), test.images(), test.labels());
        double features = error(
                rbm.hiddenGivenVisible(train.images()),
                train.labels(),
                rbm.hiddenGivenVisible(test.images()),
                test.labels());
        System.out.printf(
                Locale.ROOT, "errors by pixels %.1f %%, by RBM features %.1f %%%n", 100 * pixels, 100 * features);
    }

    /**
     * The part of the test rows whose nearest training row has another label.
     *
     * @param train features, {@code [rows, features]}; not modified
     * @param test features, {@code [rows, features]}; not modified
     */
    static double error(INDArray train, int[] trainLabels, INDArray test, int[] testLabels) {
        INDArray products = Nd4j.createUninitialized(test.dataType(), test.size(0), train.size(0));
        Nd4j.gemm(test, train, products, false, true, 1, 0);
        double[] product = Elements.of(products);
        double[] length = Elements.of(train.mul(train).sum(1));
        int wrong = 0;
        for (int row = 0; row < testLabels.length; row++) {
            int nearest = 0;
            double shortest = Double.POSITIVE_INFINITY;
            for (int other = 0; other < trainLabels.length; other++) {
                // The squared distance less the squared length of the test row.
                double distance = length[other] - 2 * product[row * trainLabels.length + other];
                if (distance < shortest) {
                    shortest = distance;
                    nearest = other;
                }
            }
            wrong += trainLabels[nearest] == testLabels[row] ? 0 : 1;
        }
        return (double) wrong / testLabels.length;
    }
}

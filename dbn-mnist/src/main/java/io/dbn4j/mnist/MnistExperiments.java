package io.dbn4j.mnist;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;
import io.dbn4j.mnist.experiment.AveragedDensity;
import io.dbn4j.mnist.experiment.DbnClassifier;
import io.dbn4j.mnist.experiment.DbnDensity;
import io.dbn4j.mnist.experiment.LabeledDbn;
import io.dbn4j.mnist.experiment.LogPartitionZoo;
import io.dbn4j.mnist.experiment.RbmDensity;
import io.dbn4j.sweep.ExperimentSweep;

/** The list of the experiments of this module. */
public final class MnistExperiments {

    /** All presets of this module, the default first. */
    public static final ExperimentList LIST = ExperimentList.of(
            new Preset("mnist", "DBN 784-500-500-2000, greedy pretraining and fine-tuning", DbnClassifier.class),
            new Preset(
                    "hinton-salakhutdinov2006",
                    "DBN 784-500-500-2000 as in Hinton and Salakhutdinov (2006), more epochs",
                    DbnClassifier.class),
            new Preset("rbm-500", "RBM 784-500 by PCD-1: log-likelihood by AIS and reverse AIS", RbmDensity.class),
            new Preset(
                    "rbm-500-long",
                    "RBM 784-500 by PCD-1 for 120 epochs: a better model and closer bounds",
                    RbmDensity.class),
            new Preset("rbm-16", "RBM 784-16 by PCD-1: exact log-likelihood, not centered", RbmDensity.class),
            new Preset("rbm-16-centered", "RBM 784-16 by centered PCD-1: exact log-likelihood", RbmDensity.class),
            new Preset(
                    "averaged-rbm-20", "RBM 784-20 by averaged replicas: exact log-likelihood", AveragedDensity.class),
            new Preset(
                    "log-partition-zoo", "RBM 784-16: log Z by every estimator, side by side", LogPartitionZoo.class),
            new Preset(
                    "labeled-dbn",
                    "DBN 784-500-500+10-2000 with label units: up-down training, images of each class",
                    LabeledDbn.class),
            new Preset(
                    "negative-phases",
                    "a sweep: RBM 784-16 by six negative phases at four rates: exact log-likelihood",
                    ExperimentSweep.class),
            new Preset("dbn-500-2000", "DBN 784-500-2000: variational bound by AIS on its top RBM", DbnDensity.class));

    private MnistExperiments() {}
}

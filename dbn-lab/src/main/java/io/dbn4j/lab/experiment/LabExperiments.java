package io.dbn4j.lab.experiment;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;

/** The experiments of this module. */
public final class LabExperiments {

    /** The preset whose settings {@code rbm train} changes. */
    public static final Preset RBM_TRAINING =
            new Preset("rbm-training", "RBMs on a file of your own: --set data=FILE", RbmTraining.class);

    /** Every preset. */
    public static final ExperimentList LIST = ExperimentList.of(
            RBM_TRAINING,
            new Preset(
                    "averaged-training",
                    "the same by replicas whose parameters are averaged: --set training.data=FILE",
                    AveragedTraining.class));

    private LabExperiments() {}
}

package io.dbn4j.lab.experiment;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.Preset;

/** The list of the experiments of this module. */
public final class LabExperiments {

    /** The preset that {@code rbm train} starts from. */
    public static final Preset RBM_TRAINING =
            new Preset("rbm-training", "RBMs on a file of your own: --set data=FILE", RbmTraining.class);

    /** The preset that {@code train} starts from. */
    public static final Preset TABLE_CLASSIFIER = new Preset(
            "table-classifier",
            "a classifier of a labeled table of your own: --set data.rows=FILE",
            TableClassifier.class);

    /** All presets of this module. */
    public static final ExperimentList LIST = ExperimentList.of(
            RBM_TRAINING,
            TABLE_CLASSIFIER,
            new Preset(
                    "averaged-training",
                    "RBMs on a file of your own, by averaged replicas: --set training.data=FILE",
                    AveragedTraining.class));

    private LabExperiments() {}
}

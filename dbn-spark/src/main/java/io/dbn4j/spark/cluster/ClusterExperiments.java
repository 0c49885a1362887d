package io.dbn4j.spark.cluster;

import io.dbn4j.lab.experiment.LabExperiments;
import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.mnist.MnistExperiments;
import io.dbn4j.rg.RgExperiments;

/** The list of the experiments that a cluster can run. */
public final class ClusterExperiments {

    /** All presets of all modules. */
    public static final ExperimentList ALL =
            MnistExperiments.LIST.and(RgExperiments.LIST).and(LabExperiments.LIST);

    private ClusterExperiments() {}
}

package io.dbn4j.lab.training;

import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Run;

/** An experiment that trains RBMs and exposes the setup of the first, so that others can try its settings. */
public interface TrainsRbm extends Experiment {

    /**
     * Returns the setup of the first RBM.
     *
     * @param run records the loaded data; modified
     */
    TrainingSetup setup(Run run);
}

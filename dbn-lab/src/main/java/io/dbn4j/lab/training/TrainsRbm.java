package io.dbn4j.lab.training;

import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Run;

/** An experiment that trains RBMs and can say what the first of them learns, so that others can try how. */
public interface TrainsRbm extends Experiment {

    /**
     * What the first RBM is trained on.
     *
     * @param run records what is loaded; modified
     */
    TrainingSetup setup(Run run);
}

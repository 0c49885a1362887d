package io.dbn4j.core.training;

import io.dbn4j.core.run.Experiment;
import io.dbn4j.core.run.Run;

/** An experiment that trains RBMs and can say what the first of them learns, so that others can try how. */
public interface TrainsRbm extends Experiment {

    /**
     * What the first RBM is trained on.
     *
     * @param run records what is loaded; modified
     */
    Lesson lesson(Run run);
}

package io.dbn4j.lab.training;

import io.dbn4j.lab.run.Run;
import org.deeplearning4j.optimize.api.TrainingListener;

/** A source of listeners for the networks that a run trains; it must be {@linkplain Run#attach attached} to the run. */
public interface TrainingListeners {

    /**
     * Returns the listener of one training, new or resumed.
     *
     * @param training name such as {@code layer1} or {@code fine-tuning}: letters, digits, dots, hyphens; each layer or
     *     network has its own listener
     */
    TrainingListener listener(String training);
}

package io.dbn4j.lab.training;

import io.dbn4j.lab.run.Run;
import org.deeplearning4j.optimize.api.TrainingListener;

/** Who listens to the networks that are trained inside a run, if it was {@linkplain Run#attach attached} to the run. */
public interface TrainingListeners {

    /**
     * The listener of one training, new or resumed.
     *
     * @param training {@code layer1}, {@code fine-tuning}: letters, digits, dots, hyphens; one listener hears one layer or network
     */
    TrainingListener listener(String training);
}

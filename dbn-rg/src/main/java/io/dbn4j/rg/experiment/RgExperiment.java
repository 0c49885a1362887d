package io.dbn4j.rg.experiment;

import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Run;
import java.util.Map;

/** An experiment of the laboratory, which ends with checks and a verdict. */
public interface RgExperiment extends Experiment {

    /** Returns the time that the experiment takes on two cores, for lists: {@code 3 min}. */
    String cost();

    /**
     * Returns replacements of properties that make the experiment run in seconds, for a first look; empty if none are
     * needed.
     */
    Map<String, String> quick();

    @Override
    Finding run(Run run);
}

package io.dbn4j.rg.experiment;

import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Run;
import java.util.Map;

/** An experiment of the laboratory: it ends with checks and a verdict. */
public interface RgExperiment extends Experiment {

    /** How long it takes on two cores, for lists: {@code 3 min}. */
    String cost();

    /** The replacements of properties that make it run in seconds, for a first look; empty if it does anyway. */
    Map<String, String> quick();

    @Override
    Finding run(Run run);
}

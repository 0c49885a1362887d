package io.dbn4j.lab.broken;

import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.random.Seed;
import io.dbn4j.lab.run.Run;

/** Opens a stream that the run may have opened. */
public interface SecondDoor {

    /** Opens it again. */
    static RandomSource again(Run run) {
        return new Seed(run.record().seed()).stream("again");
    }
}

package io.dbn4j.core.broken;

import io.dbn4j.core.broken.part.Culprit;

/** The other half of a cycle of packages. */
public interface Accomplice {

    /** Goes in a circle. */
    Culprit culprit();
}

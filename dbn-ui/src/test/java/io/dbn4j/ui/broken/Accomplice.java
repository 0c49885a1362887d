package io.dbn4j.ui.broken;

import io.dbn4j.ui.broken.core.Culprit;

/** The other half of a cycle of packages. */
public interface Accomplice {

    /** Goes in a circle. */
    Culprit culprit();
}

package io.dbn4j.rg.experiment;

/** The sources of reference numbers, for the check tables. */
final class References {

    /** A script of independent code that computes the numbers from their definitions. */
    static final String SCRIPT = "dbn-rg/src/test/scripts/references.py, 2026-11-29";

    /** A script of independent code for Monte Carlo with the same kernels and operators. */
    static final String MCRG_SCRIPT = "dbn-rg/src/test/scripts/mcrg.py, 2026-11-29";

    private References() {}
}

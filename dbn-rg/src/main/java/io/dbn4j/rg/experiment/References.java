package io.dbn4j.rg.experiment;

/** Sources of reference numbers, for the check tables. */
final class References {

    /** Independent code that reproduces the number from its definition. */
    static final String SCRIPT = "dbn-rg/src/test/scripts/references.py, 2026-11-29";

    /** Monte Carlo with the same kernels and operators by independent code. */
    static final String MCRG_SCRIPT = "dbn-rg/src/test/scripts/mcrg.py, 2026-11-29";

    private References() {}
}

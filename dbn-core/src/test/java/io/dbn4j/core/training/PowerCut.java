package io.dbn4j.core.training;

import io.dbn4j.core.run.Progress;

/** Progress of a machine that fails: at a given update, or when the training ends. */
final class PowerCut implements Progress {

    private final int last;
    private int calls;

    /** Fails at the call of this number, from 1; never if it is 0. */
    PowerCut(int last) {
        this.last = last;
    }

    /** Returns the calls so far: one for each update, one for the end of a training, and one for that of the run. */
    int calls() {
        return calls;
    }

    private void count() {
        calls++;
        if (calls == last) {
            throw new IllegalStateException("power cut");
        }
    }

    @Override
    public void at(long done) {
        count();
    }

    @Override
    public void end() {
        count();
    }
}

package io.dbn4j.lab.experiment;

import io.dbn4j.lab.run.Progress;

/** Progress of a machine that fails: at a given update, or when the training ends. */
public final class PowerCut implements Progress {

    private final int last;
    private int calls;

    /** Fails at the call of this number, from 1; never if it is 0. */
    public PowerCut(int last) {
        this.last = last;
    }

    /** Returns the calls so far: one for each update, one for the end of a training, and one for that of the run. */
    public int calls() {
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

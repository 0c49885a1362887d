package io.dbn4j.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.lab.run.ExperimentList;
import io.dbn4j.lab.run.FolderComparison;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import java.nio.file.Path;
import java.util.function.BiFunction;

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

    /**
     * Stops a run before the first update, inside epochs, at their ends, and at the end of training, and resumes it: it must
     * end with the same bits.
     *
     * @param updates updates of the whole run
     * @param run runs in the folder of this name, to its end unless the progress fails
     */
    public static void assertThatEveryStopKeepsTheBits(
            Path folder, int updates, ExperimentList experiments, BiFunction<String, Progress, Path> run) {
        PowerCut never = new PowerCut(0);
        Path whole = run.apply("whole", never);
        assertThat(never.calls()).isEqualTo(updates + 2); // the training and the run each end once

        for (int call = 1; call <= updates + 1; call++) {
            PowerCut cut = new PowerCut(call);
            String name = "stopped-" + call;
            assertThatThrownBy(() -> run.apply(name, cut)).hasMessage("power cut");

            PowerCut left = new PowerCut(0);
            Run.resume(folder.resolve(name), experiments, left).execute();

            assertThat(FolderComparison.of(whole, folder.resolve(name))).isEmpty();
            // The failed update had no checkpoint and is repeated.
            assertThat(left.calls()).isEqualTo(never.calls() - call + 1);
        }
    }
}

package io.dbn4j.core.cuda;

import java.util.Optional;
import org.nd4j.linalg.cpu.nativecpu.CpuBackend;

/**
 * The CPU backend, with a priority above CUDA's if CUDA cannot be used, and below it otherwise.
 *
 * <p>Without this class ND4J prints a stack trace if there is no driver. On a device for which its binary holds no
 * code, it selects CUDA and fails at the first operation. ND4J finds this class through {@code META-INF/services}.
 */
public final class GuardedCpuBackend extends CpuBackend {

    private static final int BEFORE_CUDA = 1000;
    private static final int BEHIND_CUDA = -1;

    /** Makes the backend; ND4J calls this. */
    public GuardedCpuBackend() {}

    @Override
    public int getPriority() {
        return Choice.PRIORITY;
    }

    /** The priority, computed when ND4J first asks, so that the line is printed once. */
    private static final class Choice {

        private static final int PRIORITY = priority(Cuda.obstacle());

        private static int priority(Optional<String> obstacle) {
            obstacle.ifPresent(reason -> System.err.println("CUDA cannot be used, so the CPU is used: " + reason));
            return obstacle.isPresent() ? BEFORE_CUDA : BEHIND_CUDA;
        }
    }
}

package io.dbn4j.core.cuda;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import io.dbn4j.core.array.JnaFolder;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.jcublas.bindings.Nd4jCuda;

/** A test of whether ND4J's CUDA backend works on this machine, by the driver and before CUDA's libraries load. */
final class Cuda {

    // From cuda.h: CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR and _MINOR, CUDA_ERROR_NO_DEVICE.
    private static final int CAPABILITY_MAJOR = 75;
    private static final int CAPABILITY_MINOR = 76;
    private static final int NO_DEVICE = 100;

    private Cuda() {}

    /** Returns the reason why device 0 cannot be used; empty if it can be used. */
    static Optional<String> obstacle() {
        return JnaFolder.during(Cuda::obstacleNow);
    }

    private static Optional<String> obstacleNow() {
        try {
            NativeLibrary driver = NativeLibrary.getInstance(Platform.isWindows() ? "nvcuda" : "libcuda.so.1");
            int devices = devices(driver);
            int major = devices == 0 ? 0 : attribute(driver, CAPABILITY_MAJOR);
            int minor = devices == 0 ? 0 : attribute(driver, CAPABILITY_MINOR);
            return verdict(devices, major, minor).or(Cuda::missingLibrary);
        } catch (UnsatisfiedLinkError e) {
            return Optional.of("there is no NVIDIA driver");
        } catch (IllegalStateException e) {
            return Optional.of("the NVIDIA driver fails: " + e.getMessage());
        }
    }

    /** Judges the driver's answers: the number of devices, and the compute capability of the first device. */
    static Optional<String> verdict(int devices, int major, int minor) {
        if (devices == 0) {
            return Optional.of("there is no CUDA device");
        }
        int capability = 10 * major + minor;
        // Binary code for one capability runs on later ones of the same major version, so 8.6 also serves 8.7 and 8.9.
        if (capability < 37 || major > 8) {
            return Optional.of("device 0 has compute capability " + major + "." + minor
                    + ", ND4J 1.0.0-M2.1 holds code for 3.7 to 8.9 only");
        }
        return Optional.empty();
    }

    private static Optional<String> missingLibrary() {
        try {
            Loader.load(Nd4jCuda.class);
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("the libraries of CUDA 11.6 and cuDNN 8.3 do not load");
        }
    }

    private static int devices(NativeLibrary driver) {
        int status = driver.getFunction("cuInit").invokeInt(new Object[] {0});
        if (status == NO_DEVICE) {
            return 0;
        }
        check("cuInit", status);
        IntByReference count = new IntByReference();
        call(driver, "cuDeviceGetCount", count);
        return count.getValue();
    }

    private static int attribute(NativeLibrary driver, int attribute) {
        IntByReference value = new IntByReference();
        call(driver, "cuDeviceGetAttribute", value, attribute, 0);
        return value.getValue();
    }

    private static void call(NativeLibrary driver, String name, Object... arguments) {
        Function function = driver.getFunction(name);
        check(name, function.invokeInt(arguments));
    }

    private static void check(String name, int status) {
        if (status != 0) {
            throw new IllegalStateException(name + " returned " + status);
        }
    }
}

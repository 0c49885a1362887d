package io.dbn4j.lab.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.sun.jna.Function;
import com.sun.jna.Pointer;
import io.dbn4j.core.array.JnaFolder;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The machine of a run. Sums of products differ in the last bits between BLAS kernels, random Gaussians between
 * binaries.
 *
 * @param os name and version of the operating system
 * @param arch processor architecture
 * @param cpus processors that this process may use
 * @param java vendor and version
 * @param backend backend of ND4J, such as {@code CpuBackend}
 * @param blas vendor of the BLAS, such as {@code OPENBLAS}
 * @param blasKernel kernel that OpenBLAS chose for this processor, such as {@code SkylakeX}; {@code unknown} for
 *     another BLAS
 * @param blasVersion version of OpenBLAS, such as {@code 0.3.19}; {@code unknown} for another BLAS and in older records
 * @param nativeBinary variant of ND4J's binary, such as {@code linux-x86_64} or {@code linux-x86_64-avx2}
 */
public record Machine(
        String os,
        String arch,
        int cpus,
        String java,
        String backend,
        String blas,
        String blasKernel,
        @JsonProperty(defaultValue = "\"unknown\"") String blasVersion,
        String nativeBinary) {

    /** Describes the machine of this process. Loads ND4J. */
    public static Machine current() {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
                Nd4j.getBackend().getClass().getSimpleName(),
                Nd4j.factory().blas().getBlasVendor().toString(),
                openBlas("openblas_get_corename"),
                openBlasVersion(),
                loadedBinary());
    }

    /** Returns the second word of a text such as {@code OpenBLAS 0.3.19 DYNAMIC_ARCH NO_AFFINITY SkylakeX}. */
    private static String openBlasVersion() {
        String[] words = openBlas("openblas_get_config").split(" ", -1);
        return words.length > 1 ? words[1] : words[0];
    }

    /** Calls a function of OpenBLAS that returns a text; ND4J and JavaCPP have no method for it. */
    private static String openBlas(String name) {
        var function = Loader.addressof(name);
        return function == null
                ? "unknown"
                : JnaFolder.during(() ->
                        Function.getFunction(new Pointer(function.address())).invokeString(new Object[0], false));
    }

    /** Returns the variant of ND4J's binary, after which JavaCPP names its folder. */
    private static String loadedBinary() {
        for (Map.Entry<String, String> library : Loader.getLoadedLibraries().entrySet()) {
            Path folder = Path.of(library.getValue()).getParent();
            if (library.getKey().startsWith("nd4j") && folder != null) {
                return String.valueOf(folder.getFileName());
            }
        }
        return Loader.getPlatform();
    }
}

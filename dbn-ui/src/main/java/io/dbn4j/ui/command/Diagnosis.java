package io.dbn4j.ui.command;

import io.dbn4j.cli.RunOptions;
import io.dbn4j.core.array.NativeThreads;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.lab.run.Machine;
import io.dbn4j.lab.run.RunList;
import io.dbn4j.lab.run.ThreadChoice;
import io.dbn4j.lab.terminal.ErrorLine;
import io.dbn4j.mnist.data.Mnist;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The result of an examination of the machine, the libraries and the data.
 *
 * @param healthy whether all findings are healthy
 * @param findings findings, one for each part
 */
record Diagnosis(boolean healthy, List<Finding> findings) {

    private static final String CUDA_BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";

    /** The finding about one part. */
    record Finding(String name, boolean healthy, String text) {

        /** Examines a part; if that fails, the finding holds the error. */
        static Finding of(String name, Look look) {
            try {
                return new Finding(name, true, look.text());
            } catch (Exception e) {
                return new Finding(name, false, ErrorLine.of(e));
            } catch (LinkageError e) {
                return new Finding(name, false, ErrorLine.deepest(e));
            }
        }
    }

    /** An examination of one part, which returns a description of it. */
    interface Look {
        String text() throws Exception;
    }

    static Diagnosis of(List<Finding> findings) {
        return new Diagnosis(findings.stream().allMatch(Finding::healthy), findings);
    }

    /** Examines all parts, which takes a few seconds. */
    static Diagnosis now() {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.of("dbn4j", Version::text));
        findings.add(Finding.of("Java", Diagnosis::java));
        findings.add(Finding.of("system", Diagnosis::system));
        findings.add(Finding.of("memory", Diagnosis::memory));
        findings.add(Finding.of("native files", Diagnosis::nativeFiles));
        findings.add(Finding.of("ND4J", Diagnosis::backend));
        findings.add(Finding.of("BLAS", Diagnosis::blas));
        findings.add(Finding.of("CUDA", Diagnosis::cuda));
        findings.add(Finding.of("threads", Diagnosis::threads));
        findings.add(Finding.of("waiting", Diagnosis::waiting));
        findings.add(Finding.of("MNIST", Diagnosis::mnist));
        findings.add(Finding.of("runs", Diagnosis::runs));
        return of(findings);
    }

    private static String java() {
        return "%s, %s, %s"
                .formatted(
                        System.getProperty("java.version"),
                        System.getProperty("java.vendor"),
                        System.getProperty("java.home"));
    }

    private static String system() {
        return String.format(
                Locale.ROOT,
                "%s %s, %s, %d processors",
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors());
    }

    private static String memory() {
        var machine = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long limit = Pointer.maxPhysicalBytes();
        return "heap %s (-Xmx), heap and arrays %s (maxphysicalbytes), machine %s"
                .formatted(
                        gigabytes(Runtime.getRuntime().maxMemory()),
                        limit > 0 ? gigabytes(limit) : "unlimited",
                        gigabytes(machine.getTotalMemorySize()));
    }

    private static String nativeFiles() throws IOException {
        Path cache = Loader.getCacheDir().toPath();
        return "unpacked to %s, %s free"
                .formatted(cache, gigabytes(Files.getFileStore(cache).getUsableSpace()));
    }

    private static String backend() {
        Machine machine = Machine.current();
        return "%s, native binary %s".formatted(machine.backend(), machine.nativeBinary());
    }

    private static String blas() {
        Machine machine = Machine.current();
        return String.format(
                Locale.ROOT,
                "%s %s, kernel %s, %d products of whole numbers are exact",
                machine.blas(),
                machine.blasVersion(),
                machine.blasKernel(),
                ExactProducts.count(INDArray::mmul));
    }

    private static String cuda() {
        if (Diagnosis.class.getResource("/" + CUDA_BACKEND.replace('.', '/') + ".class") == null) {
            return "not in this build; set DBN_MAVEN_OPTS=-Pcuda to add it";
        }
        return CUDA_BACKEND.endsWith("." + Machine.current().backend())
                ? "in use"
                : "in this build but not usable here; the CPU is used";
    }

    private static String threads() {
        NativeThreads threads = ThreadChoice.choose();
        return String.format(Locale.ROOT, "%d; %s", threads.ops(), threads.reason());
    }

    /** Describes the settings of waiting threads, which otherwise keep the processor busy; the launcher makes them. */
    private static String waiting() {
        String settings = Stream.of("OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "OPENBLAS_THREAD_TIMEOUT")
                .filter(name -> System.getenv(name) != null)
                .map(name -> name + "=" + System.getenv(name))
                .collect(Collectors.joining(" "));
        return settings.isEmpty()
                ? "waiting threads keep the processor busy; start with ./dbn, which sets OMP_WAIT_POLICY"
                : settings;
    }

    private static String mnist() {
        ImageData data = Mnist.load();
        return String.format(
                Locale.ROOT,
                "built in, %d + %d images, SHA-256 as published",
                data.train().size(),
                data.test().size());
    }

    private static String runs() {
        Path root = Path.of(RunOptions.RUNS);
        return String.format(Locale.ROOT, "%d in %s", RunList.of(root).runs().size(), root.toAbsolutePath());
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1073741824.0);
    }
}

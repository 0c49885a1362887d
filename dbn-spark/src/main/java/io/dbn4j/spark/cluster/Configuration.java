package io.dbn4j.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.apache.spark.SparkConf;

/** The configuration of Spark for this program. */
final class Configuration {

    /**
     * Environment of executors, as in the script {@code dbn}: ND4J's threads spin while they wait, and a slot is one
     * core.
     */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OMP_NUM_THREADS", "1",
            "OMP_WAIT_POLICY", "PASSIVE",
            "GOMP_SPINCOUNT", "1000",
            "OPENBLAS_THREAD_TIMEOUT", "12");

    /**
     * Options of executors: when this method of ND4J is compiled, an operation may be collected while native code reads
     * it, a rare crash.
     */
    private static final String JAVA_OPTIONS = "-XX:CompileCommand=quiet"
            + " -XX:CompileCommand=exclude,org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner::exec"
            + " -Dorg.nd4j.log.initialization=false";

    private Configuration() {}

    /** Configures Spark; settings of {@code spark-submit} are kept. */
    static SparkConf of(String master, Map<String, String> settings) {
        SparkConf configuration = new SparkConf();
        if (!master.isEmpty()) {
            configuration.setMaster(master);
        }
        configuration.setIfMissing("spark.app.name", "dbn4j");
        configuration.setIfMissing("spark.ui.enabled", "false");
        configuration.setIfMissing("spark.ui.showConsoleProgress", "false");
        configuration.setIfMissing("spark.executor.extraJavaOptions", JAVA_OPTIONS);
        ENVIRONMENT.forEach((name, value) -> configuration.setIfMissing("spark.executorEnv." + name, value));
        if (!configuration.contains("spark.jars")
                && configuration.get("spark.master", "").startsWith("spark://")) {
            configuration.setJars(applicationJars().toArray(new String[0]));
        }
        settings.forEach(configuration::set);
        return configuration;
    }

    /** Returns the jar of this class and the jars that its manifest names, which the cluster lacks; none in a test. */
    private static List<String> applicationJars() {
        List<String> jars = new ArrayList<>();
        try {
            File here = new File(Configuration.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (here.isFile()) {
                jars.add(here.getPath());
                try (JarFile jar = new JarFile(here)) {
                    String names = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
                    for (String name : names == null ? new String[0] : names.split(" ", -1)) {
                        jars.add(Path.of(here.getPath()).resolveSibling(name).toString());
                    }
                }
            }
            return jars;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read this program's own jar: " + e.getMessage(), e);
        }
    }
}

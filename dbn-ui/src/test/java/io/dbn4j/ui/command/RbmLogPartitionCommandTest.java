package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.cli.Program;
import io.dbn4j.core.Reference;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.DisplayName;
import io.dbn4j.core.partition.ExactLogPartition;
import io.dbn4j.core.partition.LogPartition;
import io.dbn4j.core.partition.LogPartitionEstimator;
import io.dbn4j.core.partition.LogPartitionMethods;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Bernoulli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import picocli.CommandLine;

/** Tests that a new estimator needs no change of the command: names, help and settings come from the estimator. */
class RbmLogPartitionCommandTest {

    @TempDir
    private Path folder;

    /** A new estimator, as a reader of CONTRIBUTING.md would write it. */
    @JsonTypeName("half-ais")
    @DisplayName(value = "half an AIS", summary = "Anneals with half of the chains.")
    @Reference(
            authors = "R. M. Neal",
            title = "Annealed importance sampling",
            venue = "Statistics and Computing 11",
            year = 2001,
            url = "https://doi.org/10.1023/A:1008923215028")
    record HalfAis(int betas, int chains) implements LogPartitionEstimator {

        @Override
        public LogPartition measure(Rbm rbm, AnnealingStart start, RandomSource random, LongConsumer progress) {
            return new AnnealedImportanceSampling(betas, chains / 2).measure(rbm, start, random, progress);
        }

        @Override
        public long work(AnnealingStart start) {
            return betas;
        }
    }

    private final StringWriter out = new StringWriter();

    private final CommandLine command = new CommandLine(
                    new RbmLogPartitionCommand(
                            new LogPartitionMethods(List.of(ExactLogPartition.class, HalfAis.class))),
                    new Program(Main.class, Main.EXPERIMENTS).commandLine().getFactory())
            .setOut(new PrintWriter(out, true));

    @Test
    void aNewEstimatorIsAMethodWithTheOptionsThatItsComponentsName() {
        Rbm rbm = Rbm.zero(new Bernoulli(), new Bernoulli(), 3, 2, DataType.DOUBLE);
        Path model = folder.resolve("model.npz");
        new ModelFile("model", List.of(rbm)).export(1, model);

        int code = command.execute(
                model.toString(), "--method", "half-ais", "--betas", "7", "--chains", "10", "--json", "--quiet");

        assertThat(code).isZero();
        assertThat(out.toString().replaceAll("\\s", ""))
                .contains("\"method\":\"half-ais\"")
                .contains("\"estimator\":{\"type\":\"half-ais\",\"betas\":7,\"chains\":10}")
                .contains("\"samples\":5");
    }

    @Test
    void theHelpSaysWhatAnEstimatorSaysAboutItself() {
        assertThat(command.getUsageMessage()).contains("half-ais          Anneals with half of the chains.");
    }
}

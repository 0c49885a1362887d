package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.rg.ising.BondRbm;
import io.dbn4j.rg.lattice.SquareLattice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Tests the commands for configurations of spins: exact averages, configurations, and the comparison of a model. */
class IsingCommandTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    Path folder;

    private static Ran done(Object... words) {
        Ran ran = Ran.dbn(words);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return ran;
    }

    @Test
    void exactAveragesAreTheKnownOnesInEveryForm() throws IOException {
        Object[] words = {"ising", "exact", "--side", 6, "--temperature", "2.3"};

        assertThat(done(words).out())
                .containsPattern("log partition +33\\.792399 nats +exact")
                .containsPattern("energy per site +-1\\.4858639 J +exact")
                .containsPattern("absolute magnetization +0\\.78903449 +exact");
        JsonNode json = MAPPER.readTree(done("ising", "exact", "--side", 6, "--temperature", "2.3", "--json")
                .out());
        assertThat(json.at("/averages/0/binderCumulant/value").asDouble()).isEqualTo(0.6079255738487299, within(1e-13));
        assertThat(json.at("/averages/0/correlation/1/value").asDouble())
                .isEqualTo(-json.at("/averages/0/energyPerSite/value").asDouble() / 2, within(1e-13));
        List<String> csv = done("ising", "exact", "--side", 100, "--coupling", "0.4,0.5", "--csv", "--quiet")
                .out()
                .lines()
                .toList();
        assertThat(csv).hasSize(3);
        assertThat(csv.get(0)).startsWith("side,temperature,coupling,field,logPartition,energyPerSite");
        assertThat(csv.get(2)).startsWith("100,2.0,0.5,0.0,").endsWith(",,,,,");
    }

    @Test
    void aSideWithoutMagnetizationSaysSo() {
        assertThat(done("ising", "exact", "--side", 100, "--temperature", "2.3").out())
                .contains("side must be at most 12, was 100")
                .doesNotContain("absolute magnetization");
    }

    @Test
    void configurationsAreBytesThatTheSeedRepeats() throws IOException {
        Path once = folder.resolve("once.npy");
        Path again = folder.resolve("again.npy");
        for (Path file : List.of(once, again)) {
            JsonNode found = MAPPER.readTree(done(
                            "ising",
                            "sample",
                            "--side",
                            4,
                            "--temperature",
                            "2.3",
                            "--count",
                            1000,
                            "--sampler",
                            "swendsen-wang",
                            "--out",
                            file,
                            "--json",
                            "--quiet")
                    .out());
            assertThat(found.at("/rows").asInt()).isEqualTo(1000);
            assertThat(found.at("/columns").asInt()).isEqualTo(16);
            assertThat(found.at("/averages/0/exact/bound").asText()).isEqualTo("exact");
            assertThat(found.at("/autocorrelation/energy/unit").asText()).isEqualTo("steps");
        }

        byte[] bytes = Files.readAllBytes(once);
        assertThat(bytes).isEqualTo(Files.readAllBytes(again));
        assertThat(new String(bytes, 10, 70, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '|i1', 'fortran_order': False, 'shape': (1000, 16), }");
        assertThat(Arrays.copyOfRange(bytes, bytes.length - 16_000, bytes.length))
                .containsOnly(-1, 1);
    }

    /** A model that is the Ising model: its divergence vanishes, and both ways of naming the Hamiltonian agree. */
    @Test
    void aModelIsComparedWithTheHamiltonianOfItsData() throws IOException {
        Path data = folder.resolve("spins.npy");
        done("ising", "sample", "--side", 3, "--coupling", "0.4", "--count", 2000, "--out", data, "--quiet");
        Path model = folder.resolve("model.npz");
        var ising = new SquareLattice(3).ising(0.4);
        new ModelFile("bonds", List.of(BondRbm.of(ising, DataType.DOUBLE))).export(1, model);
        Path json = Files.writeString(folder.resolve("ising.json"), Json.write(ising));
        Object[] words = {
            "rbm",
            "measure",
            model,
            "--ising-side",
            3,
            "--coupling",
            "0.4",
            "--data",
            data,
            "--steps",
            40,
            "--json",
            "--quiet"
        };

        JsonNode bySide = MAPPER.readTree(done(words).out());
        words[3] = "--hamiltonian";
        words[4] = json;
        words[5] = "--steps";
        words[6] = 40;
        words[9] = "--temperatures";
        words[10] = 10;
        JsonNode byFile = MAPPER.readTree(done(words).out());

        assertThat(bySide.at("/divergence/overAllStates/value").asDouble()).isEqualTo(0, within(1e-5));
        assertThat(bySide.at("/divergence/overData/value").asDouble()).isEqualTo(0, within(1e-5));
        assertThat(bySide.at("/divergence/overData/unit").asText()).isEqualTo("nats");
        assertThat(bySide.at("/couplings/0/overData/value").asDouble()).isEqualTo(0.4, within(1e-5));
        assertThat(bySide.at("/averages")).hasSize(6);
        assertThat(bySide.at("/chains/magnetization/rHat").asDouble()).isPositive();
        assertThat(byFile.at("/hamiltonian").asText()).contains("square lattice, L = 3");
        assertThat(byFile.at("/averages/0")).isEqualTo(bySide.at("/averages/0"));
    }
}

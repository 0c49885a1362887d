package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RgCommandTest {

    @TempDir
    Path folder;

    @Test
    void withoutANameExperimentsAreListedWithTheirCost() {
        Ran ran = Ran.dbn("rg");

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines()).hasSize(2);
        assertThat(ran.out().lines().skip(1).findFirst().orElseThrow()).matches("lab +1 s +finds a number");
    }

    @Test
    void anExperimentRunsAsItsPresetSaysOrQuicklyOrWithASetting() {
        assertThat(rg("preset", "lab").out()).contains("\"value\": 5.0");
        assertThat(rg("quick", "lab", "--quick").out()).contains("\"value\": 2.0");
        assertThat(rg("set", "lab", "--quick", "--set", "sites=3").out()).contains("\"value\": 3.0");
    }

    private Ran rg(String run, Object... words) {
        Object[] all = new Object[words.length + 5];
        all[0] = "rg";
        System.arraycopy(words, 0, all, 1, words.length);
        System.arraycopy(new Object[] {"--json", "--quiet", "--out", folder.resolve(run)}, 0, all, words.length + 1, 4);
        return Ran.dbn(all);
    }

    @Test
    void allRunOneAfterTheOtherAndEndInATable() {
        Ran ran = Ran.dbn("rg", "all", "--quick", "--quiet", "--out", folder);

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines().skip(1).findFirst().orElseThrow())
                .matches("lab +1 of 1 checks pass +exact +There are sites\\.");
        assertThat(folder.resolve("lab").resolve("result.json")).exists();
    }

    @Test
    void asJsonAllAreOneObject() {
        Ran ran = Ran.dbn("rg", "all", "--quick", "--quiet", "--json", "--out", folder);

        assertThat(ran.out()).startsWith("{").contains("\"lab\"", "\"verdict\": \"There are sites.\"");
    }
}

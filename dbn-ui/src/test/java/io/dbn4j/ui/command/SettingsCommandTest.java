package io.dbn4j.ui.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.Setting;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Preset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsCommandTest {

    static List<Preset> presets() {
        return Main.EXPERIMENTS.presets();
    }

    /** Setting a value to itself changes nothing, so a path or a value that --set does not take is found. */
    @ParameterizedTest
    @MethodSource("presets")
    void everySettingCanBeSet(Preset preset) {
        Experiment experiment = preset.experiment();
        List<Setting> settings = Json.settings(experiment);

        assertThat(settings).extracting(Setting::path).doesNotHaveDuplicates();
        for (Setting setting : settings) {
            if (!setting.kind().startsWith("JSON of type")) {
                assertThat(Json.with(experiment, setting.path(), setting.value()))
                        .as(setting.toString())
                        .isEqualTo(experiment);
            }
        }
    }

    @Test
    void aLineHasTheKeyTheValueAndWhatItTakes() {
        Ran ran = Ran.dbn("settings", "tiny");

        assertThat(ran.code()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines())
                .containsSubsequence("setting      value  takes", "epochs       8      a whole number")
                .anyMatch(line -> line.matches("transpose +false +true or false"));
        assertThat(Ran.dbn("settings", "tiny", "--json").out())
                .startsWith("[")
                .contains("\"path\": \"epochs\"", "\"kind\": \"a whole number\"");
    }

    @Test
    void aRecordBehindAnInterfaceIsListedWithTheNamesThatItCanHave() {
        assertThat(Json.settings(Main.EXPERIMENTS.named("rbm-500")))
                .contains(new Setting("layer.epochs", "60", "a whole number"))
                .anyMatch(setting -> setting.path().equals("layer.objective")
                        && setting.value().equals("likelihood")
                        && setting.kind().startsWith("JSON of type bare-free-energy-difference, centered, "));
    }
}

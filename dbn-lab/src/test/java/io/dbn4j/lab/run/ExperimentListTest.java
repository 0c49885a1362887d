package io.dbn4j.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentListTest {

    private static final Preset MISSING = new Preset("missing", "Has no resource", Coin.class);

    @Test
    void aPresetIsTheRecordOfItsResource() {
        assertThat(Coin.LIST.preset("coin").experiment()).isEqualTo(new Coin(200, 0.3));
    }

    @Test
    void overridesReplaceWhatThePresetSays() {
        assertThat(Coin.PRESET.experiment(Map.of("flips", "7"))).isEqualTo(new Coin(7, 0.3));
        assertThatThrownBy(() -> Coin.PRESET.experiment(Map.of("flip", "7")))
                .hasMessage("unknown property \"flip\"; allowed: flips, bias");
    }

    @Test
    void aPresetThatIsNotThereIsNamedWithThoseThatAre() {
        assertThatThrownBy(() -> Coin.LIST.and(ExperimentList.of(MISSING)).preset("mnits"))
                .hasMessage("no preset \"mnits\"; there are: coin, missing");
        assertThatThrownBy(() -> Coin.LIST.preset("cion")).hasMessage("no preset \"cion\" (did you mean coin?)");
        assertThatThrownBy(MISSING::experiment).hasMessage("/presets/missing.json: no such resource");
    }

    @Test
    void twoPresetsOfOneNameAreRefused() {
        assertThatThrownBy(() -> Coin.LIST.and(Coin.LIST)).hasMessage("two presets have the name coin");
    }

    @Test
    void aFileHoldsAnExperimentOfARegisteredType(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mine.json");
        Files.writeString(file, "{\"type\":\"coin\",\"flips\":1,\"bias\":1}");
        assertThat(Coin.LIST.read(file)).isEqualTo(new Coin(1, 1));

        Files.writeString(file, "{\"type\":\"dice\",\"flips\":1,\"bias\":1}");
        assertThatThrownBy(() -> Coin.LIST.read(file))
                .hasMessage(file + ": type: unknown experiment \"dice\"; allowed: coin");

        Files.writeString(file, "[1]");
        assertThatThrownBy(() -> Coin.LIST.read(file))
                .hasMessage(file + ": an experiment must have a property \"type\" with its name, such as coin");
    }

    @Test
    void aFormerNameIsReadAndNotOffered() {
        assertThat(Coin.LIST.read(Map.of("type", "penny", "flips", 3, "bias", 0.5)))
                .isEqualTo(new Coin(3, 0.5));
        assertThatThrownBy(() -> Coin.LIST.read(Map.of("type", "pennies", "flips", 3, "bias", 0.5)))
                .hasMessageStartingWith("type: unknown experiment \"pennies\"")
                .hasMessageNotContaining("penny");
    }
}

package io.dbn4j.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Coin;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTest {

    private record Model(String name, int units, double energy, Estimate divergence, OptionalDouble gap) {}

    private static final Estimate DIVERGENCE = Estimate.normal(0.123456789, 0.01, "nats", 100, 100);

    private static final List<Model> MODELS = List.of(
            new Model("one, \"small\"", 3, 1.0 / 3, DIVERGENCE, OptionalDouble.of(0.5)),
            new Model("two", 4, Double.NaN, Estimate.exact(0, "nats"), OptionalDouble.empty()));

    private static final Table<Model> TABLE = Table.<Model>of("models")
            .label("RBM", model -> model.name.toUpperCase(java.util.Locale.ROOT))
            .text("name", Model::name)
            .whole("units", "units", Model::units)
            .exact("energy", "E", "%.2f", "nats", Model::energy)
            .estimate("divergence", "KL", Model::divergence)
            .digits("%.3g")
            .optional("gap", "gap", "%.1f", Model::gap);

    @Test
    void theFileHasMachineNamesAllDigitsAndTheErrorOfAnEstimate() {
        assertThat(TABLE.columns()).containsExactly("name", "units", "energy", "divergence", "divergenceError", "gap");
        assertThat(TABLE.csv(MODELS)).isEqualTo("""
                        name,units,energy,divergence,divergenceError,gap
                        "one, ""small""\",3,0.3333333333333333,0.123456789,0.01,0.500
                        two,4,NaN,0.0,0.0,
                        """);
    }

    @Test
    void thePageHasHeadingsAndRoundedNumbers() {
        assertThat(TABLE.headings()).containsExactly("RBM", "units", "E", "KL", "gap");
        assertThat(TABLE.cells(MODELS))
                .containsExactly(
                        List.of("ONE, \"SMALL\"", "3", "0.33", "0.123 \u00b1 0.010", "0.5"),
                        List.of("TWO", "4", "NaN", "0", ""));
    }

    @Test
    void estimatesOfTheResultAreNamedByRowAndHeading() {
        assertThat(TABLE.estimates(MODELS.subList(0, 1), model -> model.units + " units: "))
                .isEqualTo(Map.of("3 units: E", Estimate.exact(1.0 / 3, "nats"), "3 units: KL", DIVERGENCE));
    }

    @Test
    void estimatesWithOneNameAreRefused() {
        assertThatThrownBy(() -> TABLE.estimates(MODELS, model -> "RBM, "))
                .hasMessage("table models has two estimates with the name RBM, E");
    }

    @Test
    void aLookKeepsLabelsAndTheNamedColumnsInTheirOrderAndHasNoFile() {
        Table<Model> look = TABLE.only("gap", "units");

        assertThat(look.headings()).containsExactly("RBM", "units", "gap");
        assertThat(look.isLook()).isTrue();
        assertThatThrownBy(() -> TABLE.only("name")).hasMessage("table models shows no column name");
    }

    @Test
    void aColumnHasOneNameInItsTable() {
        assertThatThrownBy(() -> TABLE.whole("units", Model::units))
                .hasMessage("table models declares column units twice");
        assertThatThrownBy(() -> TABLE.number("divergenceError", Model::energy))
                .hasMessage("table models declares column divergenceError twice");
        assertThatThrownBy(() -> TABLE.text("two words", Model::name))
                .hasMessage("column of table models must have a name without spaces, was two words");
    }

    @Test
    void twoTablesOfAPageHaveTwoFiles() {
        Report page = Report.of("x").table("first", TABLE, MODELS).table("a look", TABLE.only("units"), MODELS);

        assertThat(page.files()).containsOnlyKeys("models");
        assertThatThrownBy(() -> page.table("second", TABLE, MODELS))
                .hasMessage("two tables of a page are named models");
    }

    @Test
    void aRunWritesThePageAfterItsResultWithAFileForEachTable(@TempDir Path folder) throws Exception {
        RunRequest request = new RunRequest("coin", new Coin(1, 0.5), 1, Map.of());
        Run run = Run.create(request, folder, Progress.SILENT);

        run.execute(running -> {
            Report.ofRun(running, "Models", page -> {
                assertThat(folder.resolve(Run.RESULT)).exists();
                page.table("All", TABLE, MODELS);
            });
            assertThatThrownBy(() -> Report.ofRun(running, "Again", page -> {}))
                    .hasMessage("a run has one page; it was set twice");
            return request.experiment().run(running);
        });

        assertThat(folder.resolve("models.csv")).hasContent(TABLE.csv(MODELS));
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("<p class=\"file\">models.csv</p>")
                .contains("Where these numbers come from");
    }
}

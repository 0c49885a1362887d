package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dbn4j.core.run.Progress;
import io.dbn4j.core.run.Run;
import io.dbn4j.core.run.RunRequest;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.RgExperiments;
import io.dbn4j.rg.flow.FlowReading;
import io.dbn4j.rg.flow.TrainingSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RbmFlowStationarityTest {

    private static final Map<String, String> TINY = Map.of(
            "mixture", "{\"side\": 4, \"spacing\": 1, \"hottest\": 3}",
            "configurations", "100",
            "calibration", "800",
            "sets", "[\"mixture\", \"shuffled\", \"scrambled\"]",
            "layer.hidden", "8",
            "layer.epochs", "2",
            "batch", "20",
            "chains", "50",
            "flow.steps", "[1, 3]");

    @TempDir
    private Path folder;

    private Finding run(String name, Map<String, String> overrides) {
        RunRequest request = RunRequest.of(RgExperiments.LIST.preset("rbm-flow"), 7, overrides);
        return (Finding)
                Run.create(request, folder.resolve(name), Progress.SILENT).execute();
    }

    /** Sets differ from each other: each has an RBM of its own. */
    @Test
    void aTinyRunFollowsItsSeed() throws Exception {
        Finding finding = run("one", TINY);
        Finding again = run("two", TINY);

        assertThat(again).isEqualTo(finding);
        assertThat(finding.checks()).isNotEmpty();
        assertThat(finding.verdict().text())
                .contains("After 3 steps the flow is at T_E = ")
                .contains("Control, shuffled");
        assertThat(finding.estimates())
                .hasSize(1 + 4 + 8 * 4)
                .doesNotContainEntry(
                        "mixture, from T = 0, step 3: U4",
                        finding.estimates().get("scrambled, from T = 0, step 3: U4"));
        assertThat(Files.readAllLines(folder.resolve("one/flow.csv"))).hasSize(1 + 8 * 2);
        assertThat(Files.readString(folder.resolve("one/report.html"))).contains("Readings");
    }

    private static FlowReading reading(double temperature) {
        Estimate t = Estimate.normal(temperature, 0.02, "J", 100, 100);
        return new FlowReading(t, t, t, t, t);
    }

    private static FlowCourse course(String start, double... temperatures) {
        TreeMap<Integer, FlowReading> readings = new TreeMap<>();
        for (int step = 1; step <= temperatures.length; step++) {
            readings.put(step, reading(temperatures[step - 1]));
        }
        return new FlowCourse(TrainingSet.MIXTURE, FlowCourse.IN_PLACE, start, readings);
    }

    private static String verdict(FlowCourse cold, FlowCourse hot) {
        return new FlowVerdict(2.5616, reading(2.5), List.of(cold, hot)).text();
    }

    /** The published reading: the flow from T = infinity alone, stopped where it comes by. */
    @Test
    void aFlowThatComesByTheCriticalTemperatureHasNoFixedPointThere() {
        String text = verdict(course("T = 0", 1.7, 1.75, 1.75), course("T = infinity", 5, 2.9, 2.27));

        assertThat(text)
                .contains("the starts disagree, nothing is stationary, and no fixed point is shown")
                .contains("This one does not");
    }

    @Test
    void bothStartsDecideWhereTheFixedPointIs() {
        assertThat(verdict(course("T = 0", 1.7, 1.83), course("T = infinity", 4, 1.84)))
                .contains("the starts agree, it is stationary, and not at Tc.")
                .contains("crosses Tc = 2.269 between steps 1 and 2: a transient, it does not stay");
        assertThat(verdict(course("T = 0", 1.7, 2.56), course("T = infinity", 4, 2.57)))
                .contains("it is stationary, and not at Tc.")
                .contains("does not get down to Tc")
                .endsWith("This one does.");
        assertThat(verdict(course("T = 0", 1.7, 2.26), course("T = infinity", 4, 2.26)))
                .contains("the starts agree, at Tc by all thermometers")
                .contains("where it ends too");
    }

    @Test
    void theMixtureItselfIsNeededForAVerdict() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("none", Map.of("sets", "[\"ends\"]")))
                .withMessageContaining("sets must contain mixture, was [ENDS]");
    }
}

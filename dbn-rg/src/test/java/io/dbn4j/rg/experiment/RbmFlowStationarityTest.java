package io.dbn4j.rg.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.data.Npz;
import io.dbn4j.core.model.ModelFile;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRequest;
import io.dbn4j.rg.RgExperiments;
import io.dbn4j.rg.experiment.FlowRest.Motion;
import io.dbn4j.rg.flow.FlowReading;
import io.dbn4j.rg.flow.TrainingSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

    /** The results of the sets differ, because each has its own RBM. */
    @Test
    void aTinyRunFollowsItsSeed() throws Exception {
        Finding finding = run("one", TINY);
        Finding again = run("two", TINY);

        assertThat(again).isEqualTo(finding);
        assertThat(finding.checks()).isNotEmpty();
        assertThat(finding.verdict().text())
                .contains("After 3 steps the flow reads from T = 0 T_E = ")
                .contains("The control (shuffled, read as units) is not shown to be stationary");
        assertThat(finding.checks())
                .anyMatch(check -> check.name().startsWith("mixture: largest difference of starts"));
        for (String set : List.of("mixture", "shuffled", "scrambled")) {
            try (Npz data = Npz.open(folder.resolve("one").resolve(set + ".npz"))) {
                assertThat(data.array("rows").shape()).containsExactly(400, 16);
            }
            assertThat(ModelFile.read(folder.resolve("one/models").resolve(set + ".npz"))
                            .layer(1)
                            .hidden())
                    .isEqualTo(8);
        }
        assertThat(finding.estimates())
                .hasSize(1 + 7 + 8 * 7)
                .doesNotContainEntry(
                        "mixture, from T = 0, step 3: U4",
                        finding.estimates().get("scrambled, from T = 0, step 3: U4"));
        assertThat(Files.readAllLines(folder.resolve("one/flow.csv"))).hasSize(1 + 8 * 2);
        assertThat(Files.readString(folder.resolve("one/report.html"))).contains("Readings");
    }

    private static Estimate estimate(double value, double error) {
        return Estimate.normal(value, error, "", 100, 100);
    }

    /** Thermometers that read the same chains differ by little, whatever the error of each. */
    private static Estimate paired(double difference) {
        return estimate(difference, 0.003);
    }

    /** All thermometers at one temperature, with this error; U4 with a tenth of it. */
    private static FlowReading reading(double temperature, double error) {
        return reading(temperature, temperature, 0.6, error);
    }

    private static FlowReading reading(double energy, double magnetization, double binder, double error) {
        Estimate t = estimate(energy, error);
        Estimate m = estimate(magnetization, error);
        Map<String, Estimate> differences =
                Map.of("T_E - T_m", paired(energy - magnetization), "T_m - T_nnn", paired(magnetization - energy));
        return new FlowReading(t, m, t, estimate(binder, error / 10), t, differences);
    }

    /** Readings after 1, 2, 4, 8 ... steps: the last half are the last two. */
    private static FlowCourse course(String start, FlowReading... all) {
        TreeMap<Integer, FlowReading> readings = new TreeMap<>();
        for (int look = 0; look < all.length; look++) {
            readings.put(1 << look, all[look]);
        }
        return new FlowCourse(TrainingSet.MIXTURE, FlowCourse.IN_PLACE, start, readings);
    }

    private static FlowCourse course(String start, double error, double... temperatures) {
        return course(
                start,
                Arrays.stream(temperatures).mapToObj(t -> reading(t, error)).toArray(FlowReading[]::new));
    }

    private static FlowRest rest(double error, double[] cold, double[] hot) {
        return new FlowRest(course("T = 0", error, cold), course("T = infinity", error, hot));
    }

    private static double[] at(double... temperatures) {
        return temperatures;
    }

    @Test
    void aFlowIsStationaryIfBothStartsAgreeAndNothingDrifts() {
        assertThat(rest(0.01, at(1.7, 1.88, 1.88), at(3, 1.89, 1.88)).outcome()).isEqualTo(Motion.STATIONARY);
        assertThat(rest(0.01, at(1.7, 1.74, 1.75), at(3, 1.9, 1.88)).outcome()).isEqualTo(Motion.MOVES);
        // Both flows drift alike, so the starts agree at every step.
        assertThat(rest(0.01, at(1.5, 1.7, 1.88), at(3, 1.7, 1.88)).outcome()).isEqualTo(Motion.MOVES);
    }

    /** From T = 0 in 100 steps at seed 271828: T_E 5.25(20), then 6.69(21), U4 .538(16), then .581(6); called stationary. */
    @Test
    void theDriftThatWasCalledStationaryMoves() {
        FlowCourse cold = course("T = 0", reading(5.25, 2.7, 0.538, 0.2), reading(6.69, 2.72, 0.52, 0.21));
        FlowCourse hot = course("T = infinity", reading(7.2, 2.74, 0.58, 0.2), reading(7.26, 2.73, 0.581, 0.2));

        assertThat(new FlowRest(cold, hot).outcome()).isEqualTo(Motion.MOVES);
    }

    @Test
    void largeErrorsMakeNoStatementEasier() {
        double[] same = at(3, 1.88, 1.88);

        assertThat(rest(0.01, same, same).outcome()).isEqualTo(Motion.STATIONARY);
        assertThat(rest(0.1, same, same).outcome()).isEqualTo(Motion.UNDECIDED);
        assertThat(rest(0.1, at(1.7, 1.74, 1.75), at(3, 1.9, 1.88)).outcome()).isEqualTo(Motion.UNDECIDED);
    }

    @Test
    void theBinderCumulantAndEveryThermometerCount() {
        FlowReading still = reading(1.88, 1.88, 0.6, 0.01);

        assertThat(new FlowRest(course("T = 0", still, still), course("T = infinity", still, still)).outcome())
                .isEqualTo(Motion.STATIONARY);
        for (FlowReading other :
                List.of(reading(1.88, 1.88, 0.65, 0.01), reading(1.88, 1.95, 0.6, 0.01), reading(1.8, 0.01))) {
            assertThat(new FlowRest(course("T = 0", still, still), course("T = infinity", still, other)).outcome())
                    .isEqualTo(Motion.MOVES);
        }
    }

    @Test
    void oneLookAtTheLastHalfShowsNoDrift() {
        FlowReading still = reading(1.88, 0.01);
        FlowCourse once = new FlowCourse(
                TrainingSet.MIXTURE, FlowCourse.IN_PLACE, "T = 0", new TreeMap<>(Map.of(1, still, 3, still)));

        assertThat(new FlowRest(once, once).outcome()).isEqualTo(Motion.UNDECIDED);
    }

    private static Verdict verdict(double error, double[] cold, double[] hot) {
        return new FlowVerdict(
                        2.5616,
                        reading(2.5616, 0.01),
                        List.of(course("T = 0", error, cold), course("T = infinity", error, hot)))
                .verdict(List.of());
    }

    /** T_E = 1.909(12) and T_m = 1.862(13) are 2.7 independent errors apart, but 16 errors of their difference. */
    @Test
    void thermometersOfTheSameChainsAreComparedByTheErrorOfTheirDifference() {
        FlowReading apart = reading(1.909, 1.862, 0.661, 0.012);
        Verdict verdict = new FlowVerdict(
                        2.5616,
                        reading(2.5616, 0.01),
                        List.of(course("T = 0", apart, apart), course("T = infinity", apart, apart)))
                .verdict(List.of());

        assertThat(apart.disagreement()).isCloseTo(0.047 / 0.003, within(1e-9));
        assertThat(verdict.text())
                .contains("T_E, T_m and T_nnn disagree at the end")
                .contains("T_E - T_m = 0.0470 \u00b1 0.0030");
        VerdictContract.holdsFor(verdict);
        assertThat(verdict(0.01, at(1.7, 1.83, 1.83), at(4, 1.84, 1.84)).text())
                .contains("No two of T_E, T_m and T_nnn differ by more than three standard errors of their difference");
    }

    /** The published reading: only the flow from T = infinity, stopped where it passes Tc. */
    @Test
    void aFlowThatComesByTheCriticalTemperatureHasNoFixedPointThere() {
        Verdict verdict = verdict(0.01, at(1.7, 1.75, 1.75), at(5, 2.9, 2.27));

        assertThat(verdict.text())
                .contains("The flow still moves")
                .contains("This run shows no fixed point, at Tc or elsewhere.")
                .contains("T_m = 2.270 ± 0.010")
                .contains("The flow is not shown to be stationary.")
                .contains("The end is not the critical point");
        VerdictContract.holdsFor(verdict);
    }

    @Test
    void bothStartsDecideWhereTheFixedPointIs() {
        assertThat(verdict(0.01, at(1.7, 1.83, 1.83), at(4, 1.84, 1.84)).text())
                .contains("The flow is stationary")
                .contains("The end is not the critical point")
                .contains("From T = infinity T_E passes Tc between steps 1 and 2 and does not stay there.")
                .contains("This RBM does not.");
        assertThat(verdict(0.01, at(1.7, 2.56, 2.56), at(4, 2.57, 2.56)).text())
                .contains("The flow is stationary")
                .contains("T_E does not pass Tc, or ends near it.")
                .contains("The RBM has the readings of its data");
        assertThat(verdict(0.01, at(1.7, 2.26, 2.26), at(4, 2.27, 2.26)).text())
                .contains("The flow is stationary")
                .contains("cannot be distinguished from the critical point");
        assertThat(verdict(0.2, at(1.7, 2.26, 2.26), at(4, 2.27, 2.26)).text())
                .contains("No difference between the starts and no drift")
                .contains("the run is undecided.");
    }

    @Test
    void theMixtureItselfIsNeededForAVerdict() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run("none", Map.of("sets", "[\"ends\"]")))
                .withMessageContaining("sets must contain mixture, was [ENDS]");
    }
}

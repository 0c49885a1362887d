package io.dbn4j.lab.training;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.BracketCheck;
import io.dbn4j.core.partition.Contradictions;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Gibbs;
import io.dbn4j.core.stack.Dbn;
import io.dbn4j.core.stack.FreeEnergyGap;
import io.dbn4j.core.stack.FreeEnergyLedger;
import io.dbn4j.core.stack.VariationalBound;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.Evidence;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.run.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A measurement of the RBMs above the first of a stack, at draws of the hidden units.
 *
 * <p>The gain of an RBM is the rise of the variational bound of log p(v) by this RBM, {@link FreeEnergyLedger.Step}. It
 * is an expectation over draws: at means of hidden units its formula gives another number, even of the other sign.
 *
 * @param layers the RBMs above the first, by their names in JSON
 * @param bound lower bound of the log-likelihood of the whole stack, by the method for log Z of the top RBM, in nats per
 *     row
 * @param ceiling upper bound of the gains of all RBMs above the first together, see {@link BoundCeiling}, in nats per
 *     row; no bound if the upper bound of log Z of the first RBM is refuted
 * @param findings one sentence about each RBM, and one about the ceiling if it is one
 */
public record StackMeasurement(
        Map<String, Layer> layers, Map<String, Estimate> bound, Estimate ceiling, List<String> findings) {

    /** Method of the gain if log Z of both RBMs is exact. */
    private static final String EXACT = "exact";

    /** Method of the gain by Bennett's ratio of the partition functions. */
    private static final String BENNETT = "bar";

    /** Number of draws of an RBM for the comparison with its neighbor. */
    private static final int CHAINS = 1000;

    private static final Map<String, String> GAINS = Map.of(
            EXACT,
            "both log Z exact",
            BENNETT,
            "by Bennett's ratio",
            "lower",
            "from brackets of log Z, low side",
            "upper",
            "from brackets of log Z, high side");

    private static final Map<String, String> LEDGER = Map.of(
            "freeEnergy", "free energy -log Z, nats",
            "freeEnergyPerUnit", "free energy per unit, nats",
            "onModel", "dF on the hidden states of the RBM below, never above zero, nats",
            "variance", "variance of the difference of free energies on the data, squared nats",
            "heldOutGap", "free energy of held-out rows minus training rows, nats");

    /**
     * The measured numbers of an RBM above the first.
     *
     * @param gain gain of the variational bound by this RBM, in nats per row: {@code exact} if log Z of both RBMs is
     *     exact; otherwise {@code bar}, an estimate, and the bounds {@code lower} and {@code upper} from both brackets
     * @param logPartition log Z of this RBM, by method, in nats
     * @param ledger free energy {@code -log Z} and the same per unit; {@code onModel}, minus the divergence of this RBM
     *     from the hidden units of the RBM below under its own model; {@code variance} of the difference of both free
     *     energies over the data; {@code heldOutGap}, mean free energy of held-out rows minus that of training rows, if
     *     rows are held out
     * @param bracket the test of the start of reverse annealing, and warnings
     */
    public record Layer(
            int visible,
            int hidden,
            Map<String, Estimate> gain,
            Map<String, Estimate> logPartition,
            Map<String, Estimate> ledger,
            BracketCheck bracket) {

        /** Returns the gain that findings are about. */
        Estimate judged() {
            return gain.values().iterator().next();
        }
    }

    /**
     * Measures the RBMs above the first; call it at most once in a run.
     *
     * @param settings settings of the estimates of log Z
     * @param first measurement of the first RBM
     * @param rows states of the measured rows, {@code [rows, visible]}, at least 2; not modified
     * @param trained states of the training rows, if the measured rows are others
     */
    public static StackMeasurement of(
            Run run,
            Annealing settings,
            StackRecipe.Trained stack,
            Annealing.Measured first,
            INDArray rows,
            Optional<INDArray> trained) {
        return run.checkpoints().once("stack-measured", StackMeasurement.class, () -> {
            RandomSource random = run.random("stack");
            Dbn dbn = stack.dbn();
            List<INDArray> up = dbn.recognized(rows, random);
            List<Annealing.Found> found = new ArrayList<>();
            found.add(new Annealing.Found(first.logPartition(), first.bracket()));
            for (int l = 1; l < up.size(); l++) {
                found.add(settings.found(
                        run, dbn.layers().get(l), stack.baseRates().get(l), up.get(l), random));
            }
            FreeEnergyLedger ledger = ledger(run, settings, dbn, up, found, random);
            Map<String, Layer> layers = new LinkedHashMap<>();
            for (int l = 1; l < up.size(); l++) {
                layers.put("layer" + (l + 1), layer(dbn, l, up, found, ledger));
            }
            trained.ifPresent(others -> addGaps(dbn, up, dbn.recognized(others, random), layers));
            Estimate ceiling = BoundCeiling.of(dbn.layers().get(0), rows, upper(found.get(0)), random);
            return new StackMeasurement(layers, bound(dbn, rows, found, random), ceiling, findings(layers, ceiling));
        });
    }

    private static boolean isExact(Annealing.Found found) {
        return found.logPartition().containsKey(EXACT);
    }

    private static Estimate upper(Annealing.Found found) {
        return Objects.requireNonNull(found.logPartition().get(isExact(found) ? EXACT : "reverseAis"));
    }

    private static Estimate lower(Annealing.Found found) {
        return Objects.requireNonNull(found.logPartition().get(isExact(found) ? EXACT : "ais"));
    }

    /** Measures the ledger: with exact values of log Z if all are exact, otherwise by Bennett's ratio. */
    private static FreeEnergyLedger ledger(
            Run run, Annealing settings, Dbn dbn, List<INDArray> up, List<Annealing.Found> found, RandomSource random) {
        int chains = (int) Math.max(2, Math.min(CHAINS, up.get(0).size(0)));
        int steps = Math.max(1, settings.burnIn());
        List<Rbm> rbms = dbn.layers();
        boolean exact = found.stream().allMatch(StackMeasurement::isExact);
        int walked = exact ? rbms.size() - 1 : rbms.size();
        run.progress().begin("states of each RBM", (long) steps * walked, "steps");
        FreeEnergyLedger ledger;
        if (exact) {
            List<INDArray> own = new ArrayList<>();
            for (int l = 0; l + 1 < rbms.size(); l++) {
                int done = l * steps;
                own.add(Gibbs.walked(
                                rbms.get(l),
                                Rows.first(chains, up.get(l)),
                                steps,
                                random,
                                step -> run.progress().at(done + step))
                        .hidden());
            }
            List<Estimate> logPartitions =
                    found.stream().map(StackMeasurement::upper).toList();
            ledger = FreeEnergyLedger.of(rbms, logPartitions, up.subList(1, up.size()), own);
        } else {
            ledger = FreeEnergyLedger.measured(
                    dbn, up.get(0), chains, steps, upper(found.get(0)), random, run.progress()::at);
            ledger.steps().forEach(step -> Annealing.noteFewSamples(run.progress(), BENNETT, step.onData()));
        }
        run.progress().end();
        return ledger;
    }

    private static Layer layer(
            Dbn dbn, int l, List<INDArray> up, List<Annealing.Found> found, FreeEnergyLedger ledger) {
        Rbm below = dbn.layers().get(l - 1);
        Rbm above = dbn.layers().get(l);
        FreeEnergyLedger.Step step = ledger.steps().get(l - 1);
        Map<String, Estimate> gain = new LinkedHashMap<>();
        if (found.stream().allMatch(StackMeasurement::isExact)) {
            gain.put(EXACT, step.onData());
        } else {
            gain.put(BENNETT, step.onData());
            INDArray states = up.get(l);
            gain.put("lower", gain(below, above, lower(found.get(l - 1)), upper(found.get(l)), states));
            gain.put("upper", gain(below, above, upper(found.get(l - 1)), lower(found.get(l)), states));
        }
        Map<String, Estimate> more = new LinkedHashMap<>();
        more.put("freeEnergy", ledger.layers().get(l).freeEnergy());
        more.put("freeEnergyPerUnit", ledger.layers().get(l).freeEnergyPerUnit());
        more.put("onModel", step.onModel());
        more.put("variance", step.variance());
        return new Layer(
                above.visible(),
                above.hidden(),
                gain,
                found.get(l).logPartition(),
                more,
                found.get(l).bracket());
    }

    /** Estimates a gain from two values of log Z, and says on which side of the gain it lies. */
    private static Estimate gain(Rbm below, Rbm above, Estimate zBelow, Estimate zAbove, INDArray states) {
        Bound side = zAbove.plus(zBelow.subtractedFrom(0)).bound().mirrored();
        return FreeEnergyLedger.of(List.of(below, above), List.of(zBelow, zAbove), List.of(states), List.of(states))
                .steps()
                .get(0)
                .onData()
                .bound(side == Bound.EXACT ? Bound.NONE : side);
    }

    private static void addGaps(Dbn dbn, List<INDArray> measured, List<INDArray> trained, Map<String, Layer> layers) {
        int l = 1;
        for (Layer layer : layers.values()) {
            Rbm rbm = dbn.layers().get(l);
            layer.ledger()
                    .put(
                            "heldOutGap",
                            FreeEnergyGap.mean(rbm, measured.get(l)).minus(FreeEnergyGap.mean(rbm, trained.get(l))));
            l++;
        }
    }

    private static Map<String, Estimate> bound(
            Dbn dbn, INDArray rows, List<Annealing.Found> found, RandomSource random) {
        Estimate mean = Estimate.mean(new VariationalBound(1).unnormalized(dbn, rows, random), "nats");
        Annealing.Found top = found.get(found.size() - 1);
        Map<String, Estimate> bounds = new LinkedHashMap<>();
        bounds.put(isExact(top) ? EXACT : "reverseAis", VariationalBound.normalized(mean, upper(top)));
        return bounds;
    }

    static List<String> findings(Map<String, Layer> layers, Estimate ceiling) {
        List<String> findings = new ArrayList<>();
        int number = 2;
        for (Layer layer : layers.values()) {
            findings.add("layer " + number + " " + finding(layer));
            number++;
        }
        findings.add(
                ceiling.bound() == Bound.NONE
                        ? "the largest gain of RBMs above the first is not known: the upper bound of log Z of the first"
                                + " RBM is refuted"
                        : "no RBMs above the first can raise the bound by more than " + EstimateText.withError(ceiling)
                                + " a row (" + ceiling.bound().words() + ")");
        return findings;
    }

    private static String finding(Layer layer) {
        Estimate gain = layer.judged();
        String contradiction = contradiction(layer);
        if (!contradiction.isEmpty()) {
            return contradiction;
        }
        if (gain.high() < 0) {
            return "makes the stack worse: it lowers the variational bound by "
                    + EstimateText.withError(gain.subtractedFrom(0)) + " a row";
        }
        if (gain.low() > 0) {
            return "raises the variational bound by " + EstimateText.withError(gain) + " a row";
        }
        return "has no gain of the variational bound that can be told from zero: " + EstimateText.change(gain)
                + " nats a row";
    }

    /** Describes a gain outside its bracket, whose sign cannot be trusted; empty if it lies inside. */
    private static String contradiction(Layer layer) {
        Estimate low = layer.gain().get("lower");
        Estimate high = layer.gain().get("upper");
        Estimate gain = layer.judged();
        boolean outside = (low != null && isFarBelow(gain, low)) || (high != null && isFarBelow(high, gain));
        return outside
                ? String.format(
                        Locale.ROOT,
                        "has a gain of %+.2f nats a row by Bennett's ratio, outside its bracket: raise likelihood.burnIn"
                                + " or likelihood.betas",
                        gain.value())
                : "";
    }

    private static boolean isFarBelow(Estimate low, Estimate high) {
        double error = Math.hypot(low.standardError(), high.standardError());
        return low.value() < high.value() - Contradictions.ERRORS * error;
    }

    /** Returns a warning that names the layers that make the stack worse; empty if there are none. */
    public String warning() {
        List<Layer> all = List.copyOf(layers.values());
        return IntStream.range(0, all.size())
                .filter(i -> all.get(i).judged().high() < 0
                        && contradiction(all.get(i)).isEmpty())
                .mapToObj(i -> String.format(
                        Locale.ROOT,
                        "layer %d %s: leave it out, or change its settings, layers[%d]",
                        i + 2,
                        finding(all.get(i)),
                        i + 1))
                .collect(Collectors.joining("; "));
    }

    /** Adds tables of the gains and the ledger. */
    public void addTo(Report report) {
        report.section("RBMs above the first");
        report.text("Measured at draws of the hidden units. A gain is the rise of the variational bound of log p(v).");
        Map<String, Estimate> gains = new LinkedHashMap<>();
        Map<String, Estimate> logPartitions = new LinkedHashMap<>();
        Map<String, Estimate> ledger = new LinkedHashMap<>();
        int number = 2;
        for (Layer layer : layers.values()) {
            String name = "layer " + number + " (" + layer.visible() + "-" + layer.hidden() + "), ";
            layer.gain().forEach((method, gain) -> gains.put(name + GAINS.getOrDefault(method, method), gain));
            layer.logPartition()
                    .forEach((method, logZ) -> logPartitions.put(name + TrainingReport.named(method, logZ), logZ));
            layer.ledger().forEach((what, value) -> ledger.put(name + LEDGER.getOrDefault(what, what), value));
            layer.bracket().sentences().forEach(report::text);
            number++;
        }
        if (ceiling.bound() != Bound.NONE) {
            gains.put("all layers above the first together, at most", ceiling);
        }
        report.estimates("Gain of the variational bound, nats per row", gains);
        Map<String, Estimate> bounds = new LinkedHashMap<>();
        bound.forEach((method, value) -> bounds.put(TrainingReport.named(method, value), value));
        report.estimates("Log-likelihood of the stack, lower bound by log Z of the top RBM, nats per row", bounds);
        report.estimates("Log partition functions, nats", logPartitions);
        report.estimates("Free-energy ledger", ledger);
        report.claims(Evidence.ESTIMATE, findings);
    }
}

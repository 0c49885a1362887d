package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.Estimate;
import io.dbn4j.rg.coarse.DecimationRbm;
import io.dbn4j.rg.experiment.Finding.Check;
import io.dbn4j.rg.experiment.LearnedDecimation.HiddenSpins;
import io.dbn4j.rg.experiment.LearnedDecimation.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The numbers of {@link LearnedDecimation} and the clauses that follow from them.
 *
 * @param coupling K of all rings
 * @param stack exact steps of decimation
 * @param built RBMs that were constructed to decimate
 * @param learned RBMs that were trained
 */
record DecimationVerdict(double coupling, List<Layer> stack, List<HiddenSpins> built, List<HiddenSpins> learned) {

    private static final double REFERENCE_COUPLING = 1;

    Map<String, Estimate> estimates() {
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        estimates.put("starts that learn the ring", Estimate.proportion(found(), learned.size()));
        estimates.put("starts that find decimation", Estimate.proportion(decimating(), learned.size()));
        estimates.put("coupling after decimation", Estimate.exact(DecimationRbm.coupling(coupling), ""));
        return estimates;
    }

    Verdict verdict() {
        List<Clause> clauses = new ArrayList<>(List.of(account(), hiddenRing()));
        if (coupling == REFERENCE_COUPLING) {
            clauses.add(new Clause(
                    known(),
                    "For K = 1 the values of another program are reproduced.",
                    "For K = 1 the values of another program are not all reproduced."));
        }
        clauses.add(learns());
        clauses.add(decimates());
        return new Verdict(clauses);
    }

    private long found() {
        return learned.stream().filter(HiddenSpins::learned).count();
    }

    private long decimating() {
        return learned.stream().filter(HiddenSpins::decimates).count();
    }

    private Clause account() {
        List<Check> checks = new ArrayList<>();
        for (Layer layer : stack.subList(1, stack.size())) {
            String name = String.format(Locale.ROOT, "%d spins left: ", layer.spins());
            checks.add(Check.near(
                            name + "constant + log Z of the rest, nats",
                            layer.constant() + layer.rest(),
                            stack.get(0).rest(),
                            1e-12)
                    .from("transfer matrix of 16 spins, this run"));
            checks.add(Check.near(name + "constant by enumeration, nats", layer.enumerated(), layer.constant(), 1e-12)
                    .from("closed form, this run"));
        }
        return new Clause(
                checks,
                "Decimation accounts for all of log Z, from 16 spins to 2.",
                "Decimation does not account for all of log Z.");
    }

    private Clause hiddenRing() {
        List<Check> checks = built.stream()
                .map(rbm -> Check.atMost(
                        rbm.name() + ": error of the hidden couplings, nats",
                        Math.max(rbm.largestError(), rbm.largestOther()),
                        2e-15))
                .toList();
        return new Clause(
                checks,
                "The hidden spins of an RBM that copies every second spin are the decimated ring, however strongly"
                        + " it copies.",
                "The hidden spins of the RBM that was built to decimate are not the decimated ring.");
    }

    private Clause learns() {
        double smallest =
                learned.stream().mapToDouble(HiddenSpins::divergence).min().orElseThrow();
        return new Clause(
                List.of(
                        Check.atLeast("starts that learn the ring", (double) found(), 1),
                        Check.atMost("smallest KL of the starts, nats", smallest, LearnedDecimation.LEARNED)),
                String.format(
                        Locale.ROOT,
                        "By likelihood, %d of %d random starts learn the ring to %.0e nats.",
                        found(),
                        learned.size(),
                        LearnedDecimation.LEARNED),
                String.format(
                        Locale.ROOT,
                        "None of %d random starts learns the ring to %.0e nats by likelihood; the closest start is"
                                + " %.2g nats away.",
                        learned.size(),
                        LearnedDecimation.LEARNED,
                        smallest));
    }

    private Clause decimates() {
        return Clause.of(
                Check.atLeast("starts that find decimation", (double) decimating(), 1),
                String.format(
                        Locale.ROOT,
                        "%d of these starts decimate: each hidden spin copies one spin of one sublattice, and the"
                                + " hidden spins"
                                + " are the ring with the K' = %.4f of the exact step.",
                        decimating(),
                        DecimationRbm.coupling(coupling)),
                "No start finds decimation.");
    }

    /** Returns comparisons with values for K = 1, by enumeration and in closed form: see {@link References#SCRIPT}. */
    private List<Check> known() {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.near("log Z of 16 spins, nats", stack.get(0).rest(), 18.0435776531637, 5e-14));
        double[] couplings = {.66250137, .35006114, .11367207};
        double[] constants = {10.8451884339, 15.0180217119, 16.631660208};
        for (int layer = 1; layer <= 3; layer++) {
            String name = String.format(
                    Locale.ROOT, "%d spins left: ", stack.get(layer).spins());
            checks.add(Check.near(name + "K", stack.get(layer).coupling(), couplings[layer - 1], 5e-9));
            checks.add(Check.near(name + "constant, nats", stack.get(layer).constant(), constants[layer - 1], 5e-11));
        }
        double[] divergence = {.8544, .2926, .01816, 5.03e-4, 9.92e-6, 3.37e-9};
        double[] lastDigit = {1e-4, 1e-4, 1e-5, 1e-6, 1e-8, 1e-11};
        double[] anchored = {-9.977047, -9.415240, -9.140812, -9.123152, -9.122659, -9.122649};
        for (int i = 0; i < divergence.length; i++) {
            HiddenSpins rbm = built.get(i);
            checks.add(Check.near(rbm.name() + ": KL, nats", rbm.divergence(), divergence[i], lastDigit[i] / 2));
            checks.add(Check.near(
                    rbm.name() + ": free energy in the gauge of the data, nats", rbm.anchored(), anchored[i], 5e-7));
        }
        return checks.stream().map(check -> check.from(References.SCRIPT)).toList();
    }
}

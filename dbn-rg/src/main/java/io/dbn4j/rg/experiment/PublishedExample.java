package io.dbn4j.rg.experiment;

import io.dbn4j.core.hamiltonian.Ising;
import io.dbn4j.core.hamiltonian.Ising.Bond;
import io.dbn4j.lab.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An example of three spins with {@code E = -0.7 (v1 v2 + v2 v3) - 0.3 v1} and a kernel with
 * {@code K = 0.9 v3 - 0.5 v1 v2} that keeps only Z, compared with the values of {@link References#SCRIPT}.
 */
final class PublishedExample {

    private static final double[][] STATES = {
        {-1, -1, -1}, {-1, -1, 1}, {-1, 1, -1}, {-1, 1, 1}, {1, -1, -1}, {1, -1, 1}, {1, 1, -1}, {1, 1, 1}
    };

    private static final double[] KNOWN = {.22802, .05623, .01387, .05623, .10246, .02527, .10246, .41548};
    private static final double[] KNOWN_KERNEL = {.49983, .02037, .01118, .00750, .08262, .00337, .22459, .15055};
    private static final double[] KNOWN_TRACE = {2.19204, .36234, .80641, .13330, .80641, .13330, 2.19204, .36234};

    private static final double HALF_A_DIGIT = 5.001e-6;

    private PublishedExample() {}

    /**
     * Returns comparisons with all values of the script, to half a unit of their last digit, and checks of the repair.
     */
    static List<Finding.Check> checks() {
        double[] energy = energy();
        JointEnergy kernel = JointEnergy.keepingOnlyZ(energy, extra());
        JointEnergy repaired = kernel.traceNormalized();
        double[] p = JointEnergy.distribution(energy);
        double[] q = kernel.distribution();
        double logPartition = JointEnergy.logPartition(energy);
        double divergence = 0;
        double variation = 0;
        for (int v = 0; v < p.length; v++) {
            divergence += p[v] * Math.log(p[v] / q[v]);
            variation += Math.abs(p[v] - q[v]) / 2;
        }
        double broken = Math.exp(JointEnergy.logPartition(JointEnergy.sum(energy, extra(), 1)));
        return Stream.of(
                        Finding.Check.near("three spins: Z", Math.exp(logPartition), 13.1750220799, 5.001e-11),
                        Finding.Check.near("three spins: Z~", broken, 24.3733763470, 5.001e-11),
                        Finding.Check.near(
                                "three spins: Z_RG", Math.exp(kernel.logPartition()), 13.1750220799, 5.001e-11),
                        Finding.Check.near(
                                "three spins: Z_RG / Z", Math.exp(kernel.logPartition() - logPartition), 1, 1e-14),
                        Finding.Check.near("three spins: F", -logPartition, -2.57832277, 5.001e-9),
                        Finding.Check.atMost("three spins: |p - known p|", distance(p, KNOWN), HALF_A_DIGIT),
                        Finding.Check.atMost("three spins: |p~ - known p~|", distance(q, KNOWN_KERNEL), HALF_A_DIGIT),
                        Finding.Check.atMost(
                                "three spins: |trace - known trace|",
                                distance(trace(kernel), KNOWN_TRACE),
                                HALF_A_DIGIT),
                        Finding.Check.near("three spins: KL(p || p~)", divergence, 0.4087492, 5.001e-8),
                        Finding.Check.near("three spins: total variation", variation, 0.3939394, 5.001e-8),
                        Finding.Check.atMost(
                                "three spins, repaired: |p~ - p|", distance(repaired.distribution(), p), 1e-15),
                        Finding.Check.near(
                                "three spins, repaired: Z_RG / Z",
                                Math.exp(repaired.logPartition() - logPartition),
                                1,
                                1e-14))
                .map(check -> check.from(References.SCRIPT))
                .toList();
    }

    /**
     * A row for a state of the three spins.
     *
     * @param spins u for up, d for down
     * @param probability true probability
     * @param kernel probability by the kernel that keeps only Z
     * @param repaired probability after the repair
     */
    record State(String spins, double probability, double kernel, double trace, double repaired) {}

    static final Table<State> STATES_TABLE = Table.<State>of("three-spins")
            .text("spins", "v", State::spins)
            .number("probability", "p", "%.5f", State::probability)
            .number("kernelProbability", "p~", "%.5f", State::kernel)
            .number("trace", "trace", "%.5f", State::trace)
            .number("repairedProbability", "p~ after the repair", "%.5f", State::repaired);

    static List<State> states() {
        JointEnergy kernel = JointEnergy.keepingOnlyZ(energy(), extra());
        double[] p = JointEnergy.distribution(energy());
        double[] q = kernel.distribution();
        double[] trace = trace(kernel);
        double[] repaired = kernel.traceNormalized().distribution();
        List<State> states = new ArrayList<>();
        for (int v = 0; v < p.length; v++) {
            StringBuilder signs = new StringBuilder();
            for (double spin : STATES[v]) {
                signs.append(spin > 0 ? 'u' : 'd');
            }
            states.add(new State(signs.toString(), p[v], q[v], trace[v], repaired[v]));
        }
        return states;
    }

    private static double[] trace(JointEnergy kernel) {
        return Arrays.stream(kernel.logTrace()).map(Math::exp).toArray();
    }

    private static double distance(double[] a, double[] b) {
        return Arrays.stream(JointEnergy.sum(a, b, -1)).map(Math::abs).max().orElseThrow();
    }

    private static double[] energy() {
        return new Ising(3, List.of(new Bond(0, 1, 0.7), new Bond(1, 2, 0.7)), List.of(0.3, 0.0, 0.0))
                .energy(Nd4j.createFromArray(STATES));
    }

    private static double[] extra() {
        double[] extra = new double[STATES.length];
        for (int v = 0; v < extra.length; v++) {
            extra[v] = 0.9 * STATES[v][2] - 0.5 * STATES[v][0] * STATES[v][1];
        }
        return extra;
    }
}

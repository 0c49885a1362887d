package io.dbn4j.rg.experiment;

import io.dbn4j.core.stats.LogSumExp;

/**
 * An energy E(v, h) of two layers with the energy E(v) that it should renormalize, tabulated for all states of both.
 *
 * <pre>
 *   T(v, h) = E(v) - E(v, h);     exact renormalization  &lt;=&gt;  sum_h exp(T(v, h)) = 1 for every v   (trace condition)
 * </pre>
 */
final class JointEnergy {

    private final double[] visible;
    private final double[][] joint; // [v][h]

    private JointEnergy(double[] visible, double[][] joint) {
        this.visible = visible;
        this.joint = joint;
    }

    /**
     * Returns the construction of Lin and Tegmark, which keeps Z and not the distribution:
     *
     * <pre>
     *   E(v, h) = E(h) + E(v) + K(v) + log Z~,     Z~ = sum_v exp(-E(v) - K(v))
     * </pre>
     *
     * @param energy E of each state, the same for both layers
     * @param extra K
     */
    static JointEnergy keepingOnlyZ(double[] energy, double[] extra) {
        double constant = logPartition(sum(energy, extra, 1));
        double[][] joint = new double[energy.length][energy.length];
        for (int v = 0; v < energy.length; v++) {
            for (int h = 0; h < energy.length; h++) {
                joint[v][h] = energy[h] + energy[v] + extra[v] + constant;
            }
        }
        return new JointEnergy(energy, joint);
    }

    /** Returns the repaired energy, with {@code T - log sum_h exp T} in place of T. */
    JointEnergy traceNormalized() {
        double[] trace = logTrace();
        double[][] repaired = new double[joint.length][];
        for (int v = 0; v < joint.length; v++) {
            repaired[v] = joint[v].clone();
            for (int h = 0; h < repaired[v].length; h++) {
                repaired[v][h] += trace[v];
            }
        }
        return new JointEnergy(visible, repaired);
    }

    /** Returns {@code log sum_h exp(T(v, h))} for each v; zero if the trace condition holds. */
    double[] logTrace() {
        double[] trace = new double[joint.length];
        for (int v = 0; v < trace.length; v++) {
            trace[v] = visible[v] + logPartition(joint[v]);
        }
        return trace;
    }

    /** Returns log Z of both layers together. */
    double logPartition() {
        LogSumExp sum = new LogSumExp();
        for (double[] row : joint) {
            sum.add(logPartition(row));
        }
        return sum.value();
    }

    /** Returns the distribution of the visible layer. */
    double[] distribution() {
        double logPartition = logPartition();
        double[] p = new double[joint.length];
        for (int v = 0; v < p.length; v++) {
            p[v] = Math.exp(logPartition(joint[v]) - logPartition);
        }
        return p;
    }

    /** Returns {@code log sum exp(-E)} of an energy. */
    static double logPartition(double[] energy) {
        LogSumExp sum = new LogSumExp();
        for (double e : energy) {
            sum.add(-e);
        }
        return sum.value();
    }

    /** Returns the Boltzmann distribution of an energy. */
    static double[] distribution(double[] energy) {
        double logPartition = logPartition(energy);
        double[] p = new double[energy.length];
        for (int v = 0; v < p.length; v++) {
            p[v] = Math.exp(-energy[v] - logPartition);
        }
        return p;
    }

    /** Returns {@code a + factor b} in a new array. */
    static double[] sum(double[] a, double[] b, double factor) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * b[i];
        }
        return sum;
    }
}

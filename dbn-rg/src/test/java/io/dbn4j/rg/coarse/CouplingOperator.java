package io.dbn4j.rg.coarse;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.LogSumExp;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A table of any coupling T(v, h) of a few spins and block spins, with or without the trace condition.
 *
 * <pre>
 *   exp(-H'(h)) = sum_v exp(T(v, h) - H(v)),     Z' = sum_v exp(-H(v)) Tr_h exp(T(v, h))
 *   trace condition:   Tr_h exp(T(v, h)) = 1 for every v
 *   repair:            T(v, h) - log Tr_h exp(T(v, h))
 * </pre>
 *
 * <p>Without the condition a constant in T can still make Z' equal to Z, but the distribution of the spins is
 * {@code exp(-H(v)) Tr_h exp(T(v, h)) / Z'} and not the distribution of H: agreement of Z proves nothing. For an RBM
 * {@code T = H - E} has {@code log Tr_h exp(T) = H(v) - F(v)}; the condition says that its free energy is H. After the
 * repair the spins have the distribution of H for any T.
 */
@Reference(
        authors = "D. J. Schwab, P. Mehta",
        title = "Comment on \"Why does deep and cheap learning work so well?\"",
        venue = "arXiv:1609.03541; its coupling is printed without H(h), which Tr_h needs",
        year = 2016,
        url = "https://arxiv.org/abs/1609.03541")
public final class CouplingOperator {

    private final double[][] values; // [states of v][states of h]

    private CouplingOperator(double[][] values) {
        this.values = values;
    }

    /**
     * Makes a coupling with given values.
     *
     * @param values T, {@code [2^spins][2^(block spins)]}; bit i of a state's number says whether its spin i is up; not
     *     modified
     */
    public static CouplingOperator of(double[][] values) {
        int columns = values[0].length;
        Check.require(
                Integer.bitCount(values.length) == 1 && Integer.bitCount(columns) == 1,
                "a coupling must have a value for each of 2^n states of spins and of block spins, was for %d and %d",
                values.length,
                columns);
        for (double[] row : values) {
            Check.require(row.length == columns, "rows must have %d values, had %d", columns, row.length);
        }
        return new CouplingOperator(Arrays.stream(values).map(double[]::clone).toArray(double[][]::new));
    }

    /** Returns the coupling {@code log P(h | v)} of a coarse graining. */
    public static CouplingOperator of(CoarseGraining step) {
        double[][] values = new double[SpinStates.count(step.spins())][SpinStates.count(step.blockSpins())];
        byte[] spins = new byte[step.spins()];
        byte[] blockSpins = new byte[step.blockSpins()];
        for (int v = 0; v < values.length; v++) {
            SpinStates.write(v, spins);
            for (int h = 0; h < values[v].length; h++) {
                SpinStates.write(h, blockSpins);
                values[v][h] = step.logProbability(spins, blockSpins);
            }
        }
        return new CouplingOperator(values);
    }

    /** Returns {@code T = H(v) - E(v, h)}, which gives the joint distribution of the RBM. */
    public static CouplingOperator between(Hamiltonian hamiltonian, Rbm rbm) {
        requireSpins(hamiltonian, rbm);
        double[] minusEnergy = SpinStates.minusEnergy(hamiltonian);
        INDArray hidden = SpinStates.all(rbm.hidden()).castTo(rbm.weights().dataType());
        INDArray visible = SpinStates.all(rbm.visible()).castTo(rbm.weights().dataType());
        double[][] values = new double[minusEnergy.length][Math.toIntExact(hidden.size(0))];
        for (int h = 0; h < values[0].length; h++) {
            INDArray same = hidden.getRow(h, true).repeat(0, minusEnergy.length);
            double[] energy = rbm.energy(visible, same);
            for (int v = 0; v < values.length; v++) {
                values[v][h] = -minusEnergy[v] - energy[v];
            }
        }
        return new CouplingOperator(values);
    }

    /**
     * Returns {@code log Tr_h exp(T(v, h))} of {@code T = H(v) - E(v, h)}, in closed form at any size: 0 if the
     * condition holds.
     *
     * @param states {@code [rows, visible]}; not modified
     * @return one value per row, in nats
     */
    public static double[] logTrace(Hamiltonian hamiltonian, Rbm rbm, INDArray states) {
        requireSpins(hamiltonian, rbm);
        double[] logTrace = hamiltonian.energy(states);
        double[] freeEnergy = rbm.freeEnergy(states);
        for (int row = 0; row < logTrace.length; row++) {
            logTrace[row] -= freeEnergy[row];
        }
        return logTrace;
    }

    private static void requireSpins(Hamiltonian hamiltonian, Rbm rbm) {
        hamiltonian.requireUnitsOf(rbm);
        Check.require(rbm.hiddenUnit().hasStates(-1, 1), "hidden units must be spins, were %s", rbm.hiddenUnit());
    }

    /** Returns {@code log Tr_h exp(T(v, h))} for every v, in nats. */
    public double[] logTrace() {
        return Arrays.stream(values).mapToDouble(LogSumExp::of).toArray();
    }

    /** Returns the repaired coupling {@code T - log Tr_h exp(T)}, which obeys the trace condition. */
    public CouplingOperator repaired() {
        double[] logTrace = logTrace();
        double[][] repaired = new double[values.length][values[0].length];
        for (int v = 0; v < values.length; v++) {
            for (int h = 0; h < values[v].length; h++) {
                repaired[v][h] = values[v][h] - logTrace[v];
            }
        }
        return new CouplingOperator(repaired);
    }

    /** Returns the energy of the block spins. */
    public RenormalizedHamiltonian renormalize(Hamiltonian hamiltonian) {
        double[] fine = SpinStates.minusEnergy(hamiltonian);
        Check.require(
                fine.length == values.length,
                "the coupling must have a row for each of the %d states of the Hamiltonian, had %d",
                fine.length,
                values.length);
        double[] minusEnergy = new double[values[0].length];
        double[] terms = new double[fine.length];
        for (int h = 0; h < minusEnergy.length; h++) {
            for (int v = 0; v < fine.length; v++) {
                terms[v] = values[v][h] + fine[v];
            }
            minusEnergy[h] = LogSumExp.of(terms);
        }
        return RenormalizedHamiltonian.of(minusEnergy);
    }
}

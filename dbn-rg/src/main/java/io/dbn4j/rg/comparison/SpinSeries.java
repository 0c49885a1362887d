package io.dbn4j.rg.comparison;

import io.dbn4j.core.array.Elements;
import io.dbn4j.rg.observable.CorrelationFunction;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Quantities of configurations, one number for each row.
 *
 * @param energy energy per spin, in units of J on a lattice, otherwise in nats
 * @param magnetization magnetization per spin
 * @param correlation {@code [distances][rows]}, G(1) first; no distances without a lattice
 */
@SuppressWarnings("ArrayRecordComponent") // nothing compares them
record SpinSeries(double[] energy, double[] magnetization, double[][] correlation) {

    /**
     * Measures rows.
     *
     * @param rows configurations of spins, {@code [rows, spins]}; not modified
     */
    static SpinSeries of(KnownSpins known, INDArray rows) {
        int spins = known.spins();
        double[] states = Elements.of(rows);
        double[] energy = known.hamiltonian().energy(rows.castTo(DataType.DOUBLE));
        double[] magnetization = new double[energy.length];
        Optional<CorrelationFunction> function = known.lattice().map(CorrelationFunction::new);
        double[][] correlation =
                new double[function.map(CorrelationFunction::distances).orElse(0)][energy.length];
        for (int row = 0; row < energy.length; row++) {
            energy[row] /= spins * known.coupling();
            for (int i = row * spins; i < (row + 1) * spins; i++) {
                magnetization[row] += states[i] / spins;
            }
            if (function.isPresent()) {
                double[] ofRow = function.get().of(states, row * spins);
                for (int r = 0; r < ofRow.length; r++) {
                    correlation[r][row] = ofRow[r];
                }
            }
        }
        return new SpinSeries(energy, magnetization, correlation);
    }
}

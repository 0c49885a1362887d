package io.dbn4j.rg.comparison;

import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.ChainDiagnostics;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.run.Progress;
import io.dbn4j.rg.observable.IsingObservables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Thermal averages of an RBM from independent chains of parallel tempering. Three quarters of the chains start at rows
 * of the data and one quarter at annealed states, so chains that stay where they start disagree. The first half of the
 * steps is left out.
 *
 * @param averages averages by name, with errors from the spread of the means of the chains
 * @param correlation G by distance
 * @param diagnostics diagnostics of all chains by the traced quantity
 * @param roundTrips number of times that states traveled from independent units to the model and back
 */
record ModelChains(
        Map<String, Estimate> averages,
        Map<Integer, Estimate> correlation,
        Map<String, ChainDiagnostics> diagnostics,
        long roundTrips) {

    /** Number of chains: the jackknife over their means needs at least 200. */
    static final int CHAINS = 400;

    private static final int ANNEALED = CHAINS / 4;
    private static final int BETAS = 1000;

    /**
     * Draws from an RBM and measures the states of every step.
     *
     * @param model RBM of visible spins
     * @param data configurations at which chains start, {@code [rows, spins]}; not modified
     * @param start temperatures and steps of the chains
     */
    static ModelChains measured(
            Rbm model,
            KnownSpins known,
            INDArray data,
            EquilibriumStart start,
            RandomSource random,
            Progress progress) {
        BaseRate base = BaseRate.ofRows(model, data);
        progress.begin("samples of the model", start.steps(), "steps");
        INDArray annealed = new AnnealedImportanceSampling(BETAS, ANNEALED).draws(model, base, ANNEALED, random);
        INDArray states = Nd4j.vstack(Rows.first(CHAINS - ANNEALED, data).castTo(annealed.dataType()), annealed);
        int from = start.steps() / 2;
        List<SpinSeries> steps = new ArrayList<>();
        EquilibriumStart.Moved moved = start.moved(model, base, states, random, (visible, step) -> {
            if (step > from) {
                steps.add(SpinSeries.of(known, visible));
            }
            progress.at(step);
        });
        progress.end();
        return of(known, steps, moved.roundTrips());
    }

    private static ModelChains of(KnownSpins known, List<SpinSeries> steps, long roundTrips) {
        double[][] energy = byChain(steps.stream().map(SpinSeries::energy).toList());
        double[][] magnetization =
                byChain(steps.stream().map(SpinSeries::magnetization).toList());
        Map<Integer, Estimate> correlation = new LinkedHashMap<>();
        for (int r = 0; r < steps.get(0).correlation().length; r++) {
            int distance = r;
            double[][] chains = byChain(
                    steps.stream().map(step -> step.correlation()[distance]).toList());
            double[] means = Arrays.stream(chains)
                    .mapToDouble(chain -> Arrays.stream(chain).average().orElseThrow())
                    .toArray();
            correlation.put(r + 1, Estimate.mean(means, ""));
        }
        Map<String, ChainDiagnostics> diagnostics = new LinkedHashMap<>();
        diagnostics.put("energy", ChainDiagnostics.of(energy, known.unit()));
        diagnostics.put("magnetization", ChainDiagnostics.of(magnetization, ""));
        return new ModelChains(
                IsingObservables.ofChains(energy, magnetization, known.spins(), known.coupling(), known.unit())
                        .named(),
                correlation,
                diagnostics,
                roundTrips);
    }

    /** Transposes {@code [steps][chains]} to {@code [chains][steps]}. */
    private static double[][] byChain(List<double[]> steps) {
        double[][] chains = new double[steps.get(0).length][steps.size()];
        for (int step = 0; step < steps.size(); step++) {
            double[] all = steps.get(step);
            for (int chain = 0; chain < all.length; chain++) {
                chains[chain][step] = all[chain];
            }
        }
        return chains;
    }

    /** Returns the reasons to doubt the averages, one line each. */
    List<String> warnings(int temperatures) {
        List<String> warnings = new ArrayList<>();
        diagnostics.forEach(
                (name, chains) -> chains.warning().ifPresent(line -> warnings.add(name + " of the model: " + line)));
        if (temperatures > 1 && roundTrips == 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "no state of the model traveled through all %d temperatures; use more steps",
                    temperatures));
        }
        return warnings;
    }
}

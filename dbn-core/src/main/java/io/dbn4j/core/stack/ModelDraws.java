package io.dbn4j.core.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.partition.AnnealedImportanceSampling;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.EquilibriumStart;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.ChainDiagnostics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Draws from a stack: chains of its top RBM mix by parallel tempering and then go down by one draw per layer.
 *
 * <p>Chains from one place agree with each other even if all of them miss a mode. Therefore a few additional chains
 * start at annealed states, whatever the start of the others, and all are diagnosed together.
 *
 * @param start where the chains start
 * @param temperatures number of temperatures of each chain, at least 1; 1 for Gibbs sampling alone
 * @param steps number of steps of each chain, at least 1
 */
public record ModelDraws(Start start, int temperatures, int steps) {

    /** Number of chains that move together. */
    private static final int BLOCK = 1000;

    /** Number of additional chains from annealed states, and the least number of chains that anneal. */
    private static final int DISPERSED = 50;

    /** Number of inverse temperatures of the annealing. */
    private static final int BETAS = 1000;

    public ModelDraws {
        Check.atLeast(1, temperatures, "temperatures");
        Check.atLeast(1, steps, "steps");
    }

    /** The states at which chains start. */
    public enum Start {
        /** Rows of data, drawn up through the layers below the top. */
        @JsonProperty("data")
        DATA,
        /** Draws of independent units with the visible biases of the top RBM. */
        @JsonProperty("biases")
        BIASES,
        /** Last states of annealed importance sampling, resampled by their weights. */
        @JsonProperty("annealed")
        ANNEALED
    }

    /**
     * The states drawn, with the diagnostics of their chains.
     *
     * @param visible visible states, {@code [count, visible]}
     * @param diagnostics diagnostics of the chains by the name of the traced number: the free energy, and the
     *     projections of the visible states on the leading directions of the weights; empty for fewer than 8 steps
     * @param roundTrips number of times that states traveled from independent units to the model and back
     * @param warnings reasons to doubt the draws
     */
    public record Drawn(
            INDArray visible, Map<String, ChainDiagnostics> diagnostics, long roundTrips, List<String> warnings) {}

    /**
     * Draws visible states of a stack.
     *
     * @param data states of the visible units, {@code [rows, visible]}: chains start at them, annealing at their means;
     *     not modified
     * @param progress receives how many of {@code steps} times the number of {@link #blocks} are done
     */
    public Drawn draw(Dbn dbn, Optional<INDArray> data, int count, RandomSource random, LongConsumer progress) {
        Check.require(start != Start.DATA || data.isPresent(), "a start at data needs rows of data, had none");
        Rbm top = dbn.top();
        Optional<INDArray> rows = data.map(visible -> {
            List<INDArray> up = dbn.recognized(visible, random);
            return up.get(up.size() - 1);
        });
        BaseRate base = rows.map(states -> BaseRate.ofRows(top, states)).orElseGet(() -> BaseRate.ofModel(top, random));
        List<INDArray> drawn = new ArrayList<>();
        ChainTraces traces = new ChainTraces(top, steps);
        long roundTrips = 0;
        for (int first = 0; first < count; first += BLOCK) {
            int size = Math.min(BLOCK, count - first);
            INDArray starts = starts(top, base, rows, first, size, random);
            boolean traced = first == 0;
            long before = (long) (first / BLOCK) * steps;
            EquilibriumStart.Moved moved = new EquilibriumStart(temperatures, steps)
                    .moved(top, base, starts, random, (visible, step) -> {
                        if (traced) {
                            traces.take(visible, step);
                        }
                        progress.accept(before + step);
                    });
            roundTrips += moved.roundTrips();
            drawn.add(dbn.generated(Rows.first(size, moved.states()), random).get(0));
        }
        Map<String, ChainDiagnostics> diagnostics = traces.diagnostics();
        return new Drawn(Nd4j.vstack(drawn), diagnostics, roundTrips, warnings(diagnostics, roundTrips));
    }

    /** Returns the number of blocks of chains. */
    public static int blocks(int count) {
        return (count + BLOCK - 1) / BLOCK;
    }

    /**
     * Returns the starts of one block's chains; in the first block the additional chains from annealed states follow.
     */
    private INDArray starts(Rbm top, BaseRate base, Optional<INDArray> rows, int first, int size, RandomSource random) {
        if (start == Start.ANNEALED) {
            return annealed(top, base, size, random);
        }
        INDArray given = start == Start.DATA
                ? Rows.first(first + size, rows.orElseThrow())
                        .get(NDArrayIndex.interval(first, first + size), NDArrayIndex.all())
                : EquilibriumStart.independent(top, new BaseRate(top.visibleBias()), size, random);
        return first == 0 ? Nd4j.vstack(given, annealed(top, base, DISPERSED, random)) : given;
    }

    private static INDArray annealed(Rbm top, BaseRate base, int count, RandomSource random) {
        return new AnnealedImportanceSampling(BETAS, Math.max(DISPERSED, count)).draws(top, base, count, random);
    }

    private List<String> warnings(Map<String, ChainDiagnostics> diagnostics, long roundTrips) {
        List<String> warnings = new ArrayList<>();
        diagnostics.forEach((name, one) -> one.warning().ifPresent(line -> warnings.add(name + ": " + line)));
        if (temperatures > 1 && roundTrips == 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "no state traveled from independent units to the model and back in %d steps; use more steps or temperatures",
                    steps));
        }
        return warnings;
    }
}

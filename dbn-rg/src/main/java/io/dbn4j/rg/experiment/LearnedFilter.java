package io.dbn4j.rg.experiment;

import io.dbn4j.core.objective.Exact;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.StateSpace;
import io.dbn4j.core.units.Spin;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.coarse.Blocks;
import io.dbn4j.rg.coarse.RbmFilter;
import java.util.function.Consumer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A filter for blocks that is learned from configurations by maximum likelihood: an RBM with shared weights and one
 * hidden spin on each block.
 *
 * <p>The hidden units see different spins, so the model is a product over blocks, and the likelihood depends only on
 * the frequency of each state of a block. The frequencies are counted, each state together with its opposite, and the
 * likelihood is maximized with exact gradients from random weights. Maximum likelihood makes the hidden spin explain
 * the block; it contains nothing of the renormalization group.
 */
final class LearnedFilter implements Consumer<byte[]> {

    private static final int ITERATIONS = 2000;

    private final Blocks blocks;
    private final double[] counts;

    LearnedFilter(Blocks blocks) {
        this.blocks = blocks;
        counts = new double[1 << blocks.size()];
    }

    /** Counts the states of the blocks of a configuration. */
    @Override
    public void accept(byte[] spins) {
        for (int block = 0; block < blocks.count(); block++) {
            int state = 0;
            for (int i = 0; i < blocks.size(); i++) {
                state |= spins[blocks.site(block, i)] > 0 ? 1 << i : 0;
            }
            counts[state]++;
            counts[counts.length - 1 - state]++;
        }
    }

    /** Writes the counts of block states, opposites included: the filter learns from nothing else. */
    void save(Run run) {
        Exports.rows(run, "block-counts", Nd4j.createFromArray(counts));
    }

    /**
     * Learns and saves the filter of the most likely RBM, with the sign that makes the sum of its weights positive.
     */
    RbmFilter learn(Run run) {
        RandomSource random = run.random("filter");
        double total = 0;
        for (double count : counts) {
            total += count;
        }
        double[] probability = new double[counts.length];
        for (int state = 0; state < counts.length; state++) {
            probability[state] = counts[state] / total;
        }
        int spins = blocks.size();
        Rbm rbm = Rbm.random(new Spin(), new Spin(), spins, 1, 0.3, DataType.DOUBLE, random);
        new QuasiNewton(ITERATIONS)
                .minimize(
                        rbm,
                        new Likelihood(new Exact()),
                        StateSpace.states(new Spin(), spins, 0, 1 << spins, DataType.DOUBLE),
                        Nd4j.createFromArray(probability),
                        random);
        if (rbm.weights().sumNumber().doubleValue() < 0) {
            rbm.weights().negi();
            rbm.hiddenBias().negi();
        }
        Exports.rbm(run, "filter", rbm);
        return RbmFilter.of(rbm, blocks);
    }
}

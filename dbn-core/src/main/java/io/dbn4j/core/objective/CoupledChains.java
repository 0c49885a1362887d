package io.dbn4j.core.objective;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.sample.Chains;
import io.dbn4j.core.sample.CoupledGibbs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Unbiased contrastive divergence: pairs of chains add the part that k steps from the data leave out, until they meet.
 *
 * <p>Two chains v and w start at the same row of the data, one a step behind the other, and are coupled: {@code v_t}
 * and {@code w_{t-1}} are equal from some step on, the meeting time. With {@code f = dF/dw}
 *
 * <pre>
 *   f(v_k) + sum_{t &gt; k} (f(v_t) - f(w_{t-1})),      the sum ends where they meet,
 * </pre>
 *
 * <p>has exactly the expectation of f under the model, because both chains follow the same law. This holds for means;
 * covariances of these states are biased. Pairs that have not met after {@code maxSteps} are given up and counted. The
 * bias of the estimate is then that of CD with {@code k = maxSteps}; the cost is the number of steps to the meeting.
 * Its variance comes from the k steps and from the sum; a larger k makes the sum shorter. Chains meet soon in models
 * that mix; in others {@link Tempered} mixes.
 *
 * @param k steps from the data before pairs are compared, at least 1
 * @param maxSteps steps after which a pair is given up, at least {@code k}
 */
@Reference(
        authors = "Y. Qiu, L. Zhang, X. Wang",
        title = "Unbiased contrastive divergence algorithm for training energy-based latent variable models",
        venue = "ICLR",
        year = 2020,
        url = "https://openreview.net/forum?id=r1eyceSYPr")
public record CoupledChains(int k, int maxSteps) implements NegativePhase {

    /**
     * States and counters of pairs of coupled chains.
     *
     * @param counters number of rows so far, and of rows whose chains had not met when they were given up, {@code [2]}
     * @param ahead visible states of the last update that count 1 each, first those after k steps; not saved
     * @param behind visible states of the last update that count -1 each; not saved
     */
    record Coupled(INDArray counters, List<INDArray> ahead, List<INDArray> behind) implements TrainingState {

        /** Returns the state before the first update. */
        static Coupled none() {
            return new Coupled(Nd4j.zeros(DataType.DOUBLE, 2), List.of(), List.of());
        }

        @Override
        public Map<String, INDArray> arrays() {
            return Map.of("meetings", counters);
        }
    }

    public CoupledChains {
        Check.atLeast(1, k, "k");
        Check.atLeast(k, maxSteps, "maxSteps");
    }

    @Override
    public TrainingState start(Rbm rbm, RandomSource random) {
        return Coupled.none();
    }

    @Override
    public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
        CoupledGibbs gibbs = new CoupledGibbs(rbm);
        Chains pairs = gibbs.at(firstStep(rbm, batch, random), batch.visible(), random);
        for (int step = 1; step < k; step++) {
            gibbs.step(pairs, random);
        }
        List<INDArray> ahead = new ArrayList<>(List.of(half(pairs, true)));
        List<INDArray> behind = new ArrayList<>();
        Optional<Chains> apart = CoupledGibbs.apart(pairs);
        for (int step = k; step < maxSteps && apart.isPresent(); step++) {
            gibbs.step(apart.get(), random);
            apart = CoupledGibbs.apart(apart.get());
            apart.ifPresent(still -> {
                ahead.add(half(still, true));
                behind.add(half(still, false));
            });
        }
        INDArray counters = state.as(Coupled.class).counters();
        counters.putScalar(0, counters.getDouble(0) + batch.rows());
        counters.putScalar(
                1, counters.getDouble(1) + apart.map(still -> still.size() / 2).orElse(0L));
        return new Coupled(counters, ahead, behind);
    }

    /** Draws the visible states one step from the data. */
    private static INDArray firstStep(Rbm rbm, Batch batch, RandomSource random) {
        INDArray hidden = batch.hiddenMean().ulike();
        rbm.hiddenUnit().draw(rbm.hiddenParameters(), batch.hiddenMean(), hidden, random);
        INDArray visible = rbm.visibleGivenHidden(hidden);
        rbm.visibleUnit().draw(rbm.visibleParameters(), visible, visible, random);
        return visible;
    }

    private static INDArray half(Chains pairs, boolean ahead) {
        INDArray rows = pairs.visible();
        return (ahead ? CoupledGibbs.first(rows) : CoupledGibbs.second(rows)).dup();
    }

    /** Returns all states that were kept, with probability {@code 1 / rows} if ahead and minus that if behind. */
    @Override
    public Batch states(Rbm rbm, TrainingState state) {
        Coupled drawn = state.as(Coupled.class);
        if (drawn.ahead().isEmpty()) {
            throw new IllegalStateException("coupled chains have no score before their first step");
        }
        List<INDArray> all = new ArrayList<>(drawn.ahead());
        all.addAll(drawn.behind());
        INDArray visible = Nd4j.concat(0, all.toArray(INDArray[]::new));
        double share = 1.0 / drawn.ahead().get(0).size(0);
        long positive = drawn.ahead().stream().mapToLong(rows -> rows.size(0)).sum();
        double[] probability = new double[Math.toIntExact(visible.size(0))];
        Arrays.setAll(probability, row -> row < positive ? share : -share);
        return Batch.of(rbm, visible).withProbability(Nd4j.createFromArray(probability));
    }
}

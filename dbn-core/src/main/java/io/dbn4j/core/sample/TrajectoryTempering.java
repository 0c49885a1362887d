package io.dbn4j.core.sample;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Rows;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Gibbs sampling of several models at once, saved one after the other while one model was trained, with exchanges of states
 * between neighbours.
 *
 * <p>Training passes through models that are easy to sample, and neighbours in training are close: where modes form in
 * the model, they split gradually along this ladder, while along temperatures they can appear at once, with a gap that no
 * exchange crosses. A step draws the visible units of all models, tries the {@link Exchanges}, and draws the hidden units. It
 * leaves the product of all models invariant. Take checkpoints so close that about a third of the exchanges are accepted.
 *
 * @param models from the start of training to its end, of the same kind and size, at least 2; the first should be one that
 *     Gibbs sampling mixes, for example without weights
 */
@Reference(
        authors = "N. Bereux, A. Decelle, C. Furtlehner, L. Rosset, B. Seoane",
        title = "Fast training and sampling of restricted Boltzmann machines",
        venue = "ICLR",
        year = 2025,
        url = "https://arxiv.org/abs/2405.15376")
public record TrajectoryTempering(List<Rbm> models) {

    public TrajectoryTempering {
        models = List.copyOf(models);
        Check.atLeast(2, models.size(), "number of models");
        Rbm first = models.get(0);
        for (Rbm rbm : models) {
            Check.require(
                    rbm.visibleUnit().equals(first.visibleUnit())
                            && rbm.hiddenUnit().equals(first.hiddenUnit())
                            && rbm.visible() == first.visible()
                            && rbm.hidden() == first.hidden(),
                    "models must be alike, were [%d %s, %d %s] and [%d %s, %d %s]",
                    first.visible(),
                    first.visibleUnit(),
                    first.hidden(),
                    first.hiddenUnit(),
                    rbm.visible(),
                    rbm.visibleUnit(),
                    rbm.hidden(),
                    rbm.hiddenUnit());
        }
    }

    /**
     * The chains of all models.
     *
     * @param chains those of each model
     * @param exchanges the account of exchanges between neighbours
     */
    public record Rungs(List<Chains> chains, Exchanges exchanges) {}

    /**
     * Starts chains of each model.
     *
     * @param chains number of chains of each model
     */
    public Rungs start(int chains, RandomSource random) {
        Exchanges exchanges = Exchanges.among(models.size(), chains);
        return new Rungs(
                models.stream()
                        .map(rbm -> new Gibbs().start(rbm, chains, random))
                        .toList(),
                exchanges);
    }

    /**
     * Moves every chain by one step.
     *
     * @param rungs modified
     */
    public void step(Rungs rungs, RandomSource random) {
        for (int rung = 0; rung < models.size(); rung++) {
            Gibbs.drawVisible(models.get(rung), rungs.chains().get(rung), random);
        }
        exchange(rungs, random);
        for (int rung = 0; rung < models.size(); rung++) {
            Gibbs.drawHidden(models.get(rung), rungs.chains().get(rung), random);
        }
    }

    private void exchange(Rungs rungs, RandomSource random) {
        int chains = rungs.exchanges().chains();
        int[] from = rungs.exchanges()
                .round(
                        (lower, level) -> models.get(lower)
                                .freeEnergyDifference(
                                        models.get(lower + 1),
                                        rungs.chains().get(level).visible()),
                        random);
        INDArray before = Nd4j.vstack(visible(rungs));
        for (int rung = 0; rung < models.size(); rung++) {
            int[] places = Arrays.copyOfRange(from, rung * chains, (rung + 1) * chains);
            rungs.chains().get(rung).visible().assign(Rows.pick(before, places));
        }
    }

    private static List<INDArray> visible(Rungs rungs) {
        return rungs.chains().stream().map(Chains::visible).toList();
    }

    /**
     * Visible states of each model, taken from all its chains at regular intervals.
     *
     * @param rungs modified: moved by {@code times * steps} steps
     * @param times how often states are taken
     * @param steps steps before each time
     * @return for each model {@code [times * chains, visible]}
     */
    public List<INDArray> draw(Rungs rungs, int times, int steps, RandomSource random) {
        Check.atLeast(1, times, "times");
        Check.atLeast(1, steps, "steps");
        List<List<INDArray>> taken = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            for (int step = 0; step < steps; step++) {
                step(rungs, random);
            }
            taken.add(visible(rungs).stream().map(INDArray::dup).toList());
        }
        return IntStream.range(0, models.size())
                .mapToObj(rung ->
                        Nd4j.vstack(taken.stream().map(rows -> rows.get(rung)).toList()))
                .toList();
    }
}

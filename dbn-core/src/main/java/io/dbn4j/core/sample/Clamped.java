package io.dbn4j.core.sample;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.Span;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Block Gibbs sampling with some visible units held at their values.
 *
 * <pre>
 *   v_free ~ p(v_free | h),   h ~ p(h | v)
 * </pre>
 *
 * <p>A step leaves p(v_free, h | v_held) invariant exactly: it fills in a part of an image, or draws images for a
 * label. The chains carry the held values; {@link Chains#at} starts them with hidden units drawn for these.
 *
 * <p>Bernoulli label units that are held at one 1 and otherwise 0 give the same distribution as a Softmax group: the
 * two differ only by states with another number of ones, which do not occur.
 *
 * @param rbm model; the kernel follows its arrays if they are changed
 * @param held 1 for held visible units and 0 for drawn ones, {@code [visible]}, or one row for each chain,
 *     {@code [rows, visible]}; whole groups of Softmax units
 */
public record Clamped(Rbm rbm, INDArray held) implements Kernel {

    public Clamped {
        double[] mask = Elements.of(held);
        Check.require(
                mask.length > 0 && mask.length % rbm.visible() == 0,
                "held must have one number for each of the %d visible units, had %d",
                rbm.visible(),
                mask.length);
        int[] first = firstOfGroup(rbm);
        for (int i = 0; i < mask.length; i++) {
            int unit = i % first.length;
            Check.require(
                    (mask[i] == 0 || mask[i] == 1) && mask[i] == mask[i - unit + first[unit]],
                    "held must be 0 or 1, and the same for all units of a softmax group, was %s for unit %d",
                    mask[i],
                    i);
        }
    }

    private static int[] firstOfGroup(Rbm rbm) {
        int[] first = new int[rbm.visible()];
        for (Span group : Span.groups(rbm.visibleUnit(), rbm.visible())) {
            Arrays.fill(first, group.from(), group.to(), group.from());
        }
        return first;
    }

    /**
     * Fills in the units that are not held.
     *
     * @param rows held values, {@code [rows, visible]}; the values of the other units are not used; not modified
     * @param steps Gibbs steps of each row's chain, which starts with the other units drawn as if all hidden units were
     *     0
     * @return {@code [rows, visible]}
     */
    public INDArray fill(INDArray rows, int steps, RandomSource random) {
        Check.require(
                held.length() == rbm.visible() || held.length() == rows.length(),
                "held must have one row, or as many as the rows (%d), had %d",
                rows.size(0),
                held.length() / rbm.visible());
        Chains chains = Chains.allocate(rbm, rows.size(0));
        Gibbs.drawVisible(rbm, chains, random);
        put(Elements.of(rows), chains);
        Gibbs.drawHidden(rbm, chains, random);
        for (int step = 0; step < steps; step++) {
            step(chains, random);
        }
        return chains.visible();
    }

    @Override
    public void step(Chains chains, RandomSource random) {
        double[] before = Elements.of(chains.visible());
        Gibbs.drawVisible(rbm, chains, random);
        put(before, chains);
        Gibbs.drawHidden(rbm, chains, random);
    }

    private void put(double[] values, Chains chains) {
        double[] states = Elements.of(chains.visible());
        double[] mask = Elements.of(held);
        for (int i = 0; i < states.length; i++) {
            states[i] = mask[i % mask.length] == 1 ? values[i] : states[i];
        }
        Elements.put(states, chains.visible());
    }
}

package io.dbn4j.core.stack;

import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.ColumnSums;
import io.dbn4j.core.objective.Batch;
import io.dbn4j.core.objective.Likelihood;
import io.dbn4j.core.objective.NegativePhase;
import io.dbn4j.core.objective.TrainingState;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Up-down training of a whole DBN, the contrastive form of wake-sleep: after greedy training, recognition and
 * generation get separate weights.
 *
 * <pre>
 *   wake:   h ~ q(h | v) for data v;   the generative layers and the top RBM learn to predict v and h:
 *           the gradient of &lt;log p(v, h)&gt;_q and, for the generative weights, of the variational bound
 *   sleep:  the top RBM moves, one pass down gives x, h;   the recognition layers learn to predict h from x:
 *           the gradient of &lt;log q(h | x)&gt;_p
 * </pre>
 *
 * <p>The wake phase climbs the bound, as far as {@code top} gives the top RBM's gradient. The sleep phase does not: it
 * lowers KL(p || q), not KL(q || p), for states of the model as far as {@code top} draws them. Up-down training
 * therefore serves fine-tuning and not training from scratch.
 *
 * @param learningRate step along the mean gradient of the rows
 * @param top negative phase of the top RBM; contrastive divergence as published
 */
@Reference(
        authors = "G. E. Hinton, S. Osindero, Y. W. Teh",
        title = "A fast learning algorithm for deep belief nets",
        venue = "Neural Computation 18; section 5 and appendix B",
        year = 2006,
        url = "https://doi.org/10.1162/neco.2006.18.7.1527")
public record UpDown(double learningRate, NegativePhase top) {

    public UpDown {
        Check.positive(learningRate, "learningRate");
    }

    /**
     * The derivatives of the two sums over rows with the opposite sign, layer by layer; weights make the dreams count
     * as much as the rows.
     *
     * @param generative one gradient for each layer; for the top RBM, of its likelihood
     * @param recognition one gradient for each layer but the top
     * @param state state of the negative phase, for the next update
     */
    record Gradients(List<Gradient> generative, List<Gradient> recognition, TrainingState state) {}

    /**
     * Returns the state before the first update.
     *
     * @throws IllegalArgumentException if units have parameters besides their biases, which up-down training does not
     *     learn
     */
    public TrainingState start(Dbn dbn, RandomSource random) {
        UnitType visible = dbn.layers().get(0).visibleUnit();
        Check.require(
                visible.parameters() == 0,
                "visible units for up-down training must have no parameters besides their biases, %s has %s; use %s",
                visible.name(),
                visible.parameterNames(),
                visible.withoutParameters().name());
        return top.start(dbn.top(), random);
    }

    /**
     * Updates a network without label units once.
     *
     * @param dbn modified; its recognition must not share arrays with its layers, see {@link Dbn#untied}
     * @param rows visible states, {@code [rows, visible]}; not modified
     * @param state state from {@link #start} or the update before; may be modified
     * @return the state for the next update
     */
    public TrainingState step(Dbn dbn, INDArray rows, TrainingState state, RandomSource random) {
        return step(dbn, rows, noLabels(rows), state, random);
    }

    private static INDArray noLabels(INDArray rows) {
        return Nd4j.empty(rows.dataType());
    }

    /**
     * Updates a network once. The top RBM learns features and labels of a row together. The sleep phase leaves labels
     * out, because no recognition weights start from them.
     *
     * @param dbn modified; its recognition must not share arrays with its layers, see {@link Dbn#untied}
     * @param rows visible states, {@code [rows, visible]}; not modified
     * @param labels states of the label units, {@code [rows, labels]}; not modified
     * @param state state from {@link #start} or the update before; may be modified
     * @return the state for the next update
     */
    public TrainingState step(Dbn dbn, INDArray rows, INDArray labels, TrainingState state, RandomSource random) {
        long columns = labels.isEmpty() ? 0 : labels.size(1);
        Check.require(
                dbn.labels() == columns,
                "labels must have %d columns, one per label unit, had %d",
                dbn.labels(),
                columns);
        for (int layer = 0; layer < dbn.recognition().size(); layer++) {
            Check.require(
                    dbn.recognition().get(layer).weights()
                            != dbn.layers().get(layer).weights(),
                    "recognition of layer %d must not share its weights with the layer; use untied()",
                    layer + 1);
        }
        Gradients gradients = gradients(dbn, rows, labels, state, random);
        double scale = -learningRate / (double) rows.size(0);
        for (int layer = 0; layer < dbn.layers().size(); layer++) {
            add(gradients.generative.get(layer), scale, dbn.layers().get(layer));
        }
        for (int layer = 0; layer < dbn.recognition().size(); layer++) {
            add(gradients.recognition.get(layer), scale, dbn.recognition().get(layer));
        }
        return gradients.state;
    }

    /** Computes all derivatives at the present parameters. */
    Gradients gradients(Dbn dbn, INDArray rows, INDArray labels, TrainingState state, RandomSource random) {
        List<Gradient> generative = dbn.layers().stream().map(Gradient::zero).toList();
        List<Gradient> recognition =
                dbn.recognition().stream().map(Gradient::zero).toList();
        int last = dbn.recognition().size();
        List<INDArray> awake = dbn.recognized(rows, random);
        for (int layer = 0; layer < last; layer++) {
            Rbm down = dbn.layers().get(layer).transposed();
            Gradient into = generative.get(layer).transposed();
            addConditional(down, awake.get(layer + 1), awake.get(layer), 1, into);
        }
        INDArray features = awake.get(last);
        Batch batch = Batch.of(
                dbn.top(), labels.isEmpty() ? features : Nd4j.hstack(features, labels.castTo(features.dataType())));
        TrainingState moved = new Likelihood(top).step(dbn.top(), batch, state, random, generative.get(last));

        Batch dreams = top.states(dbn.top(), moved);
        Check.require(dreams.probability() == null, "top must be a negative phase that draws states, was %s", top);
        double perRow = (double) rows.size(0) / dreams.rows();
        List<INDArray> asleep = dbn.generated(dreams.visible(), random);
        for (int layer = 0; layer < last; layer++) {
            Gradient into = recognition.get(layer);
            addConditional(dbn.recognition().get(layer), asleep.get(layer), asleep.get(layer + 1), perRow, into);
        }
        return new Gradients(generative, recognition, moved);
    }

    /**
     * Adds the derivatives of minus the sum over rows of {@code scale * log p(hidden | visible)}:
     * {@code -v (h - <h|v>)} and {@code -(h - <h|v>)}.
     *
     * @param into modified, except its visible biases
     */
    private static void addConditional(Rbm rbm, INDArray visible, INDArray hidden, double scale, Gradient into) {
        INDArray error = hidden.sub(rbm.hiddenGivenVisible(visible));
        Nd4j.gemm(visible, error, into.weights(), true, false, -scale, 1);
        ColumnSums.add(error, -scale, into.hiddenBias());
    }

    private static void add(Gradient gradient, double scale, Rbm rbm) {
        rbm.weights().addi(gradient.weights().mul(scale));
        rbm.visibleBias().addi(gradient.visibleBias().mul(scale));
        rbm.hiddenBias().addi(gradient.hiddenBias().mul(scale));
    }
}

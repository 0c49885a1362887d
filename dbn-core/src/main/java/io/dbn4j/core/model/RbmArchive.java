package io.dbn4j.core.model;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.data.Npz;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An RBM in an {@code .npz} file, for exchange with Python.
 *
 * <pre>
 *   weights [visible, hidden], visible_bias, hidden_bias     f4 or f8
 *   visible_unit, hidden_unit                                text; bernoulli if missing; several kinds are written
 *                                                            diagonal-gaussian:3+bernoulli:8+softmax-4:4
 *   visible_log_variance                                     [visible], log sigma^2 of gaussian units; all 0 if missing
 *   visible_NAME, hidden_NAME                                other parameters of units, likewise
 *   visible_groups, hidden_groups                            sizes of softmax groups, all equal, or one number
 *   energy_offset                                            nats; 0 if missing
 * </pre>
 *
 * <p>A model that was trained on standardized columns is stored for unscaled rows: the means and deviations of the
 * columns are folded into weights, biases and variances; see {@link io.dbn4j.core.rbm.Standardization#unscaled}.
 *
 * <p>In scikit-learn {@code components_} are the transposed weights, {@code intercept_hidden_} and {@code
 * intercept_visible_} the biases.
 */
final class RbmArchive {

    private static final String WEIGHTS = "weights";
    private static final String OFFSET = "energy_offset";
    private static final String VISIBLE = "visible";
    private static final String HIDDEN = "hidden";

    private static final List<String> NAMES = List.of(
            WEIGHTS,
            "visible_bias",
            "hidden_bias",
            "visible_unit",
            "hidden_unit",
            "visible_groups",
            "hidden_groups",
            OFFSET);

    private RbmArchive() {}

    /**
     * Reads an RBM from a file or a part of it.
     *
     * @param file place of the RBM, for messages
     * @throws IllegalArgumentException naming file, rule and value
     */
    static Rbm read(String file, Npz npz) {
        UnitType visible = unit(file, npz, VISIBLE);
        UnitType hidden = unit(file, npz, HIDDEN);
        requireKnown(file, npz, visible, hidden);
        INDArray weights = npz.array(WEIGHTS);
        Check.require(
                weights.rank() == 2,
                "%s: weights must have shape [visible, hidden], was %s",
                file,
                Arrays.toString(weights.shape()));
        double offset = npz.names().contains(OFFSET) ? single(file, OFFSET, npz.array(OFFSET)) : 0;
        return rbm(file, npz, visible, hidden, weights, offset);
    }

    private static Rbm rbm(String file, Npz npz, UnitType visible, UnitType hidden, INDArray weights, double offset) {
        INDArray visibleBias = vector(npz, "visible_bias", weights.dataType());
        INDArray hiddenBias = vector(npz, "hidden_bias", weights.dataType());
        INDArray visibleParameters = parameters(file, npz, VISIBLE, visible, visibleBias);
        INDArray hiddenParameters = parameters(file, npz, HIDDEN, hidden, hiddenBias);
        try {
            return new Rbm(
                    visible, hidden, weights, visibleBias, hiddenBias, visibleParameters, hiddenParameters, offset);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private static INDArray vector(Npz npz, String name, DataType type) {
        INDArray vector = npz.array(name);
        return vector.castTo(type).reshape(vector.length());
    }

    /** Returns the names of the arrays of a side's parameters. */
    private static List<String> parameterNames(String side, UnitType unit) {
        return unit.parameterNames().stream().map(name -> side + "_" + name).toList();
    }

    private static void requireKnown(String file, Npz npz, UnitType visible, UnitType hidden) {
        List<String> known = new ArrayList<>(NAMES);
        known.addAll(parameterNames(VISIBLE, visible));
        known.addAll(parameterNames(HIDDEN, hidden));
        for (String name : new TreeSet<>(npz.names())) {
            Check.require(
                    known.contains(name),
                    "%s: unknown array %s; allowed: %s for %s visible and %s hidden units",
                    file,
                    Check.shown(name),
                    String.join(", ", known),
                    visible.name(),
                    hidden.name());
        }
    }

    /** Reads the parameters of a side's units; parameters that the file lacks are 0. */
    private static INDArray parameters(String file, Npz npz, String side, UnitType unit, INDArray bias) {
        INDArray parameters = UnitParameters.zero(unit, (int) bias.length(), bias.dataType());
        List<String> names = parameterNames(side, unit);
        for (int k = 0; k < names.size(); k++) {
            if (npz.names().contains(names.get(k))) {
                INDArray row = vector(npz, names.get(k), bias.dataType());
                Check.require(
                        row.length() == bias.length(),
                        "%s: %s must have %d numbers, one for each unit, had %d",
                        file,
                        names.get(k),
                        bias.length(),
                        row.length());
                parameters.getRow(k).assign(row);
            }
        }
        return parameters;
    }

    private static double single(String file, String name, INDArray array) {
        Check.require(array.length() == 1, "%s: %s must be one number, had %d", file, name, array.length());
        return Elements.of(array)[0];
    }

    private static UnitType unit(String file, Npz npz, String side) {
        Map<String, Object> tree = new LinkedHashMap<>();
        String unit = side + "_unit";
        String kind = npz.names().contains(unit) ? npz.text(unit) : "bernoulli";
        tree.put("type", kind);
        String groups = side + "_groups";
        if (npz.names().contains(groups)) {
            double[] sizes = Elements.of(npz.array(groups));
            Check.require(
                    Arrays.stream(sizes).allMatch(size -> size == sizes[0] && size == Math.rint(size)),
                    "%s: %s must be equal whole numbers, was %s",
                    file,
                    groups,
                    Arrays.toString(Arrays.copyOf(sizes, Math.min(10, sizes.length))));
            tree.put("states", (int) sizes[0]);
        }
        try {
            boolean groupsInName = !npz.names().contains(groups);
            UnitType named = groupsInName ? UnitText.read(kind) : Json.fromMap(tree, UnitType.class);
            return named.parameters() > 0
                    ? named
                    : named.withVariances()
                            .filter(learned -> npz.names().containsAll(parameterNames(side, learned)))
                            .orElse(named);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage()).replaceFirst("^type: ", "");
            throw new IllegalArgumentException(file + ": " + unit + ": " + message, e);
        }
    }

    /** Returns the content of a file for {@link #read}, by name. */
    static Map<String, Object> content(Rbm rbm) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(WEIGHTS, rbm.weights());
        content.put("visible_bias", rbm.visibleBias());
        content.put("hidden_bias", rbm.hiddenBias());
        putUnit(content, VISIBLE, rbm.visibleUnit(), rbm.visibleParameters());
        putUnit(content, HIDDEN, rbm.hiddenUnit(), rbm.hiddenParameters());
        content.put(OFFSET, Nd4j.scalar(rbm.energyOffset()));
        return content;
    }

    private static void putUnit(Map<String, Object> content, String side, UnitType unit, INDArray parameters) {
        Map<String, Object> tree = Json.toMap(unit.withoutParameters());
        content.put(side + "_unit", unit.hasOneKind() ? String.valueOf(tree.get("type")) : unit.name());
        if (tree.get("states") instanceof Number states) {
            content.put(side + "_groups", Nd4j.scalar(states.doubleValue()));
        }
        List<String> names = parameterNames(side, unit);
        for (int k = 0; k < names.size(); k++) {
            content.put(names.get(k), parameters.getRow(k));
        }
    }
}

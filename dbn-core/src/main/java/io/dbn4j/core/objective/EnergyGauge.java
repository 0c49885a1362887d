package io.dbn4j.core.objective;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.Check;
import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.objective.TrainingState.Stateless;
import io.dbn4j.core.rbm.Gradient;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.Summation;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A choice of the zero of the model's energy, made before its free energy is compared with another one.
 *
 * <p>A constant added to an energy is added to its free energy, too. A difference of free energies therefore means
 * nothing until the two energies are made equal on average over a distribution q,
 *
 * <pre>
 *   R = F - (F_t + c),    c = &lt;H - H_t&gt;_q,    R = &lt;log P / P_t&gt;_q
 * </pre>
 *
 * <p>H and F are the energy and the free energy of the target, H_t and F_t the free energies of the model's visible
 * states and of the model. With q = P, R is the Kullback-Leibler divergence {@code KL(P || P_t)}; with q = P_t it is
 * {@code -KL(P_t || P)}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = EnergyGauge.DataMean.class, name = "data-mean"),
    @JsonSubTypes.Type(value = EnergyGauge.ModelMean.class, name = "model-mean"),
    @JsonSubTypes.Type(value = EnergyGauge.ReferenceConfiguration.class, name = "reference-configuration"),
    @JsonSubTypes.Type(value = EnergyGauge.None.class, name = "none")
})
public sealed interface EnergyGauge {

    /** Returns the constant {@code c}, in nats. */
    double offset(Rbm rbm, Hamiltonian target, Batch data);

    /**
     * Adds the derivatives of {@code scale * R}.
     *
     * @param into modified
     */
    void addGradient(double scale, Rbm rbm, Hamiltonian target, Batch data, Gradient into);

    /** Returns {@code F - F_t - c}, in nats, from exact free energies. */
    default double difference(Rbm rbm, Hamiltonian target, Batch data) {
        return -target.logPartition() + Summation.of(rbm).logPartition() - offset(rbm, target, data);
    }

    /** Adds the derivatives of {@code -scale * F_t}. */
    private static void addModelMean(double scale, Rbm rbm, Gradient into) {
        Summation.of(rbm).addLogPartitionGradient(scale, into);
    }

    /**
     * The gauge in which both energies have the same mean over the data. {@code F_t + c} is a lower bound of F if the
     * data follow the target.
     */
    record DataMean() implements EnergyGauge {

        @Override
        public double offset(Rbm rbm, Hamiltonian target, Batch data) {
            return -data.mean(EnergyMatching.difference(rbm, target, data.visible()));
        }

        @Override
        public void addGradient(double scale, Rbm rbm, Hamiltonian target, Batch data, Gradient into) {
            data.addMeanGradient(rbm, scale, into);
            addModelMean(scale, rbm, into);
        }
    }

    /**
     * The gauge in which both energies have the same mean under the model. {@code F_t + c} is an upper bound of F. The
     * visible units are enumerated.
     */
    record ModelMean() implements EnergyGauge {

        @Override
        public double offset(Rbm rbm, Hamiltonian target, Batch data) {
            Batch model = model(rbm);
            return -model.mean(EnergyMatching.difference(rbm, target, model.visible()));
        }

        /**
         * Adds {@code -Cov(H_t - H, dH_t/dw)}, times the scale: the model's own part of c cancels the mean of dH_t/dw.
         */
        @Override
        public void addGradient(double scale, Rbm rbm, Hamiltonian target, Batch data, Gradient into) {
            Batch model = model(rbm);
            double[] difference = EnergyMatching.difference(rbm, target, model.visible());
            model.addGradient(rbm, model.deviations(difference), -scale, into);
        }

        private static Batch model(Rbm rbm) {
            return new Exact().states(rbm, new Stateless());
        }
    }

    /**
     * The gauge in which both energies are equal in one state, for example a ground state.
     *
     * @param state one number for each visible unit
     */
    record ReferenceConfiguration(List<Double> state) implements EnergyGauge {

        public ReferenceConfiguration {
            state = List.copyOf(state);
        }

        @Override
        public double offset(Rbm rbm, Hamiltonian target, Batch data) {
            return -EnergyMatching.difference(rbm, target, row(rbm))[0];
        }

        @Override
        public void addGradient(double scale, Rbm rbm, Hamiltonian target, Batch data, Gradient into) {
            Batch.of(rbm, row(rbm)).addMeanGradient(rbm, scale, into);
            addModelMean(scale, rbm, into);
        }

        private INDArray row(Rbm rbm) {
            Check.require(
                    state.size() == rbm.visible(),
                    "reference state must have %d numbers, had %d",
                    rbm.visible(),
                    state.size());
            double[] numbers = state.stream().mapToDouble(Double::doubleValue).toArray();
            return Nd4j.createFromArray(new double[][] {numbers})
                    .castTo(rbm.weights().dataType());
        }
    }

    /**
     * No gauge, {@code c = 0}. The difference then depends on a constant in the energy that does not change the
     * distribution.
     */
    record None() implements EnergyGauge {

        @Override
        public double offset(Rbm rbm, Hamiltonian target, Batch data) {
            return 0;
        }

        @Override
        public void addGradient(double scale, Rbm rbm, Hamiltonian target, Batch data, Gradient into) {
            addModelMean(scale, rbm, into);
        }
    }
}

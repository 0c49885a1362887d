package io.dbn4j.core.objective;

import io.dbn4j.core.hamiltonian.Hamiltonian;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Integrals.Nodes;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.rbm.SmallRbms;
import io.dbn4j.core.stats.LogSumExp;
import io.dbn4j.core.units.UnitParameters;
import io.dbn4j.core.units.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Objectives for all kinds of visible units, with exact averages over the model. */
final class ObjectiveExamples {

    private ObjectiveExamples() {}

    /** A small RBM; continuous visible units are one, or one mixed group, so that quadrature is quick. */
    static Rbm rbm(UnitType visible, UnitType hidden) {
        Rbm pair = SmallRbms.pair(visible, hidden);
        return visible.states() > 0
                ? pair
                : new Rbm(
                        visible,
                        hidden,
                        pair.weights()
                                .get(NDArrayIndex.interval(0, visible.width()), NDArrayIndex.all())
                                .dup(),
                        pair.visibleBias()
                                .get(NDArrayIndex.interval(0, visible.width()))
                                .dup(),
                        pair.hiddenBias(),
                        pair.energyOffset());
    }

    /** Every registered objective at least once, for these visible units. */
    static List<Objective> all(Rbm rbm, NegativePhase model) {
        Hamiltonian target = new Crooked(rbm.visibleUnit(), rbm.visible());
        Objective likelihood = new Likelihood(model);
        List<Objective> all = new ArrayList<>(sampled(rbm, model));
        all.add(new BareFreeEnergyDifference(target));
        all.add(new GaugedFreeEnergyDifference(target, new EnergyGauge.DataMean()));
        all.add(new GaugedFreeEnergyDifference(target, new EnergyGauge.None()));
        all.add(new GaugedFreeEnergyDifference(
                target,
                new EnergyGauge.ReferenceConfiguration(
                        Collections.nCopies(rbm.visible(), rbm.visibleUnit().states() == 3 ? 0 : 1.0))));
        all.add(new HybridObjective(likelihood, Ramp.constant(0.7), new BareFreeEnergyDifference(target)));
        return all;
    }

    /** Returns the objectives that need no log Z beside that of the negative phase. */
    static List<Objective> sampled(Rbm rbm, NegativePhase model) {
        Hamiltonian target = new Crooked(rbm.visibleUnit(), rbm.visible());
        Objective likelihood = new Likelihood(model);
        return List.of(
                likelihood,
                new EnergyMatching(target),
                new MeanEnergyGap(model),
                new TrainValidationFreeEnergyGap(),
                new LayerFreeEnergyMatching().above(below(rbm)),
                new ReverseKullbackLeibler(target, model),
                new HybridObjective(likelihood, Ramp.constant(0.3), new MeanEnergyGap(model)));
    }

    /** An RBM whose hidden units are the visible ones of this one. */
    static Rbm below(Rbm rbm) {
        return new Rbm(
                rbm.hiddenUnit(),
                rbm.visibleUnit(),
                rbm.weights().transpose().mul(0.5),
                rbm.hiddenBias().add(0.2),
                rbm.visibleBias().sub(0.3),
                0.1);
    }

    /** An energy without symmetry that makes continuous units normalizable. */
    record Crooked(UnitType unit, int units) implements Hamiltonian {

        @Override
        public double[] energy(INDArray states) {
            double[][] rows = states.castTo(DataType.DOUBLE).toDoubleMatrix();
            return Arrays.stream(rows).mapToDouble(this::energy).toArray();
        }

        private double energy(double[] v) {
            double energy = 0.17;
            for (int i = 0; i < units; i++) {
                energy += 0.4 * Math.sin(2.0 * i + 1) * v[i] + 0.6 * v[i] * v[i] - 0.3 * v[i] * v[(i + 1) % units];
            }
            return energy;
        }

        /** No derivative of any loss depends on it beyond its value. */
        @Override
        public double logPartition() {
            return 1.234;
        }
    }

    /** Averages over continuous visible units by quadrature, the twin of {@link Exact} for few of them. */
    record Quadrature() implements NegativePhase {

        @Override
        public TrainingState start(Rbm rbm, RandomSource random) {
            return new TrainingState.Stateless();
        }

        @Override
        public TrainingState move(Rbm rbm, Batch batch, TrainingState state, RandomSource random) {
            return state;
        }

        @Override
        public Batch states(Rbm rbm, TrainingState state) {
            INDArray visible = Nd4j.createFromArray(nodes(rbm, true));
            double[] exponents = exponents(rbm, visible);
            double logPartition = LogSumExp.of(exponents);
            double[] p = Arrays.stream(exponents)
                    .map(x -> Math.exp(x - logPartition))
                    .toArray();
            return Batch.of(rbm, visible).withProbability(Nd4j.createFromArray(p));
        }

        @Override
        public double modelFreeEnergy(Rbm rbm, TrainingState state) {
            return -LogSumExp.of(exponents(rbm, Nd4j.createFromArray(nodes(rbm, true))));
        }

        /** {@code log(w) - F(v)}; the nodes' weights hold the base measure, which F holds too. */
        private static double[] exponents(Rbm rbm, INDArray visible) {
            double[] freeEnergy = rbm.freeEnergy(visible);
            double[][] weights = nodes(rbm, false);
            double[][] states = visible.toDoubleMatrix();
            UnitType unit = rbm.visibleUnit();
            return IntStream.range(0, freeEnergy.length)
                    .mapToDouble(n -> weights[n][0]
                            - unit.logMeasure(UnitParameters.NONE, states[n], 0, states[n].length)
                            - freeEnergy[n])
                    .toArray();
        }

        /** All combinations of the nodes of each unit: their states, or the logarithms of their weights. */
        private static double[][] nodes(Rbm rbm, boolean states) {
            Nodes nodes = Nodes.of(rbm.visibleUnit(), UnitParameters.NONE);
            int groups = rbm.visible() / rbm.visibleUnit().width();
            int per = nodes.states().size();
            double[][] all = new double[(int) Math.pow(per, groups)][states ? rbm.visible() : 1];
            for (int n = 0; n < all.length; n++) {
                int digits = n;
                for (int group = 0; group < groups; group++) {
                    double[] state = nodes.states().get(digits % per);
                    if (states) {
                        System.arraycopy(state, 0, all[n], group * state.length, state.length);
                    } else {
                        all[n][0] += nodes.logWeights().get(digits % per);
                    }
                    digits /= per;
                }
            }
            return all;
        }
    }
}

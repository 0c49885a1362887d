package io.dbn4j.core.hamiltonian;

import io.dbn4j.core.Check;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.units.UnitType;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Another RBM, given by its numbers, whose free energy is the energy to learn. Units with parameters besides their
 * biases, such as learned variances, are refused.
 *
 * @param visibleUnit kind of the visible units
 * @param hiddenUnit kind of the hidden units
 * @param weights row by row, {@code visible * hidden} numbers
 * @param visibleBias one for each visible unit
 * @param hiddenBias one for each hidden unit
 * @param energyOffset constant part of the energy, in nats
 */
public record TeacherRbm(
        UnitType visibleUnit,
        UnitType hiddenUnit,
        List<Double> weights,
        List<Double> visibleBias,
        List<Double> hiddenBias,
        double energyOffset)
        implements Hamiltonian {

    public TeacherRbm {
        weights = List.copyOf(weights);
        visibleBias = List.copyOf(visibleBias);
        hiddenBias = List.copyOf(hiddenBias);
        requireNoParameters("visible", visibleUnit);
        requireNoParameters("hidden", hiddenUnit);
        Check.atLeast(1, visibleBias.size(), "number of visible biases");
        Check.atLeast(1, hiddenBias.size(), "number of hidden biases");
        Check.require(
                weights.size() == (long) visibleBias.size() * hiddenBias.size(),
                "weights must be %d x %d numbers, were %d",
                visibleBias.size(),
                hiddenBias.size(),
                weights.size());
    }

    private static void requireNoParameters(String side, UnitType unit) {
        Check.require(
                unit.parameters() == 0,
                "%s units of a teacher RBM must have no parameters besides their biases, %s has %s; use %s",
                side,
                unit.name(),
                unit.parameterNames(),
                unit.withoutParameters().name());
    }

    /** Returns the numbers of an RBM as a target. */
    public static TeacherRbm of(Rbm rbm) {
        return new TeacherRbm(
                rbm.visibleUnit(),
                rbm.hiddenUnit(),
                numbers(rbm.weights()),
                numbers(rbm.visibleBias()),
                numbers(rbm.hiddenBias()),
                rbm.energyOffset());
    }

    private static List<Double> numbers(INDArray array) {
        return Arrays.stream(Elements.of(array)).boxed().toList();
    }

    @Override
    public UnitType unit() {
        return visibleUnit;
    }

    @Override
    public int units() {
        return visibleBias.size();
    }

    @Override
    public double[] energy(INDArray states) {
        return freeEnergy().energy(states.castTo(DataType.DOUBLE));
    }

    @Override
    public double logPartition() {
        return freeEnergy().logPartition();
    }

    private FreeEnergyOfRbm freeEnergy() {
        return new FreeEnergyOfRbm(new Rbm(
                visibleUnit,
                hiddenUnit,
                array(weights).reshape(visibleBias.size(), hiddenBias.size()),
                array(visibleBias),
                array(hiddenBias),
                energyOffset));
    }

    private static INDArray array(List<Double> numbers) {
        return Nd4j.createFromArray(
                numbers.stream().mapToDouble(Double::doubleValue).toArray());
    }
}

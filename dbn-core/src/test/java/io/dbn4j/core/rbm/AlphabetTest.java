package io.dbn4j.core.rbm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dbn4j.core.units.Bernoulli;
import io.dbn4j.core.units.Spin;
import io.dbn4j.core.units.UnitType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

class AlphabetTest {

    private static final String DIRECTIONS = "directions";

    static Stream<Arguments> directions() {
        return SmallRbms.unitPairs()
                .flatMap(from -> SmallRbms.unitPairs()
                        .map(to -> Arguments.of(from.get()[0], from.get()[1], to.get()[0], to.get()[1])));
    }

    @ParameterizedTest
    @MethodSource(DIRECTIONS)
    void conversionKeepsEveryEnergy(UnitType v, UnitType h, UnitType toVisible, UnitType toHidden) {
        Rbm rbm = SmallRbms.of(v, h, 4, 3);

        Rbm converted = Alphabet.convert(rbm, toVisible, toHidden);

        assertThat(converted.visibleUnit()).isEqualTo(toVisible);
        assertThat(converted.hiddenUnit()).isEqualTo(toHidden);
        assertSameModel(rbm, converted);
    }

    @ParameterizedTest
    @MethodSource(DIRECTIONS)
    void conversionThereAndBackReturnsTheParameters(UnitType v, UnitType h, UnitType toVisible, UnitType toHidden) {
        Rbm rbm = SmallRbms.of(v, h, 4, 3);

        Rbm back = Alphabet.convert(Alphabet.convert(rbm, toVisible, toHidden), v, h);

        assertThat(back.weights().equalsWithEps(rbm.weights(), 1e-14)).isTrue();
        assertThat(back.visibleBias().equalsWithEps(rbm.visibleBias(), 1e-14)).isTrue();
        assertThat(back.hiddenBias().equalsWithEps(rbm.hiddenBias(), 1e-14)).isTrue();
        assertThat(back.energyOffset()).isEqualTo(rbm.energyOffset(), within(1e-14));
    }

    @Test
    void aConversionThatForgetsTheOffsetIsRejected() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        Rbm converted = Alphabet.convert(rbm, new Spin(), new Spin());
        Rbm broken = converted.withEnergyOffset(rbm.energyOffset());

        assertThatThrownBy(() -> assertSameModel(rbm, broken)).isInstanceOf(AssertionError.class);
    }

    @Test
    void parametersLaidOutAsInDl4jAreConvertedAlike() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);

        assertSameModel(rbm, Alphabet.convert(SmallRbms.asInDl4j(rbm), new Spin(), new Spin()));
    }

    @Test
    void bernoulliUnitsBecomeSpinsAsInTheLiterature() {
        Rbm rbm = SmallRbms.bernoulli(2, 1).withEnergyOffset(0);
        double w0 = rbm.weights().getDouble(0, 0);
        double w1 = rbm.weights().getDouble(1, 0);

        Rbm spins = Alphabet.convert(rbm, new Spin(), new Spin());

        double a0 = rbm.visibleBias().getDouble(0);
        double a1 = rbm.visibleBias().getDouble(1);
        double b = rbm.hiddenBias().getDouble(0);
        assertThat(spins.weights().getDouble(0, 0)).isEqualTo(w0 / 4, within(1e-15));
        assertThat(spins.visibleBias().getDouble(0)).isEqualTo(a0 / 2 + w0 / 4, within(1e-15));
        assertThat(spins.hiddenBias().getDouble(0)).isEqualTo(b / 2 + (w0 + w1) / 4, within(1e-15));
        assertThat(spins.energyOffset()).isEqualTo(-(a0 + a1) / 2 - b / 2 - (w0 + w1) / 4, within(1e-15));
    }

    @Test
    void conversionGivesArraysOfItsOwn() {
        Rbm rbm = SmallRbms.bernoulli(4, 3);
        Rbm before = rbm.copy();

        Rbm converted = Alphabet.convert(rbm, new Bernoulli(), new Bernoulli());
        converted.weights().assign(0);
        converted.visibleBias().assign(0);
        converted.hiddenBias().assign(0);

        assertThat(rbm).isEqualTo(before);
    }

    private static void assertSameModel(Rbm expected, Rbm actual) {
        JointStates expectedStates = JointStates.of(expected);
        JointStates actualStates = JointStates.of(actual);
        int count = expectedStates.visibleCount();
        assertThat(actual.energy(actualStates.visible(), actualStates.hidden()))
                .containsExactly(expectedStates.energies(), within(1e-12));
        assertThat(actual.freeEnergy(StateSpace.states(actual.visibleUnit(), 4, 0, count, DataType.DOUBLE)))
                .containsExactly(
                        expected.freeEnergy(StateSpace.states(expected.visibleUnit(), 4, 0, count, DataType.DOUBLE)),
                        within(1e-12));
        assertThat(StateSpace.of(actual).logPartition())
                .isEqualTo(StateSpace.of(expected).logPartition(), within(1e-12));
    }
}

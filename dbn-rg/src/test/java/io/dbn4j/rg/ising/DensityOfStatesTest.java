package io.dbn4j.rg.ising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import io.dbn4j.rg.lattice.Ring;
import io.dbn4j.rg.lattice.SquareLattice;
import org.junit.jupiter.api.Test;

class DensityOfStatesTest {

    @Test
    void smallLatticesHaveTheKnownNumbersOfStates() {
        assertThat(DensityOfStates.of(new SquareLattice(3).ising(1)).states())
                .containsExactly(
                        entry(-18, 2L),
                        entry(-10, 18L),
                        entry(-6, 48L),
                        entry(-2, 198L),
                        entry(2, 144L),
                        entry(6, 102L));
        assertThat(DensityOfStates.of(new SquareLattice(4).ising(1)).states())
                .containsExactly(
                        entry(-32, 2L),
                        entry(-24, 32L),
                        entry(-20, 64L),
                        entry(-16, 424L),
                        entry(-12, 1728L),
                        entry(-8, 6688L),
                        entry(-4, 13568L),
                        entry(0, 20524L),
                        entry(4, 13568L),
                        entry(8, 6688L),
                        entry(12, 1728L),
                        entry(16, 424L),
                        entry(20, 64L),
                        entry(24, 32L),
                        entry(32, 2L));
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DensityOfStates.of(new SquareLattice(5).ising(1)))
                .withMessage("states of 25 spins cannot be enumerated (at most 20)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DensityOfStates.of(new Ring(4).ising(0.3)))
                .withMessageStartingWith("energy must be an integer");
    }
}

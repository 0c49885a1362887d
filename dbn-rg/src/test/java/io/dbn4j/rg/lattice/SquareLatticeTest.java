package io.dbn4j.rg.lattice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SquareLatticeTest {

    @Test
    void neighboursAreRightBelowLeftAndAbove() {
        int[] neighbours = new SquareLattice(4).neighbours();

        assertThat(neighbours).hasSize(64);
        assertThat(neighbours).startsWith(1, 4, 3, 12);
        assertThat(neighbours).endsWith(12, 3, 14, 11);
    }

    @Test
    void neighboursAreMutual() {
        int[] neighbours = new SquareLattice(5).neighbours();

        for (int site = 0; site < 25; site++) {
            assertThat(neighbours[4 * neighbours[4 * site] + 2]).isEqualTo(site);
            assertThat(neighbours[4 * neighbours[4 * site + 1] + 3]).isEqualTo(site);
        }
    }
}

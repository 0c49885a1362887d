package io.dbn4j.rg.lattice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SquareLatticeTest {

    @Test
    void neighborsAreRightBelowLeftAndAbove() {
        int[] neighbors = new SquareLattice(4).neighbors();

        assertThat(neighbors).hasSize(64);
        assertThat(neighbors).startsWith(1, 4, 3, 12);
        assertThat(neighbors).endsWith(12, 3, 14, 11);
    }

    @Test
    void neighborsAreMutual() {
        int[] neighbors = new SquareLattice(5).neighbors();

        for (int site = 0; site < 25; site++) {
            assertThat(neighbors[4 * neighbors[4 * site] + 2]).isEqualTo(site);
            assertThat(neighbors[4 * neighbors[4 * site + 1] + 3]).isEqualTo(site);
        }
    }
}

/** Lattices: the sites of spins and their neighbors. */
@NullMarked
package io.dbn4j.rg.lattice;

import org.jspecify.annotations.NullMarked;

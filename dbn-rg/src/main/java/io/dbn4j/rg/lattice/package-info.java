/**
 * Where spins sit and which of them are neighbors.
 */
@NullMarked
package io.dbn4j.rg.lattice;

import org.jspecify.annotations.NullMarked;

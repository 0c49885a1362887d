/**
 * Where spins sit and which of them are neighbours.
 */
@NullMarked
package io.dbn4j.rg.lattice;

import org.jspecify.annotations.NullMarked;

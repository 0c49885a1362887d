/**
 * Energies that an RBM can be told to have: a {@link io.dbn4j.core.hamiltonian.Hamiltonian} is what objectives that match
 * energies or free energies need, and what data alone do not define.
 */
@NullMarked
package io.dbn4j.core.hamiltonian;

import org.jspecify.annotations.NullMarked;

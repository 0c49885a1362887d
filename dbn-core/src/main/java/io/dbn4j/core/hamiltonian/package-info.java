/**
 * Energies that an RBM is trained to have. Objectives that match energies or free energies need a
 * {@link io.dbn4j.core.hamiltonian.Hamiltonian}; data alone do not define one.
 */
@NullMarked
package io.dbn4j.core.hamiltonian;

import org.jspecify.annotations.NullMarked;

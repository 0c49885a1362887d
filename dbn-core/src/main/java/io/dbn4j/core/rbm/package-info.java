/**
 * The restricted Boltzmann machine: {@link io.dbn4j.core.rbm.Rbm} holds energy, free energy, conditionals and the
 * gradient of the free energy; {@link io.dbn4j.core.rbm.StateSpace} enumerates small models exactly.
 */
@NullMarked
package io.dbn4j.core.rbm;

import org.jspecify.annotations.NullMarked;

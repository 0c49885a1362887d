/**
 * Restricted Boltzmann machines and deep belief networks with numbers one can check.
 *
 * <p>Start with {@link io.dbn4j.core.rbm.Rbm}: energies, free energies, conditionals. This package holds what the whole
 * project shares: argument checks and citations.
 */
@NullMarked
package io.dbn4j.core;

import org.jspecify.annotations.NullMarked;

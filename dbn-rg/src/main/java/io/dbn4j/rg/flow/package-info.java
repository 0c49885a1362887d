/**
 * What happens to configurations that an RBM maps to its hidden units and back, again and again, and at what temperature an
 * Ising model would look like that. {@link io.dbn4j.rg.flow.RbmFlow} moves them, {@link io.dbn4j.rg.flow.IsingThermometers}
 * reads them, {@link io.dbn4j.rg.flow.TemperatureMixture} is what the RBM was trained on.
 */
@NullMarked
package io.dbn4j.rg.flow;

import org.jspecify.annotations.NullMarked;

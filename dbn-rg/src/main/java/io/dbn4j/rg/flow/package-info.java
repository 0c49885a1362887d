/**
 * The flow of configurations that an RBM maps to its hidden units and back again and again, and the temperature at
 * which an Ising model has the same means. {@link io.dbn4j.rg.flow.RbmFlow} moves configurations,
 * {@link io.dbn4j.rg.flow.IsingThermometers} reads their temperature, {@link io.dbn4j.rg.flow.TemperatureMixture} is
 * the data that the RBM was trained on.
 */
@NullMarked
package io.dbn4j.rg.flow;

import org.jspecify.annotations.NullMarked;

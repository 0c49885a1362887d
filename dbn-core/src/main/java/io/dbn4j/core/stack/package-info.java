/**
 * RBMs on top of each other. {@link io.dbn4j.core.stack.Dbn} is the model, {@link io.dbn4j.core.stack.VariationalBound}
 * bounds its likelihood from below, {@link io.dbn4j.core.stack.FreeEnergyLedger} shows the gain of each layer, and
 * {@link io.dbn4j.core.stack.UpDown} trains the whole. {@link io.dbn4j.core.stack.Measurement}s watch one RBM in
 * training.
 */
@NullMarked
package io.dbn4j.core.stack;

import org.jspecify.annotations.NullMarked;

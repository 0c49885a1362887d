/**
 * RBMs on top of each other: {@link io.dbn4j.core.stack.Dbn} is the model,
 * {@link io.dbn4j.core.stack.VariationalBound} its likelihood from below, {@link io.dbn4j.core.stack.FreeEnergyLedger}
 * what each layer adds, {@link io.dbn4j.core.stack.UpDown} how the whole is trained.
 * {@link io.dbn4j.core.stack.Measurement}s watch one RBM in training.
 */
@NullMarked
package io.dbn4j.core.stack;

import org.jspecify.annotations.NullMarked;

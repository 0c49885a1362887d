/**
 * Observables of sampled configurations: {@link io.dbn4j.rg.observable.IsingTrace} collects energy and magnetization,
 * {@link io.dbn4j.rg.observable.IsingObservables} averages them with errors.
 */
@NullMarked
package io.dbn4j.rg.observable;

import org.jspecify.annotations.NullMarked;

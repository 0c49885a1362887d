/**
 * What is measured on sampled configurations: {@link io.dbn4j.rg.observable.IsingTrace} collects energy and magnetization,
 * {@link io.dbn4j.rg.observable.IsingObservables} makes averages with errors of them.
 */
@NullMarked
package io.dbn4j.rg.observable;

import org.jspecify.annotations.NullMarked;

/**
 * Renormalization-group experiments on RBMs: {@link io.dbn4j.rg.RgExperiments} lists what can be run.
 */
@NullMarked
package io.dbn4j.rg;

import org.jspecify.annotations.NullMarked;

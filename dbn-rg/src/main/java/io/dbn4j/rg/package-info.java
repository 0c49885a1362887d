/** Renormalization-group experiments on RBMs: {@link io.dbn4j.rg.RgExperiments} lists them. */
@NullMarked
package io.dbn4j.rg;

import org.jspecify.annotations.NullMarked;

/** The experiments of the laboratory: each ends with checks, a verdict and the kind of evidence behind it. */
@NullMarked
package io.dbn4j.rg.experiment;

import org.jspecify.annotations.NullMarked;

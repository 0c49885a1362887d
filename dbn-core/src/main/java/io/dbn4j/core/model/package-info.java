/**
 * Models and their files. {@link io.dbn4j.core.model.DeepBeliefNetwork} is a network of DL4J whose RBM layers can be
 * pretrained and saved; {@link io.dbn4j.core.model.ModelZip} reads its files, {@link io.dbn4j.core.model.RbmArchive}
 * the files of single RBMs, and {@link io.dbn4j.core.model.ModelFile} both.
 */
@NullMarked
package io.dbn4j.core.model;

import org.jspecify.annotations.NullMarked;

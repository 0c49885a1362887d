/**
 * Models and their files: {@link io.dbn4j.core.model.DeepBeliefNetwork} is a network of DL4J whose RBM layers can be pretrained,
 * {@link io.dbn4j.core.model.ModelZip} writes networks, {@link io.dbn4j.core.model.RbmArchive} single RBMs, and {@link
 * io.dbn4j.core.model.ModelFile} reads both.
 */
@NullMarked
package io.dbn4j.core.model;

import org.jspecify.annotations.NullMarked;

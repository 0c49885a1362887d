/**
 * An RBM trained on digits without labels, below classifiers: {@link io.dbn4j.example.labels.FewLabels}, {@link
 * io.dbn4j.example.labels.NearestNeighbors}.
 */
@NullMarked
package io.dbn4j.example.labels;

import org.jspecify.annotations.NullMarked;

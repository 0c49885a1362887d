/**
 * Complete programs to start from: {@link io.dbn4j.mnist.example.CsvPipeline}, {@link io.dbn4j.mnist.example.IdxPipeline},
 * {@link io.dbn4j.mnist.example.FewLabels}, {@link io.dbn4j.mnist.example.NearestNeighbors}, {@link
 * io.dbn4j.mnist.example.ArbiterSearch}.
 */
@NullMarked
package io.dbn4j.mnist.example;

import org.jspecify.annotations.NullMarked;

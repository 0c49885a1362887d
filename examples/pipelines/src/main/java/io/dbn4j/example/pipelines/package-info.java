/**
 * Networks on files, with dbn-core as the only dependency: {@link io.dbn4j.example.pipelines.FirstNetwork}, {@link
 * io.dbn4j.example.pipelines.StopAndResume}, {@link io.dbn4j.example.pipelines.CsvPipeline}, {@link
 * io.dbn4j.example.pipelines.CategoryPipeline}, {@link io.dbn4j.example.pipelines.IdxPipeline}, {@link
 * io.dbn4j.example.pipelines.ClassesOnTop}.
 */
@NullMarked
package io.dbn4j.example.pipelines;

import org.jspecify.annotations.NullMarked;

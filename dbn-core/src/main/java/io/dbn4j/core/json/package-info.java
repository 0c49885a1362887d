/**
 * Files that this project writes and reads again: JSON read strictly, {@link io.dbn4j.core.json.Snapshot}s of arrays, and files
 * that are written whole or not at all.
 *
 * <p>Start at {@link io.dbn4j.core.json.Json}. {@link io.dbn4j.core.json.RunFile} opens files that somebody else may have made.
 */
@NullMarked
package io.dbn4j.core.json;

import org.jspecify.annotations.NullMarked;

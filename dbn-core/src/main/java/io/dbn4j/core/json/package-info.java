/**
 * Files that this project writes and reads again: strict JSON, {@link io.dbn4j.core.json.Snapshot}s of arrays, and
 * files written whole or not at all.
 *
 * <p>Start at {@link io.dbn4j.core.json.Json}. {@link io.dbn4j.core.json.RunFile} opens files from untrusted sources.
 */
@NullMarked
package io.dbn4j.core.json;

import org.jspecify.annotations.NullMarked;

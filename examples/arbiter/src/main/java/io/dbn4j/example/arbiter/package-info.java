/**
 * A search by Arbiter: {@link io.dbn4j.example.arbiter.ArbiterSearch}.
 */
@NullMarked
package io.dbn4j.example.arbiter;

import org.jspecify.annotations.NullMarked;

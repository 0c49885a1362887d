/** The command {@code dbn spark} and its subcommands. */
@NullMarked
package io.dbn4j.spark;

import org.jspecify.annotations.NullMarked;

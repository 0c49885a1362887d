/**
 * The frame of a command line: {@link io.dbn4j.cli.Program} runs a {@link io.dbn4j.cli.RootCommand} and its commands, {@link
 * io.dbn4j.cli.RunOptions} are the options of those that run an experiment. Whatever goes wrong becomes one line.
 */
@NullMarked
package io.dbn4j.cli;

import org.jspecify.annotations.NullMarked;

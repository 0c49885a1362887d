/**
 * The frame of a command-line program: {@link io.dbn4j.cli.Program} runs a {@link io.dbn4j.cli.RootCommand} and its
 * commands, {@link io.dbn4j.cli.RunOptions} are the options of commands that run an experiment. Every error becomes one
 * line. A {@link io.dbn4j.cli.Session} runs many command lines in one process.
 */
@NullMarked
package io.dbn4j.cli;

import org.jspecify.annotations.NullMarked;

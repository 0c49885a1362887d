/**
 * The command line {@code dbn}, with one class for each command and one handler for all errors.
 *
 * <p>Start with {@link io.dbn4j.ui.command.Main}. A command is a class {@code XCommand} and one entry there. Standard
 * output carries results only: {@link io.dbn4j.lab.terminal.ResultTable} draws the result of any experiment from its
 * JSON, so that a new experiment needs no code here. Exit codes: 0 done, 1 failed, 2 wrong command line, 130
 * interrupted.
 */
@NullMarked
package io.dbn4j.ui.command;

import org.jspecify.annotations.NullMarked;

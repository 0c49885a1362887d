/** Output of commands on a terminal: results as tables, errors in one line. Start at {@link ResultTable}. */
@NullMarked
package io.dbn4j.lab.terminal;

import org.jspecify.annotations.NullMarked;

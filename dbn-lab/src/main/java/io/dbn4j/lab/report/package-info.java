/**
 * Reports that show the results of runs. {@link io.dbn4j.lab.report.Report} is the page of a run, {@link
 * io.dbn4j.lab.report.Table} declares the columns of a table once, {@link io.dbn4j.lab.report.EstimateText} writes a
 * number with its error.
 */
@NullMarked
package io.dbn4j.lab.report;

import org.jspecify.annotations.NullMarked;

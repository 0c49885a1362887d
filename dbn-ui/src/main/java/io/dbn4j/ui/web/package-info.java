/**
 * Pages for a browser that show runs, their training and their models.
 *
 * <p>Start with {@link io.dbn4j.ui.web.WebServer}. All pages are drawn from run folders: a run of last year and a run
 * that another process is computing look the same, and training knows nothing of the pages. {@link
 * io.dbn4j.ui.web.RunPages} lists the requests. The answers are JSON; the scripts among the resources of this package
 * draw them, together with the script that draws {@code report.html}.
 */
@NullMarked
package io.dbn4j.ui.web;

import org.jspecify.annotations.NullMarked;

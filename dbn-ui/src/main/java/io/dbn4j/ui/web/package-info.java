/**
 * Pages for a browser: runs, their training, their models.
 *
 * <p>Start with {@link io.dbn4j.ui.web.WebServer}. Everything that is shown comes from run folders, whoever writes them:
 * a run that was done last year and one that is on its way in another process look the same, and training knows nothing
 * of the pages. {@link io.dbn4j.ui.web.RunPages} is the list of what can be asked for; the answers are JSON, drawn by the
 * scripts among the resources of this package and by the one that draws {@code report.html}.
 */
@NullMarked
package io.dbn4j.ui.web;

import org.jspecify.annotations.NullMarked;

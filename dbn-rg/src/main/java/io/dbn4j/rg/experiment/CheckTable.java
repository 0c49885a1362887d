package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import java.util.List;
import java.util.Locale;

/** The end of every report: what was checked, and where the numbers come from. */
final class CheckTable {

    private CheckTable() {}

    /** Adds both to a page and writes it into the run folder. */
    static void end(Report page, Run run, Finding finding) {
        page.section("Checks")
                .table(
                        "Against values known before",
                        List.of("check", "value", "target", "tolerance", "passes"),
                        finding.checks().stream()
                                .map(check -> List.of(
                                        check.name(),
                                        String.format(Locale.ROOT, "%.9g", check.value()),
                                        String.format(Locale.ROOT, "%.9g", check.target()),
                                        check.tolerance() == 0
                                                ? ""
                                                : String.format(Locale.ROOT, "%.2g", check.tolerance()),
                                        check.pass() ? "yes" : "no"))
                                .toList())
                .provenance(run.record())
                .write(run.folder().resolve("report.html"));
    }
}

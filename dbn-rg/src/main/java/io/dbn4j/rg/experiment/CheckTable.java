package io.dbn4j.rg.experiment;

import io.dbn4j.core.run.Report;
import io.dbn4j.core.run.Run;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The end of every report: the checks behind the verdict, and where the numbers come from. */
final class CheckTable {

    private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.?0+(?=e|$)");

    private CheckTable() {}

    /** Adds the checks and the provenance to a page and writes it into the run folder. */
    static void end(Report page, Run run, Finding finding) {
        page.section("Checks behind each sentence of the verdict");
        for (Clause clause : finding.verdict().clauses()) {
            page.table(
                    clause.pass() ? clause.holds() : clause.fails(),
                    List.of("check", "value", "", "target", "tolerance", "passes", "source of the target"),
                    clause.checks().stream().map(CheckTable::row).toList());
        }
        page.provenance(run.record()).write(run.folder().resolve("report.html"));
    }

    private static List<String> row(Finding.Check check) {
        return List.of(
                check.name(),
                number(check.value()),
                check.relation().sign(),
                number(check.target()),
                check.tolerance() == 0 ? "0" : String.format(Locale.ROOT, "%.2g", check.tolerance()),
                check.pass() ? "yes" : "no",
                check.source().isEmpty() ? "theory or this run" : check.source());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.format(Locale.ROOT, "%d", (long) value)
                : TRAILING_ZEROS
                        .matcher(String.format(Locale.ROOT, "%.9g", value))
                        .replaceAll("");
    }
}

package io.dbn4j.rg.experiment;

import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Run;
import io.dbn4j.rg.experiment.Finding.Check;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The last section of every page: the checks behind each sentence of the verdict. */
final class CheckTable {

    private static final Pattern TRAILING_ZEROS = Pattern.compile("\\.?0+(?=e|$)");

    /** A check with the clause that depends on it. */
    private record Row(Clause clause, Check check) {}

    private static final Table<Row> CHECKS = Table.<Row>of("checks")
            .text("sentence", row -> row.clause.text())
            .text("check", "check", row -> row.check.name())
            .number("value", "value", CheckTable::number, row -> row.check.value())
            .text("relation", "", row -> row.check.relation().sign())
            .number("target", "target", CheckTable::number, row -> row.check.target())
            .number("tolerance", "tolerance", CheckTable::tolerance, row -> row.check.tolerance())
            .text("passes", "passes", row -> row.check.pass() ? "yes" : "no")
            .text(
                    "source",
                    "source of the target",
                    row -> row.check.source().isEmpty() ? "theory or this run" : row.check.source());

    private CheckTable() {}

    /** Adds a table for each clause to a page, and writes the file of all checks. */
    static void add(Report page, Run run, Verdict verdict) {
        page.section("Checks behind each sentence of the verdict");
        CHECKS.save(
                run,
                verdict.clauses().stream()
                        .flatMap(clause -> rows(clause).stream())
                        .toList());
        for (Clause clause : verdict.clauses()) {
            page.table(clause.pass() ? clause.holds() : clause.fails(), CHECKS.look(), rows(clause));
        }
    }

    private static List<Row> rows(Clause clause) {
        return clause.checks().stream().map(check -> new Row(clause, check)).toList();
    }

    private static String tolerance(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.2g", value);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? String.format(Locale.ROOT, "%d", (long) value)
                : TRAILING_ZEROS
                        .matcher(String.format(Locale.ROOT, "%.9g", value))
                        .replaceAll("");
    }
}

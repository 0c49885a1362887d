package io.dbn4j.rg.experiment;

import java.util.List;
import java.util.Locale;

/** The checks of a finding as a table. */
final class CheckTable {

    static final List<String> HEADER = List.of("check", "value", "target", "passes");

    private CheckTable() {}

    static List<List<String>> rows(List<Finding.Check> checks) {
        return checks.stream()
                .map(check -> List.of(
                        check.name(),
                        String.format(Locale.ROOT, "%.6g", check.value()),
                        String.format(Locale.ROOT, "%.6g", check.target()),
                        check.pass() ? "yes" : "no"))
                .toList();
    }
}

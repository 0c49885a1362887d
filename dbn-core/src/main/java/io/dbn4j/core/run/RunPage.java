package io.dbn4j.core.run;

import java.nio.file.Files;
import java.util.function.Consumer;

/** The page of a run: what the experiment shows, then the provenance. */
record RunPage(String title, Consumer<Report> content) {

    /** Writes {@code report.html} and the files of its tables. */
    void write(Run run) {
        Report report = Report.of(title);
        content.accept(report);
        report.files().forEach((name, csv) -> run.save(name + ".csv", file -> Files.writeString(file, csv)));
        String html = report.provenance(run.record()).toHtml();
        run.save("report.html", file -> Files.writeString(file, html));
    }
}

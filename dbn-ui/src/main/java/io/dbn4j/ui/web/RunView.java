package io.dbn4j.ui.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dbn4j.core.Check;
import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.RunFile;
import io.dbn4j.lab.run.MetricLog;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunList.Entry;
import io.dbn4j.lab.run.RunRecord;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The page of one run.
 *
 * @param summary row of the run in the list
 * @param folder path of the run, see {@link RunFolders#shown}
 * @param command command line that runs it again
 * @param record content of {@code run.json}
 * @param result content of {@code result.json}; null until there is one
 * @param problem reason why the result cannot be read; empty if it can
 * @param tables names of its CSV files
 * @param report whether it has a {@code report.html}
 * @param measured whether it has measurements over time
 * @param trainings names of trainings that DL4J's pages can show
 * @param model version of its newest model, see {@link RunModel#version}; empty without a model
 * @param plays whether its model is finished, so that the browser can compute with it
 */
record RunView(
        RunSummary summary,
        String folder,
        String command,
        RunRecord record,
        JsonNode result,
        String problem,
        List<String> tables,
        boolean report,
        boolean measured,
        List<String> trainings,
        String model,
        boolean plays) {

    private static final String REPORT = "report.html";
    private static final String TABLE = "[A-Za-z0-9][A-Za-z0-9._-]*\\.csv";

    static RunView of(String id, RunFolders runs) {
        Entry run = runs.run(id);
        JsonNode result = JsonNodeFactory.instance.nullNode();
        String problem = "";
        if (Files.exists(run.folder().resolve(Run.RESULT), LinkOption.NOFOLLOW_LINKS)) {
            try {
                result = Json.read(new RunFile(run.folder(), Run.RESULT), JsonNode.class);
            } catch (IllegalArgumentException | UncheckedIOException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        return new RunView(
                RunSummary.of(id, run),
                runs.shown(id),
                run.record().command(),
                run.record(),
                result,
                problem,
                tables(run.folder()),
                new RunFile(run.folder(), REPORT).exists(),
                new RunFile(run.folder(), MetricLog.FILE).exists(),
                TrainingStats.of(run.folder()),
                RunModel.version(run.folder()),
                RunModel.file(run.folder()).isPresent());
    }

    private static List<String> tables(Path folder) {
        return RunFile.names(folder).stream()
                .filter(name -> name.matches(TABLE))
                .toList();
    }

    /**
     * Returns the report that the run wrote.
     *
     * @throws NoSuchElementException if there is no report
     */
    static RunFile report(Path folder) {
        return file(folder, REPORT);
    }

    /**
     * Returns a table of the run folder.
     *
     * @throws NoSuchElementException if the folder has none of this name
     */
    static RunFile table(Path folder, String name) {
        if (!name.matches(TABLE)) {
            throw new NoSuchElementException("there is no table " + Check.shown(name));
        }
        return file(folder, name);
    }

    private static RunFile file(Path folder, String name) {
        RunFile file = new RunFile(folder, name);
        if (!file.exists()) {
            throw new NoSuchElementException("the run has no file " + name);
        }
        return file;
    }
}

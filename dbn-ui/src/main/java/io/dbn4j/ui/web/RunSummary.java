package io.dbn4j.ui.web;

import io.dbn4j.lab.run.RunList.Entry;
import io.dbn4j.lab.run.RunRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A row in the list of runs.
 *
 * @param id name of the run in the pages
 * @param folder path of the run below its root
 * @param type type of the experiment
 * @param status status of the run
 * @param headline main result, or the reason of a failure
 */
record RunSummary(
        String id,
        String folder,
        String name,
        String type,
        long seed,
        RunRecord.Status status,
        String started,
        String ended,
        String headline) {

    /** A folder that cannot be read as a run. */
    record Unreadable(String folder, String reason) {}

    /**
     * The list of runs.
     *
     * @param roots folders that were searched
     * @param runs runs, the newest first
     * @param unreadable folders that are not runs
     */
    record All(List<String> roots, List<RunSummary> runs, List<Unreadable> unreadable) {}

    static All all(RunFolders folders) {
        RunFolders.Found found = folders.list();
        List<RunSummary> runs = new ArrayList<>(
                found.runs().stream().map(named -> of(named.id(), named.run())).toList());
        runs.sort(Collections.reverseOrder((a, b) -> a.started.compareTo(b.started)));
        List<Unreadable> unreadable = found.unreadable().stream()
                .map(one -> new Unreadable(one.folder().toString(), one.reason()))
                .toList();
        return new All(folders.roots(), runs, unreadable);
    }

    static RunSummary of(String id, Entry run) {
        RunRecord record = run.record();
        String found = record.headline().isEmpty() ? record.message() : record.headline();
        return new RunSummary(
                id,
                id.substring(id.indexOf('/') + 1),
                record.name(),
                String.valueOf(record.experiment().get("type")),
                record.seed(),
                run.status(),
                record.started().toString(),
                record.ended(),
                found);
    }
}

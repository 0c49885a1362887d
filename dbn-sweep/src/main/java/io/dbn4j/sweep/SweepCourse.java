package io.dbn4j.sweep;

import io.dbn4j.core.json.Json;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.RunEstimates;
import io.dbn4j.lab.run.Checkpoints;
import io.dbn4j.lab.run.Experiment;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.run.RunRecord;
import io.dbn4j.lab.run.RunRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A sweep that is under way. */
final class SweepCourse {

    private static final double MILLIS_A_MINUTE = 60_000;

    private final ExperimentSweep sweep;
    private final Run run;
    private final Experiment base;
    private final Search.Rounds rounds;
    private final Workers workers;
    private final boolean continues;
    private final long begun = System.nanoTime();
    private final Map<Integer, Trial> trials = new TreeMap<>();
    private int runs;
    private long epochs;
    private int failedConfirmations;

    SweepCourse(ExperimentSweep sweep, Run run, TrialExecutor executor) {
        this.sweep = sweep;
        this.run = run;
        sweep.requireInputs(run.experiments());
        base = sweep.base(run.experiments());
        rounds = sweep.search().start(Settings.of(sweep.axes()), sweep.score(), run.random("candidates"));
        workers = new Workers(
                executor, sweep.workers(), Duration.ofMillis((long) (sweep.runMinutes() * MILLIS_A_MINUTE)));
        continues = sweep.search() instanceof SuccessiveHalving halving && canContinue(halving);
    }

    /** Tells whether a longer run can continue from a shorter one: the experiment has no other length. */
    private boolean canContinue(SuccessiveHalving halving) {
        List<String> lengths = Settings.paths(base).stream()
                .filter(path -> path.equals("epochs") || path.endsWith(".epochs"))
                .toList();
        boolean only = lengths.equals(List.of(halving.epochs()));
        if (!only) {
            run.progress()
                    .note("longer runs start from scratch, because the experiment has more than one length: "
                            + String.join(", ", lengths));
        } else if (Json.line(base).contains("\"decay\":true")) {
            run.progress()
                    .warn("decay is true, so the learning rate depends on the length of a run: a continued run differs"
                            + " from a run that was longer from the beginning");
        }
        return only;
    }

    SweepOutcome outcome() {
        List<Search.Proposal> round = rounds.next(List.of());
        for (int number = 1; !round.isEmpty() && !isLate(); number++) {
            new Round(round).run("round " + number);
            round = rounds.next(List.copyOf(trials.values()));
        }
        List<Trial> ranked = ranked();
        SweepReport report = new SweepReport(run, sweep, ranked);
        report.writeTable();
        Trial best = ranked.stream()
                .filter(Trial::isRanked)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(String.format(
                        Locale.ROOT,
                        "none of %d trials has a score; %s",
                        ranked.size(),
                        ranked.isEmpty() ? "time was up" : ranked.get(0).line())));
        Path bestRun = bestRun(best);
        Map<String, Estimate> scores = new LinkedHashMap<>();
        scores.put("search", best.score());
        confirmed(best).ifPresent(score -> scores.put("confirmed", score));
        deleteCheckpoints();
        SweepOutcome outcome = new SweepOutcome(
                sweep.score().label(),
                scores,
                best.values(),
                RunRecord.read(bestRun).command(),
                Models.copy(bestRun, run),
                runs,
                epochs,
                (int) ranked.stream().filter(trial -> !trial.isRanked()).count(),
                failedConfirmations,
                ranked,
                (System.nanoTime() - begun) * 1e-9);
        Report.ofRun(run, "Sweep of " + sweep.experiment(), page -> report.addTo(page, outcome));
        return outcome;
    }

    /** Orders trials from the best to the worst: the longest runs first, then shorter ones, then failed ones. */
    private List<Trial> ranked() {
        Comparator<Trial> order = Comparator.comparing(Trial::isRanked)
                .reversed()
                .thenComparing(Comparator.comparing(Trial::epochs).reversed())
                .thenComparing(trial -> trial.score().value(), sweep.score().best())
                .thenComparing(Trial::trial);
        return trials.values().stream().sorted(order).toList();
    }

    private boolean isLate() {
        double passed = (System.nanoTime() - begun) * 1e-6;
        return sweep.minutes() > 0 && passed > sweep.minutes() * MILLIS_A_MINUTE;
    }

    private long seed(int index) {
        return run.record().seed() + index;
    }

    private Path folder(Search.Proposal candidate, long seed, int length) {
        String suffix = length == 0 ? "" : "-e" + length;
        return run.folder()
                .resolve("trials")
                .resolve(String.format(Locale.ROOT, "%04d-s%d%s", candidate.number(), seed, suffix));
    }

    private Path bestRun(Trial best) {
        int index = IntStream.range(0, best.scores().size())
                .boxed()
                .min(Comparator.comparing(best.scores()::get, sweep.score().best()))
                .orElseThrow();
        return folder(new Search.Proposal(best.trial(), best.values(), best.epochs(), 0), seed(index), best.epochs());
    }

    private RunRequest request(Experiment experiment, Map<String, String> values, long seed) {
        String name = sweep.experiment().endsWith(".json") ? "trial" : sweep.experiment();
        return new RunRequest(name, experiment, seed, sweep.overrides(values));
    }

    /** Runs the best setting with seeds that had no part in its choice, and returns the mean score. */
    private Optional<Estimate> confirmed(Trial best) {
        if (sweep.confirmations() == 0) {
            return Optional.empty();
        }
        List<TrialRun> again = new ArrayList<>();
        for (int i = 0; i < sweep.confirmations(); i++) {
            long seed = seed(sweep.seeds() + i);
            Path folder = run.folder().resolve("confirmation").resolve("s" + seed);
            RunRequest request = request(Json.with(base, best.values()), best.values(), seed);
            again.add(new TrialRun(best.trial(), request, folder, Optional.empty(), false));
        }
        Round confirmation = new Round(List.of());
        run.progress().begin("confirmation", again.size(), "runs");
        workers.run(again, run.experiments(), confirmation);
        run.progress().end();
        List<Found> found = new ArrayList<>();
        for (TrialRun one : again) {
            Ended ended = confirmation.ended.get(one.folder());
            if (ended == null) {
                run.progress()
                        .warn("no confirmation: the time was up before the best setting was run with other seeds");
                return Optional.empty();
            }
            if (!ended.failure.isEmpty()) {
                failedConfirmations++;
                run.progress()
                        .warn(String.format(
                                Locale.ROOT,
                                "confirmation with seed %d failed: %s",
                                one.request().seed(),
                                ended.failure));
            } else {
                found.add(ended.found.orElseThrow());
            }
        }
        if (failedConfirmations > 0) {
            return Optional.empty();
        }
        return Optional.of(mean(found.stream().map(Found::score).toList()));
    }

    private void deleteCheckpoints() {
        if (continues) {
            trials.values().forEach(trial -> {
                SuccessiveHalving halving = (SuccessiveHalving) sweep.search();
                Search.Proposal candidate = Search.Proposal.of(trial.trial(), trial.values());
                for (int length : halving.lengths(trial.epochs())) {
                    for (int i = 0; i < sweep.seeds(); i++) {
                        Checkpoints.deleteOf(folder(candidate, seed(i), length));
                    }
                }
            });
        }
    }

    private static Estimate mean(List<Estimate> estimates) {
        return estimates.size() == 1
                ? estimates.get(0)
                : Estimate.mean(
                        estimates.stream().mapToDouble(Estimate::value).toArray(),
                        estimates.get(0).unit());
    }

    /** The score of a run and its numbers that have a limit. */
    private record Found(Estimate score, Map<String, Estimate> limited) {}

    /** The outcome of a run. */
    private record Ended(String failure, Optional<Found> found) {}

    /** A round of candidates that are tried together. */
    private final class Round implements Workers.Observer {

        private final Map<Integer, Search.Proposal> candidates = new LinkedHashMap<>();
        private final Map<Integer, List<TrialRun>> planned = new LinkedHashMap<>();
        private final Map<Path, Ended> ended = new LinkedHashMap<>();
        private int done;

        Round(List<Search.Proposal> round) {
            round.forEach(candidate -> candidates.put(candidate.number(), candidate));
        }

        void run(String name) {
            List<TrialRun> all = new ArrayList<>();
            for (Search.Proposal candidate : candidates.values()) {
                List<TrialRun> ofTrial = plan(candidate);
                planned.put(candidate.number(), ofTrial);
                all.addAll(ofTrial);
            }
            if (!all.isEmpty()) {
                run.progress().begin(name, all.size(), "runs");
                workers.run(all, run.experiments(), this);
                run.progress().end();
            }
        }

        private List<TrialRun> plan(Search.Proposal candidate) {
            Experiment experiment;
            try {
                experiment = Json.with(base, candidate.values());
            } catch (IllegalArgumentException e) {
                end(Trial.failed(candidate, String.valueOf(e.getMessage())));
                return List.of();
            }
            List<TrialRun> ofTrial = new ArrayList<>();
            int before = continues ? candidate.epochsBefore() : 0;
            for (int i = 0; i < sweep.seeds(); i++) {
                ofTrial.add(new TrialRun(
                        candidate.number(),
                        request(experiment, candidate.values(), seed(i)),
                        folder(candidate, seed(i), candidate.epochs()),
                        before == 0 ? Optional.empty() : Optional.of(folder(candidate, seed(i), before)),
                        continues));
            }
            return ofTrial;
        }

        @Override
        public boolean mayStart(TrialRun trialRun) {
            return !isLate();
        }

        @Override
        public void look() {
            run.checkpoints().offer("sweep", false, () -> Snapshot.of(Map.of()));
        }

        @Override
        public void ended(TrialRun trialRun, Optional<String> failure) {
            failure.ifPresent(reason -> {
                Ended outcome = reason.isEmpty() ? measured(trialRun.folder()) : new Ended(reason, Optional.empty());
                ended.put(trialRun.folder(), outcome);
                runs++;
            });
            run.progress().at(++done);
            Search.Proposal candidate = candidates.get(trialRun.number());
            if (candidate != null) {
                collect(candidate);
            }
        }

        private Ended measured(Path folder) {
            RunEstimates figures = RunEstimates.of(folder);
            Map<String, Estimate> limited = new LinkedHashMap<>();
            sweep.atMost().keySet().forEach(name -> limited.put(name, figures.get(name)));
            Estimate score = sweep.score().of(figures);
            String failure = Double.isFinite(score.value())
                    ? ""
                    : "%s is %s".formatted(sweep.score().label(), score.value());
            return new Ended(failure, Optional.of(new Found(score, limited)));
        }

        /** Makes a trial of a candidate's runs if all have ended; there is no trial if one was never started. */
        private void collect(Search.Proposal candidate) {
            List<Found> found = new ArrayList<>();
            List<String> failures = new ArrayList<>();
            for (TrialRun one : Objects.requireNonNull(planned.get(candidate.number()))) {
                Ended outcome = ended.get(one.folder());
                if (outcome == null) {
                    return;
                }
                if (!outcome.failure.isEmpty()) {
                    failures.add(String.format(
                            Locale.ROOT, "seed %d: %s", one.request().seed(), outcome.failure));
                }
                outcome.found.ifPresent(found::add);
            }
            epochs += (long) sweep.seeds() * (candidate.epochs() - (continues ? candidate.epochsBefore() : 0));
            end(failures.isEmpty() ? trial(candidate, found) : Trial.failed(candidate, failures.get(0)));
        }

        private Trial trial(Search.Proposal candidate, List<Found> found) {
            Map<String, Estimate> limited = new LinkedHashMap<>();
            StringBuilder broken = new StringBuilder();
            sweep.atMost().forEach((name, limit) -> {
                Estimate mean = mean(found.stream()
                        .map(one -> Objects.requireNonNull(one.limited.get(name)))
                        .toList());
                limited.put(name, mean);
                if (!(mean.value() <= limit)) {
                    broken.append("%s is above %s".formatted(name, limit));
                }
            });
            List<Estimate> scores = found.stream().map(Found::score).toList();
            return new Trial(
                    candidate.number(),
                    candidate.values(),
                    candidate.epochs(),
                    mean(scores),
                    scores.stream().map(Estimate::value).toList(),
                    limited,
                    broken.toString());
        }

        private void end(Trial trial) {
            trials.put(trial.trial(), trial);
            run.progress()
                    .note(trial.line() + (trial.isRanked() && trial.equals(ranked().get(0)) ? "  best so far" : ""));
        }
    }
}

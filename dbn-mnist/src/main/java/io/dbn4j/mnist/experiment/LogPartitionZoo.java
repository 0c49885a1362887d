package io.dbn4j.mnist.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.data.ImageData;
import io.dbn4j.core.partition.AnnealingStart;
import io.dbn4j.core.partition.BaseRate;
import io.dbn4j.core.partition.LogPartitionEstimator;
import io.dbn4j.core.partition.LogPartitionMethods.Method;
import io.dbn4j.core.rbm.Rbm;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.stats.Estimate.Bound;
import io.dbn4j.lab.report.EstimateText;
import io.dbn4j.lab.report.Report;
import io.dbn4j.lab.report.Table;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.Annealing;
import io.dbn4j.lab.training.LayerRecipe;
import io.dbn4j.lab.training.StackRecipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of many estimators of log Z on one trained RBM, with their errors if one of them is exact.
 *
 * @param data source of the images
 * @param layer settings of the RBM
 * @param batch rows of an update
 * @param input rule that makes visible states from gray values in training
 * @param estimators estimators in the order of the table
 */
@Reference(
        authors = "R. Salakhutdinov, I. Murray",
        title = "On the quantitative analysis of deep belief networks",
        venue = "ICML",
        year = 2008,
        url = "https://doi.org/10.1145/1390156.1390266")
@JsonTypeName("log-partition-zoo")
public record LogPartitionZoo(
        ImageSource data, LayerRecipe layer, int batch, Binarization input, List<LogPartitionEstimator> estimators)
        implements MnistExperiment {

    public LogPartitionZoo {
        estimators = List.copyOf(estimators);
        Check.atLeast(1, batch, "batch");
        Check.atLeast(1, estimators.size(), "number of estimators");
    }

    /**
     * A line of the table for one estimator.
     *
     * @param method registered name of the estimator
     * @param logPartition log Z, in nats; null if there is no number
     * @param error difference from the exact value, in nats; null without an exact value
     * @param z difference in standard errors; null for methods without sampling error
     * @param bound side of the truth in expectation
     * @param ess effective sample size
     * @param samples number of independent samples
     * @param seconds duration in seconds
     * @param note reason if there is no number
     */
    public record Line(
            String method,
            @Nullable Estimate logPartition,
            @Nullable Double error,
            @Nullable Double z,
            Bound bound,
            double ess,
            long samples,
            double seconds,
            String note) {

        private Optional<Estimate> estimate() {
            return Optional.ofNullable(logPartition);
        }

        private OptionalDouble of(ToDoubleFunction<Estimate> number) {
            return estimate().stream().mapToDouble(number).findFirst();
        }
    }

    /**
     * The result of the comparison.
     *
     * @param estimators lines, one for each estimator
     * @param protocol the RBM and the length of its training
     */
    public record Outcome(List<Line> estimators, String protocol) implements Result {

        @Override
        public String headline() {
            return estimators.stream()
                    .flatMap(line -> Optional.ofNullable(line.logPartition()).stream())
                    .findFirst()
                    .map(first -> "log Z " + EstimateText.withError(first))
                    .orElse("no log Z");
        }
    }

    /** The output of one estimator: only a note if it did not converge. */
    private record Found(Map<String, Estimate> logPartition, String note, double seconds) {}

    @Override
    public void requireInputs() {
        data.require();
    }

    @Override
    public Outcome run(Run run) {
        ImageData images = data.load(run);
        StackRecipe.Trained trained = new StackRecipe(List.of(layer), batch, input)
                .train(run, images.train().images(), run.seed());
        run.save("stack.zip", file -> trained.network().save(file.toFile(), true));
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < estimators.size(); i++) {
            found.add(found(run, i, trained.rbm(0), trained.baseRates().get(0)));
        }
        Outcome outcome = new Outcome(
                lines(found), String.format(Locale.ROOT, "RBM 784-%d, %d epochs", layer.hidden(), layer.epochs()));
        Report.ofRun(
                run,
                "Log Z side by side, seed " + run.record().seed(),
                page -> page.text(outcome.protocol()).table("Log Z, nats", ESTIMATORS, outcome.estimators()));
        return outcome;
    }

    private Found found(Run run, int number, Rbm rbm, BaseRate base) {
        return run.checkpoints().once("estimator-" + number, Found.class, () -> {
            LogPartitionEstimator estimator = estimators.get(number);
            Method method = Method.of(estimator.getClass());
            AnnealingStart at = AnnealingStart.at(base);
            run.progress().begin("log Z by " + method.displayName(), estimator.work(at), "steps");
            long start = System.nanoTime();
            try {
                Estimate estimate = estimator
                        .measure(rbm, at, run.random("estimator " + number), run.progress()::at)
                        .value();
                Annealing.noteFewSamples(run.progress(), method.resultName(), estimate);
                return new Found(Map.of("", estimate), "", (System.nanoTime() - start) * 1e-9);
            } catch (IllegalStateException e) {
                return new Found(Map.of(), String.valueOf(e.getMessage()), (System.nanoTime() - start) * 1e-9);
            } finally {
                run.progress().end();
            }
        });
    }

    private List<Line> lines(List<Found> found) {
        Optional<Estimate> exact = found.stream()
                .flatMap(one -> one.logPartition().values().stream())
                .filter(estimate -> estimate.bound() == Bound.EXACT)
                .findFirst();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            lines.add(line(Method.of(estimators.get(i).getClass()).name(), found.get(i), exact));
        }
        return lines;
    }

    private static Line line(String method, Found found, Optional<Estimate> exact) {
        Estimate estimate = found.logPartition().get("");
        if (estimate == null) {
            return new Line(method, null, null, null, Bound.NONE, 0, 0, found.seconds(), found.note());
        }
        Double error = exact.map(truth -> estimate.value() - truth.value()).orElse(null);
        return new Line(
                method,
                estimate,
                error,
                error == null || estimate.standardError() == 0
                        ? null
                        : Double.valueOf(error / estimate.standardError()),
                estimate.bound(),
                estimate.ess(),
                estimate.samples(),
                found.seconds(),
                found.note());
    }

    private static final Table<Line> ESTIMATORS = Table.<Line>of("estimators")
            .text("method", "method", Line::method)
            .label("log Z", line -> line.estimate().map(EstimateText::withError).orElse(line.note()))
            .optional("logPartition", line -> line.of(Estimate::value))
            .optional("logPartitionError", line -> line.of(Estimate::standardError))
            .optional("error", "error", "%.3f", line -> optional(line.error()))
            .optional("z", "z", "%.1f", line -> optional(line.z()))
            .text("bound", "bound", line -> line.bound().words())
            .number("effectiveSamples", Line::ess)
            .whole("samples", Line::samples)
            .label(
                    "effective samples",
                    line -> line.samples() == 0
                            ? ""
                            : String.format(Locale.ROOT, "%.0f of %d", line.ess(), line.samples()))
            .number("seconds", "seconds", "%.1f", Line::seconds)
            .text("note", Line::note);

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    @Override
    public Map<String, String> epochs(int epochs) {
        return new LinkedHashMap<>(Map.of("layer.epochs", String.valueOf(epochs)));
    }

    @Override
    public Map<String, String> quick() {
        return epochs(1);
    }
}

package io.dbn4j.mnist.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Reference;
import io.dbn4j.core.stats.Estimate;
import io.dbn4j.core.training.AveragedPretraining;
import io.dbn4j.core.training.ParameterAveraging;
import io.dbn4j.core.training.Replicas;
import io.dbn4j.core.training.RoundMeter;
import io.dbn4j.lab.run.Result;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.TrainsReplicas;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An experiment that measures, in nats, the cost of training an RBM by several replicas whose parameters are averaged.
 *
 * @param density settings of the RBM; {@code batch} counts the rows of all replicas together
 * @param averaging number of replicas and time between averages
 */
@Reference(
        authors = "M. Zinkevich, M. Weimer, A. J. Smola, L. Li",
        title = "Parallelized stochastic gradient descent",
        venue = "NIPS",
        year = 2010,
        url = "https://papers.nips.cc/paper/4006-parallelized-stochastic-gradient-descent")
@JsonTypeName("averaged-density")
public record AveragedDensity(RbmDensity density, ParameterAveraging averaging)
        implements MnistExperiment, TrainsReplicas {

    /**
     * The result of the experiment.
     *
     * @param logLikelihood log-likelihood by binarization rule and method, in nats per image
     * @param logPartition log Z by method, in nats
     * @param bytesPerRound bytes of the arrays sent to the replicas and back between two averages
     * @param roundSeconds mean seconds of a round
     * @param trainingSeconds seconds of training
     * @param protocol images for training and for measurement, and the replicas
     */
    public record Outcome(
            Map<String, Map<String, Estimate>> logLikelihood,
            Map<String, Estimate> logPartition,
            long bytesPerRound,
            double roundSeconds,
            double trainingSeconds,
            String protocol)
            implements Result {

        @Override
        public String headline() {
            return RbmDensity.headline(logLikelihood);
        }
    }

    @Override
    public void requireInputs() {
        density.requireInputs();
    }

    @Override
    public Outcome run(Run run, Replicas.Place place) {
        RoundMeter meter = new RoundMeter(place);
        RbmDensity.Outcome found = density.run(run, settings -> new AveragedPretraining(settings, averaging, meter));
        return new Outcome(
                found.logLikelihood(),
                found.logPartition(),
                meter.bytesPerRound(),
                meter.seconds() / Math.max(1, meter.rounds()),
                found.trainingSeconds(),
                String.format(
                        Locale.ROOT,
                        "%s; trained by %d replicas, each with %d rows of a batch, averaged every %d updates",
                        found.protocol(),
                        averaging.partitions(),
                        density.batch() / averaging.partitions(),
                        averaging.every()));
    }

    private static Map<String, String> ofDensity(Map<String, String> replacements) {
        Map<String, String> here = new LinkedHashMap<>();
        replacements.forEach((path, value) -> here.put("density." + path, value));
        return here;
    }

    @Override
    public Map<String, String> epochs(int epochs) {
        return ofDensity(density.epochs(epochs));
    }

    @Override
    public Map<String, String> fewImages(int images) {
        return ofDensity(density.fewImages(images));
    }

    @Override
    public Map<String, String> quick() {
        return ofDensity(density.quick());
    }

    @Override
    public Map<String, String> data(String folder, boolean transpose) {
        return ofDensity(density.data(folder, transpose));
    }
}

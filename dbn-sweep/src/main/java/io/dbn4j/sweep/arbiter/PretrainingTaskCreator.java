package io.dbn4j.sweep.arbiter;

import io.dbn4j.core.Check;
import io.dbn4j.core.data.Binarization;
import io.dbn4j.core.dl4j.RbmLayerRuntime;
import io.dbn4j.core.model.DeepBeliefNetwork;
import io.dbn4j.core.random.Seed;
import io.dbn4j.core.training.GreedyPretraining;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.deeplearning4j.arbiter.DL4JConfiguration;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultSaver;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A task creator that pretrains Arbiter's candidates greedily, layer by layer; Arbiter's own creator calls {@code fit}
 * and waits two seconds for each candidate.
 *
 * <p>Every RBM layer is trained for the epochs of the space. A candidate that diverges, takes too long, scores NaN or
 * fails otherwise is marked as failed, and the search continues. All random numbers of a candidate come from the seed
 * of its configuration: candidates are compared on the same draws, and scores do not depend on the number of workers.
 *
 * @param limit longest time of one candidate; checked after every update
 * @param input rule that makes visible states from gray values, at every visit
 */
@SuppressWarnings("rawtypes") // as Arbiter declares them
public record PretrainingTaskCreator(Duration limit, Binarization input) implements TaskCreator {

    /** Refuses every call, because DL4J has deprecated data providers. */
    @Override
    @Deprecated
    public Callable<OptimizationResult> create(
            Candidate candidate,
            DataProvider data,
            ScoreFunction score,
            List<StatusListener> listeners,
            IOptimizationRunner runner) {
        throw new UnsupportedOperationException("data providers are not supported; pass a DataSource");
    }

    @Override
    public Callable<OptimizationResult> create(
            Candidate candidate,
            Class<? extends DataSource> data,
            @Nullable Properties properties,
            ScoreFunction score,
            List<StatusListener> listeners,
            IOptimizationRunner runner) {
        return () -> new Task(candidate, data, properties, score, listeners, runner).call();
    }

    /** The training and scoring of one candidate. */
    private final class Task {

        private final Candidate<?> candidate;
        private final Class<? extends DataSource> data;
        private final @Nullable Properties properties;
        private final ScoreFunction score;
        private final List<StatusListener> listeners;
        private final IOptimizationRunner runner;
        private final long begun = System.currentTimeMillis();

        Task(
                Candidate<?> candidate,
                Class<? extends DataSource> data,
                @Nullable Properties properties,
                ScoreFunction score,
                @Nullable List<StatusListener> listeners,
                IOptimizationRunner runner) {
            this.candidate = candidate;
            this.data = data;
            this.properties = properties;
            this.score = score;
            this.listeners = listeners == null ? List.of() : listeners;
            this.runner = runner;
        }

        /** Trains and scores the candidate; never throws, because Arbiter does not expect an exception. */
        OptimizationResult call() {
            tell(info(CandidateStatus.Running, null, null), null);
            try {
                DeepBeliefNetwork network = pretrained();
                double value = score.score(network, data, properties);
                Check.require(!Double.isNaN(value), "the score of the candidate is NaN");
                return ended(info(CandidateStatus.Complete, value, null), value, saved(network, value));
            } catch (Exception | OutOfMemoryError e) {
                return ended(info(CandidateStatus.Failed, null, String.valueOf(e)), null, Optional.empty());
            } finally {
                Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
            }
        }

        private DeepBeliefNetwork pretrained() throws ReflectiveOperationException {
            DL4JConfiguration configuration = (DL4JConfiguration) candidate.getValue();
            DeepBeliefNetwork network = new DeepBeliefNetwork(configuration.getMultiLayerConfiguration());
            network.init();
            long rbms = Arrays.stream(network.getLayers())
                    .filter(RbmLayerRuntime.class::isInstance)
                    .count();
            int epochs = Optional.ofNullable(configuration.getNumEpochs()).orElse(1);
            List<INDArray> batches = batches();
            int batch = (int) batches.get(0).size(0);
            Seed seed = new Seed(network.getLayerWiseConfigurations().getConf(0).getSeed());
            new GreedyPretraining(Collections.nCopies((int) rbms, epochs), batch, input, Binarization.NONE)
                    .train(network, Nd4j.vstack(batches), seed, new TimeLimit());
            return network;
        }

        private List<INDArray> batches() throws ReflectiveOperationException {
            DataSource source = data.getDeclaredConstructor().newInstance();
            if (properties != null) {
                source.configure(properties);
            }
            List<INDArray> batches = new ArrayList<>();
            DataSetIterator iterator = (DataSetIterator) source.trainData();
            while (iterator.hasNext()) {
                batches.add(iterator.next().getFeatures());
            }
            Check.require(!batches.isEmpty(), "trainData must have at least 1 batch, had 0");
            return batches;
        }

        private Optional<ResultReference> saved(MultiLayerNetwork network, double value) throws IOException {
            ResultSaver saver = runner.getConfiguration().getResultSaver();
            return saver == null
                    ? Optional.empty()
                    : Optional.of(saver.saveModel(result(info(CandidateStatus.Complete, value, null), value), network));
        }

        private OptimizationResult ended(CandidateInfo info, @Nullable Double value, Optional<ResultReference> saved) {
            OptimizationResult result = result(info, value);
            saved.ifPresent(result::setResultReference);
            tell(info, result);
            return result;
        }

        private OptimizationResult result(CandidateInfo info, @Nullable Double value) {
            return new OptimizationResult(candidate, value, candidate.getIndex(), null, info, null);
        }

        private CandidateInfo info(CandidateStatus status, @Nullable Double value, @Nullable String failure) {
            return new CandidateInfo(
                    candidate.getIndex(),
                    status,
                    value,
                    begun,
                    begun,
                    status == CandidateStatus.Running ? null : System.currentTimeMillis(),
                    candidate.getFlatParameters(),
                    failure);
        }

        private void tell(CandidateInfo info, @Nullable OptimizationResult result) {
            listeners.forEach(listener -> listener.onCandidateStatusChange(info, runner, result));
        }

        /** An observer that ends a training that takes too long. */
        private final class TimeLimit implements GreedyPretraining.Observer {

            @Override
            public void updated(int layer, int epoch, int update, int updatesPerEpoch) {
                if (System.currentTimeMillis() - begun > limit.toMillis()) {
                    throw new CancellationException("took longer than %s s".formatted(limit.toMillis() * 1e-3));
                }
            }
        }
    }
}

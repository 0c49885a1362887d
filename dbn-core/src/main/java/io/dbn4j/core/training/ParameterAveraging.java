package io.dbn4j.core.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dbn4j.core.Check;
import io.dbn4j.core.Reference;
import io.dbn4j.core.array.Elements;
import io.dbn4j.core.json.Snapshot;
import io.dbn4j.core.model.PretrainingState;
import io.dbn4j.core.random.RandomSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Parallel training of several replicas of a network, each on its own rows, with repeated averaging of their
 * parameters.
 *
 * <pre>
 *   w  &lt;-  sum_p n_p w_p / sum_p n_p,     n_p rows that replica p was trained on since the last mean
 * </pre>
 *
 * <p>If parameters are averaged after every update of gradient descent, and the negative phase has no memory, the
 * result equals the training of one network with the joint batch of all replicas. Between two means the replicas drift
 * apart.
 *
 * @param partitions number of parts into which the rows are dealt, one for each replica
 * @param every updates of each replica between two means; each epoch ends with a mean, too
 * @param momentum rule for the state of the updater
 */
@Reference(
        authors = "M. Zinkevich, M. Weimer, A. J. Smola, L. Li",
        title = "Parallelized stochastic gradient descent",
        venue = "NIPS",
        year = 2010,
        url = "https://papers.nips.cc/paper/4006-parallelized-stochastic-gradient-descent")
public record ParameterAveraging(int partitions, int every, MomentumRule momentum) {

    /** The rule for the state of the updater, such as the momentum, when the parameters are averaged. */
    public enum MomentumRule {
        /** Averages the state of the updater like the parameters. */
        @JsonProperty("average")
        AVERAGE,

        /** Sets the state of the updater to zero. */
        @JsonProperty("reset")
        RESET
    }

    public ParameterAveraging {
        Check.atLeast(1, partitions, "partitions");
        Check.atLeast(1, every, "every");
    }

    /**
     * Deals rows in whole batches, as evenly as possible, in a random order. The last partition gets the rows that do
     * not fill a batch.
     *
     * @return the rows of each partition in ascending order, so that a single partition is the unchanged data
     * @throws IllegalArgumentException if there is less than a batch for each partition
     */
    List<int[]> deal(int rows, int batch, RandomSource random) {
        int batches = rows / batch;
        Check.require(
                batches >= partitions,
                "partitions must be at most %d, so that each has a batch of %d of the %d rows, was %d",
                batches,
                batch,
                rows,
                partitions);
        int[] order = random.permutation(rows);
        List<int[]> hands = new ArrayList<>();
        int from = 0;
        for (int partition = 0; partition < partitions; partition++) {
            int share = batches / partitions + (partition < batches % partitions ? 1 : 0);
            int to = partition == partitions - 1 ? rows : from + share * batch;
            int[] hand = Arrays.copyOfRange(order, from, to);
            Arrays.sort(hand);
            hands.add(hand);
            from = to;
        }
        return hands;
    }

    /** Returns the number of batches of the largest partition. */
    int updates(int rows, int batch) {
        return (rows / batch + partitions - 1) / partitions;
    }

    /**
     * Averages the parameters of the replicas, and averages or resets the states of their updaters.
     *
     * @param replicas states of the replicas; not modified
     * @param prefix prefix of the names of the layer's arrays
     * @param rows weight of each replica: the rows, or batches, that it was trained on since the last mean
     * @return the new states of the replicas
     */
    List<Snapshot> average(List<Snapshot> replicas, String prefix, long[] rows) {
        Snapshot shared = mean(replicas, prefix + PretrainingState.PARAMETERS, rows);
        String updater = prefix + PretrainingState.UPDATER;
        if (replicas.get(0).arrays().containsKey(updater)) {
            shared = shared.and(
                    momentum == MomentumRule.AVERAGE
                            ? mean(replicas, updater, rows)
                            : Snapshot.of(Map.of(
                                    updater,
                                    array(replicas.get(0), updater).ulike().assign(0))));
        }
        List<Snapshot> all = new ArrayList<>();
        for (Snapshot replica : replicas) {
            all.add(replica.and(shared));
        }
        return all;
    }

    private static INDArray array(Snapshot replica, String name) {
        return Objects.requireNonNull(replica.arrays().get(name));
    }

    private static Snapshot mean(List<Snapshot> replicas, String name, long[] rows) {
        List<INDArray> arrays =
                replicas.stream().map(replica -> array(replica, name)).toList();
        return Snapshot.of(Map.of(name, mean(arrays, rows)));
    }

    /**
     * Computes the weighted mean in double precision, in the order of the replicas.
     *
     * <pre>
     *   x_1 + sum_p n_p (x_p - x_1) / sum_p n_p
     * </pre>
     *
     * <p>By this formula the mean of equal arrays is exactly equal to each, and the mean of one array has the same
     * bits.
     */
    static INDArray mean(List<INDArray> arrays, long[] rows) {
        double[] first = Elements.of(arrays.get(0));
        double[] mean = first.clone();
        double all = Arrays.stream(rows).sum();
        for (int replica = 1; replica < arrays.size(); replica++) {
            double share = rows[replica] / all;
            double[] other = Elements.of(arrays.get(replica));
            for (int i = 0; i < mean.length; i++) {
                mean[i] += share * (other[i] - first[i]);
            }
        }
        INDArray result = arrays.get(0).ulike();
        Elements.put(mean, result);
        return result;
    }
}

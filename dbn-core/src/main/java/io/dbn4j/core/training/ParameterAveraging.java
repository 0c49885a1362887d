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
 * Several replicas of a network are trained side by side, each on rows of its own, and now and then all go on from the mean
 * of their parameters.
 *
 * <pre>
 *   w  &lt;-  sum_p n_p w_p / sum_p n_p,     n_p rows that replica p was trained on since the last mean
 * </pre>
 *
 * <p>With the mean after every update, gradient descent and a negative phase without memory, this is the training of one
 * network with a batch as large as those of all replicas together. Between two means the replicas drift apart.
 *
 * @param partitions parts into which the rows are dealt, one for each replica
 * @param every updates of each replica between two means; there is one at the end of each epoch too
 * @param momentum what becomes of the state of the updater
 */
@Reference(
        authors = "M. Zinkevich, M. Weimer, A. J. Smola, L. Li",
        title = "Parallelized stochastic gradient descent",
        venue = "NIPS",
        year = 2010,
        url = "https://papers.nips.cc/paper/4006-parallelized-stochastic-gradient-descent")
public record ParameterAveraging(int partitions, int every, MomentumRule momentum) {

    /** What becomes of the state of the updater, such as the momentum, when the parameters become their mean. */
    public enum MomentumRule {
        /** It becomes its mean too. */
        @JsonProperty("average")
        AVERAGE,

        /** It becomes zero. */
        @JsonProperty("reset")
        RESET
    }

    public ParameterAveraging {
        Check.atLeast(1, partitions, "partitions");
        Check.atLeast(1, every, "every");
    }

    /**
     * Deals rows in whole batches, as evenly as they go, in an order that is drawn. What is less than a batch goes to the
     * last partition.
     *
     * @return the rows of each partition in ascending order, so that one partition is the data as they are
     * @throws IllegalArgumentException if there is less than a batch for each partition
     */
    List<int[]> deal(int rows, int batch, RandomSource random) {
        int batches = rows / batch;
        Check.require(
                batches >= partitions,
                "partitions must be at most %d, one batch of %d of the %d rows for each, was %d",
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

    /** Batches of the largest partition. */
    int updates(int rows, int batch) {
        return (rows / batch + partitions - 1) / partitions;
    }

    /**
     * The states of the replicas after their parameters, and if so wished those of their updaters, became the mean.
     *
     * @param replicas their states before, not modified
     * @param prefix of the names of the layer's arrays
     * @param rows that each was trained on since the last mean
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
     * The weighted mean, summed in the order of the replicas, in double precision.
     *
     * <pre>
     *   x_1 + sum_p n_p (x_p - x_1) / sum_p n_p
     * </pre>
     *
     * <p>Written so that the mean of equal arrays is exactly each of them, and the mean of one the same to the last bit.
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

package io.dbn4j.lab.experiment;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dbn4j.core.Reference;
import io.dbn4j.core.training.AveragedPretraining;
import io.dbn4j.core.training.ParameterAveraging;
import io.dbn4j.core.training.Replicas;
import io.dbn4j.lab.run.Run;
import io.dbn4j.lab.training.TrainsReplicas;

/**
 * An experiment that trains a stack of RBMs on a user's file by several replicas whose parameters are averaged.
 *
 * @param training the stack; {@code batch} counts the rows of all replicas together
 * @param averaging number of replicas and time between averages
 */
@Reference(
        authors = "M. Zinkevich, M. Weimer, A. J. Smola, L. Li",
        title = "Parallelized stochastic gradient descent",
        venue = "NIPS",
        year = 2010,
        url = "https://papers.nips.cc/paper/4006-parallelized-stochastic-gradient-descent")
@JsonTypeName("averaged-training")
public record AveragedTraining(RbmTraining training, ParameterAveraging averaging) implements TrainsReplicas {

    @Override
    public void requireInputs() {
        training.requireInputs();
    }

    @Override
    public RbmTraining.Outcome run(Run run, Replicas.Place place) {
        return training.run(run, settings -> new AveragedPretraining(settings, averaging, place));
    }
}

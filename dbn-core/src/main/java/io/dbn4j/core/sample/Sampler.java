package io.dbn4j.core.sample;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;

/** A method to draw from an RBM: the start of its chains and the kernel that moves them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = Gibbs.class, name = "gibbs"))
public interface Sampler {

    /** Starts new chains of a model. */
    Chains start(Rbm rbm, int chains, RandomSource random);

    /** Returns the kernel for a model; it follows the model if its arrays are changed. */
    Kernel kernel(Rbm rbm);
}

package io.dbn4j.core.sample;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dbn4j.core.random.RandomSource;
import io.dbn4j.core.rbm.Rbm;

/** A way to draw from an RBM: where chains start and the kernel that moves them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes(@JsonSubTypes.Type(value = Gibbs.class, name = "gibbs"))
public interface Sampler {

    /** New chains. */
    Chains start(Rbm rbm, int chains, RandomSource random);

    /** The kernel for this model; follows the model if its arrays are changed. */
    Kernel kernel(Rbm rbm);
}

package evil;

import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/** A class that DL4J would make of {@code {"@class": "evil.ByProperty"}}. It tells when it is loaded. */
public class ByProperty extends ActivationSigmoid {

    static {
        System.setProperty("evil.ByProperty", "loaded");
    }
}

package evil;

import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/** A class that DL4J would make of {@code ["evil.ByArray", {}]}. It tells when it is loaded. */
public class ByArray extends ActivationSigmoid {

    static {
        System.setProperty("evil.ByArray", "loaded");
    }
}

package io.dbn4j.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.Check;
import java.util.regex.Pattern;

/**
 * A check of network configurations from untrusted sources: they may name only configuration classes of DL4J and of
 * this project, because DL4J's parser creates objects of any class that a configuration names.
 */
public final class TrustedConfiguration {

    /** Packages, with those below, whose classes only hold settings. */
    private static final Pattern TRUSTED = Pattern.compile("(io\\.dbn4j\\.core"
            + "|org\\.deeplearning4j\\.nn\\.(conf|weights)"
            + "|org\\.nd4j\\.linalg\\.(activations\\.impl|lossfunctions\\.impl|schedule)"
            + "|org\\.nd4j\\.linalg\\.learning\\.(config|regularization))(\\.[A-Za-z_$][\\w$]*)+");

    /** Values of {@code type} that are not classes: this project's short names, and DL4J's constants. */
    private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9-]+|[A-Z0-9_]+");

    private TrustedConfiguration() {}

    /**
     * Refuses a configuration that names any other class.
     *
     * @param where place of the configuration, for the message
     * @throws IllegalArgumentException naming the refused class
     */
    public static void require(String where, JsonNode configuration) {
        require(where, "", configuration);
    }

    /**
     * Checks every text, not only {@code @class}: Jackson also reads {@code ["name", {...}]} as an object of that
     * class.
     */
    private static void require(String where, String name, JsonNode node) {
        if (node.isTextual() && !name.equals("layerName")) {
            String text = node.textValue();
            boolean isClass = name.equals("@class") || text.contains(".");
            boolean allowed = isClass
                    ? TRUSTED.matcher(text).matches()
                    : !name.equals("type") || SHORT_NAME.matcher(text).matches();
            Check.require(
                    allowed,
                    "%s must name only classes of DL4J's configurations and of dbn4j, was %s",
                    where,
                    Check.shown(text));
        }
        node.properties().forEach(property -> require(where, property.getKey(), property.getValue()));
        if (node.isArray()) {
            node.forEach(element -> require(where, "", element));
        }
    }
}

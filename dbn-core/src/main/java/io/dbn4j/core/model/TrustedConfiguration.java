package io.dbn4j.core.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.dbn4j.core.Check;
import java.util.regex.Pattern;

/**
 * Which configurations of networks may be given to DL4J: its parser makes an object of any class that is named in one, so those
 * that somebody else may have written must name configuration classes of DL4J and this project only.
 */
public final class TrustedConfiguration {

    /** Classes, and those of packages below, that do nothing but hold settings. */
    private static final Pattern TRUSTED = Pattern.compile("(io\\.dbn4j\\.core"
            + "|org\\.deeplearning4j\\.nn\\.(conf|weights)"
            + "|org\\.nd4j\\.linalg\\.(activations\\.impl|lossfunctions\\.impl|schedule)"
            + "|org\\.nd4j\\.linalg\\.learning\\.(config|regularization))(\\.[A-Za-z_$][\\w$]*)+");

    /** What stands under {@code type} where it is no class: our own short names, DL4J's constants. */
    private static final Pattern SHORT_NAME = Pattern.compile("[a-z0-9-]+|[A-Z0-9_]+");

    private TrustedConfiguration() {}

    /**
     * Refuses a configuration that names any other class.
     *
     * @param where it was found, for the message
     * @throws IllegalArgumentException naming the text that is no such class
     */
    public static void require(String where, JsonNode configuration) {
        require(where, "", configuration);
    }

    /** Every text counts, not only {@code @class}: Jackson takes {@code ["name", {...}]} for an object of that class too. */
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

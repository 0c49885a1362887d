package io.dbn4j.core.json;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dbn4j.core.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An editor that replaces values of a tree by their path, and modifies the tree itself. */
final class JsonEdit {

    private static final Pattern PATH = Pattern.compile("[^.\\[\\]]+(\\[\\d+])*(\\.[^.\\[\\]]+(\\[\\d+])*)*");

    private static final Pattern STEP = Pattern.compile("[^.\\[\\]]+|\\[\\d+]");

    private final JsonShape shape;
    private final JavaType rootType;
    private final JsonNode root;

    JsonEdit(JsonShape shape, JavaType rootType, JsonNode root) {
        this.shape = shape;
        this.rootType = rootType;
        this.root = root;
    }

    /** Replaces an existing value and returns the root. */
    JsonNode set(String path, String text) {
        List<String> steps = steps(path);
        JsonNode node = root;
        JavaType type = rootType;
        String place = "";
        for (int i = 0; i < steps.size(); i++) {
            String step = steps.get(i);
            boolean last = i == steps.size() - 1;
            JavaType below =
                    step.startsWith("[") ? elementType(node, type, step, place) : propertyType(node, type, step, place);
            if (last) {
                put(node, step, value(text, below));
            } else {
                node = get(node, step);
                type = below;
                place = step.startsWith("[") ? place + step : JsonShape.property(place, step);
            }
        }
        return root;
    }

    private static List<String> steps(String path) {
        Check.require(PATH.matcher(path).matches(), "path must look like a.b[0].c, was \"%s\"", path);
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        while (matcher.find()) {
            steps.add(matcher.group());
        }
        return steps;
    }

    private JavaType propertyType(JsonNode node, JavaType type, String name, String place) {
        Map<String, JavaType> properties = shape.properties(node, type, place);
        JavaType known = properties.get(name);
        if (known == null) {
            throw JsonShape.unknown(place, name, properties.keySet());
        }
        return known;
    }

    private static JavaType elementType(JsonNode node, JavaType type, String step, String place) {
        if (!node.isArray() || index(step) >= node.size()) {
            String allowed = node.isEmpty() || !node.isArray() ? "none" : "[0] to [" + (node.size() - 1) + "]";
            throw JsonShape.at(place, "no element " + step + "; allowed: " + allowed);
        }
        return type.getContentType();
    }

    private static JsonNode get(JsonNode node, String step) {
        return step.startsWith("[") ? node.get(index(step)) : node.get(step);
    }

    private static void put(JsonNode node, String step, JsonNode value) {
        if (node instanceof ArrayNode array) {
            array.set(index(step), value);
        } else {
            ((ObjectNode) node).set(step, value);
        }
    }

    private static int index(String step) {
        String digits = step.substring(1, step.length() - 1);
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static JsonNode value(String text, JavaType type) {
        if (type.getRawClass() == String.class) {
            return TextNode.valueOf(text);
        }
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException notJson) {
            return TextNode.valueOf(text);
        }
    }
}

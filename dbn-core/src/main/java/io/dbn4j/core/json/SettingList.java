package io.dbn4j.core.json;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The settings of a record, collected in the order of its components. */
final class SettingList {

    private final JsonShape shape;
    private final List<Setting> settings = new ArrayList<>();

    SettingList(JsonShape shape) {
        this.shape = shape;
    }

    /** Returns the settings below a tree of a type. */
    List<Setting> of(JsonNode tree, JavaType type) {
        add(tree, type, "");
        return List.copyOf(settings);
    }

    private void add(JsonNode node, JavaType type, String place) {
        String name = shape.registeredName(node, type);
        if (!name.isEmpty() && !place.isEmpty()) {
            settings.add(new Setting(place, name, shape.kind(type)));
        }
        if (node.isObject() && !type.isMapLikeType() && !type.isJavaLangObject()) {
            shape.properties(node, type, place)
                    .forEach((property, below) -> add(node.get(property), below, JsonShape.property(place, property)));
        } else if (node.isArray()
                && type.isContainerType()
                && !node.isEmpty()
                && !node.get(0).isValueNode()) {
            for (int i = 0; i < node.size(); i++) {
                add(node.get(i), type.getContentType(), JsonShape.element(place, i));
            }
        } else {
            settings.add(new Setting(place, node.isTextual() ? node.textValue() : node.toString(), shape.kind(type)));
        }
    }
}

package dev.gimbal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * The values of a configuration by key, each of its type and range or refused by name. A key that is null counts as absent,
 * as transformers has it.
 *
 * @param where names the file, and the object in it where that is not the outermost
 */
record ConfigValues(ObjectNode node, String where) {

    /** The value, or null when it is absent or JSON's null. */
    @Nullable
    JsonNode get(String key) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    boolean has(String key) {
        return get(key) != null;
    }

    /** A whole number that must be there. */
    int whole(String key, int least, int most) {
        if (!has(key)) {
            throw refuse("lacks " + key);
        }
        return whole(key, 0, least, most);
    }

    int whole(String key, int absent, int least, int most) {
        JsonNode value = get(key);
        if (value == null) {
            return absent;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < least
                || value.intValue() > most) {
            throw refuse(
                    "has " + key + " " + shown(value) + ", which is no whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    /** A finite number above 0 and at most {@code most}. */
    double positive(String key, double absent, double most) {
        JsonNode value = get(key);
        if (value == null) {
            return absent;
        }
        if (!value.isNumber() || !(value.doubleValue() > 0) || value.doubleValue() > most) {
            throw refuse("has " + key + " " + shown(value) + ", which is no number above 0 and up to " + most);
        }
        return value.doubleValue();
    }

    boolean flag(String key, boolean absent) {
        JsonNode value = get(key);
        if (value == null) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw refuse("has " + key + " " + shown(value) + ", which is neither true nor false");
        }
        return value.booleanValue();
    }

    @Nullable
    String text(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw refuse("has " + key + " " + shown(value) + ", which is no text");
        }
        return value.textValue();
    }

    @Nullable
    ConfigValues object(String key) {
        JsonNode value = get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode inner)) {
            throw refuse("has " + key + " " + shown(value) + ", which is no JSON object");
        }
        return new ConfigValues(inner, where + ", " + key + ",");
    }

    /** (65) for a setting that is wrong or not supported. */
    GimbalException refuse(String what) {
        return new GimbalException(
                ExitCode.DATA, where + " " + what + "; only models whose every setting is understood can be pruned.");
    }

    static String shown(JsonNode value) {
        return Quoted.plain(value.toString());
    }
}

package dev.gimbal.evaluation.zeroshot.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.InputFile;
import dev.gimbal.model.input.Quoted;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a task's file. What it lacks is refused with (65), file and line.
 *
 * @param number counted from 1
 * @param index of the item, counted from 0, blank lines left out
 */
record TaskLine(String file, int number, int index, ObjectNode object) {
    /** Far more than any task asks of; it bounds what one line can make the model compute. */
    static final int MOST_CHOICES = 64;

    boolean has(List<String> keys) {
        return keys.stream().allMatch(object::has);
    }

    boolean has(String key) {
        return object.has(key);
    }

    String text(String key) {
        return text(object.path(key), key);
    }

    private String text(JsonNode node, String key) {
        if (!node.isTextual()) {
            throw bad("has no text " + Quoted.of(key));
        }
        return node.textValue();
    }

    /** A list of texts, none of them empty. */
    List<String> texts(String key) {
        JsonNode list = list(object.path(key), key);
        List<String> texts = new ArrayList<>();
        for (JsonNode node : list) {
            texts.add(filled(text(node, key), key));
        }
        return texts;
    }

    /** {@code text}, which {@code key} gave and which must not be empty. */
    String filled(String text, String key) {
        if (text.isEmpty()) {
            throw bad("has an empty text in " + Quoted.of(key));
        }
        return text;
    }

    private JsonNode list(JsonNode list, String key) {
        if (!list.isArray() || list.isEmpty()) {
            throw bad("has no list " + Quoted.of(key) + ", or an empty one");
        }
        if (list.size() > MOST_CHOICES) {
            throw bad("has " + list.size() + " entries in " + Quoted.of(key) + " where at most " + MOST_CHOICES
                    + " are read");
        }
        return list;
    }

    /** The index of an answer among {@code count}, a whole number or its digits in a text. */
    int answer(String key, int count) {
        JsonNode node = object.path(key);
        int value;
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            value = node.intValue();
        } else if (node.isTextual() && node.textValue().matches("\\d{1,9}")) {
            value = Integer.parseInt(node.textValue());
        } else {
            throw bad("has no whole number " + Quoted.of(key));
        }
        return answer(value, key, count);
    }

    /** {@code value}, which {@code key} gave, checked to be the index of one of {@code count} answers. */
    int answer(int value, String key, int count) {
        if (value < 0 || value >= count) {
            throw bad("names answer " + value + " in " + Quoted.of(key) + " where there are " + count
                    + ", counted from 0");
        }
        return value;
    }

    boolean truth(String key) {
        JsonNode node = object.path(key);
        if (!node.isBoolean()) {
            throw bad("has neither true nor false in " + Quoted.of(key));
        }
        return node.booleanValue();
    }

    /** A text of an object inside: {@code outer.key}. */
    String inner(String outer, String key) {
        return text(object.path(outer).path(key), outer + "." + key);
    }

    /** The texts of {@code outer.choices[i].key}. */
    List<String> choices(String outer, String key) {
        JsonNode list = list(object.path(outer).path("choices"), outer + ".choices");
        List<String> texts = new ArrayList<>();
        for (JsonNode node : list) {
            String name = outer + ".choices." + key;
            texts.add(filled(text(node.path(key), name), name));
        }
        return texts;
    }

    GimbalException bad(String what) {
        return InputFile.bad("line " + number + " of " + file, what);
    }
}

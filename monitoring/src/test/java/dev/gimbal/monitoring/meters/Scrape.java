package dev.gimbal.monitoring.meters;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus's text format 0.0.4 says, read strictly: every family has HELP and then TYPE before its samples, no name
 * comes twice, no sample comes twice, and numbers are such as the format writes.
 */
final class Scrape {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (\\S.*)");
    private static final Pattern TYPE =
            Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|summary|histogram|untyped)");
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(?:\\{(.*)\\})? (NaN|[+-]Inf|-?[0-9]+(?:\\.[0-9]+)?(?:E[+-]?[0-9]+)?)");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\[\\\\\"n])*)\"(?:,|$)");

    private final Map<String, Family> families = new LinkedHashMap<>();

    /** One name's lines; each sample's labels are those that its line has. */
    record Family(
            String name,
            String help,
            String type,
            Map<String, Map<String, String>> labels,
            Map<String, Double> samples) {}

    Scrape(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("The last line has no end");
        }
        String help = "";
        String helped = "";
        Family family = null; // the one that samples may be of
        for (String line : text.lines().toList()) {
            Matcher helping = HELP.matcher(line);
            Matcher typing = TYPE.matcher(line);
            if (helping.matches()) {
                helped = helping.group(1);
                help = helping.group(2);
                family = null;
            } else if (typing.matches()) {
                check(typing.group(1).equals(helped), line);
                family = new Family(helped, help, typing.group(2), new HashMap<>(), new TreeMap<>());
                check(families.put(helped, family) == null, line);
            } else {
                if (family == null) {
                    throw new AssertionError("Of no family: " + line);
                }
                sample(family, line);
            }
        }
    }

    private static void check(boolean right, String line) {
        if (!right) {
            throw new AssertionError("Against the format: " + line);
        }
    }

    private static void sample(Family family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        check(sample.matches(), line);
        String name = sample.group(1);
        boolean part = family.type().equals("summary")
                && (name.equals(family.name() + "_count") || name.equals(family.name() + "_sum"));
        check(name.equals(family.name()) || part, line);
        Map<String, String> labels = labels(sample.group(2) == null ? "" : sample.group(2), line);
        String key = name + new TreeMap<>(labels);
        check(family.samples().put(key, number(sample.group(3))) == null, line);
        family.labels().put(key, labels);
    }

    private static Map<String, String> labels(String text, String line) {
        Map<String, String> labels = new LinkedHashMap<>();
        Matcher label = LABEL.matcher(text);
        int at = 0;
        while (at < text.length()) {
            check(label.find(at) && label.start() == at, line);
            check(labels.put(label.group(1), label.group(2)) == null, line);
            at = label.end();
        }
        return labels;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** By name, in the order that they are written in. */
    Map<String, Family> families() {
        return families;
    }

    /** Fails where there is none of that name. */
    Family family(String name) {
        Family family = families.get(name);
        if (family == null) {
            throw new AssertionError("No " + name);
        }
        return family;
    }

    /** All label names that a family's samples have. */
    Set<String> labelNames(String name) {
        Set<String> names = new LinkedHashSet<>();
        family(name).labels().values().forEach(labels -> names.addAll(labels.keySet()));
        return names;
    }

    /** A sample by name and labels, {@code name{key=value, …}} with keys in order; null where there is none. */
    @Nullable
    Double value(String key) {
        return all().get(key.endsWith("}") ? key : key + "{}");
    }

    /** All samples. */
    Map<String, Double> all() {
        Map<String, Double> all = new TreeMap<>();
        families.values().forEach(family -> all.putAll(family.samples()));
        return all;
    }
}

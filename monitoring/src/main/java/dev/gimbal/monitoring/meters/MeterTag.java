package dev.gimbal.monitoring.meters;

import dev.gimbal.monitoring.state.Lifetime;
import java.util.List;
import java.util.Locale;

/** What tells the meters of one name apart. The values are of bounded number, whatever the events say. */
enum MeterTag {
    MODEL("the model's folder, as the user named it"),
    COMPENSATION("the setting's value"),
    SCHEDULE("the setting's value"),
    BACKEND("what computes, with its description"),
    VERSION("of the program"),
    STATE("", Lifetime.STATES.toArray(String[]::new)),
    STAGE("", "load", "measure", "attention", "mlp", "write", "evaluate", "catch_up"),
    LAYER("counts from 0; layers from " + CompensationMeters.LAYERS + " on are left out"),
    TARGET("", "o_proj", "down_proj"),
    STATISTICS("", "fitted", "held_out"),
    WHEN("", "before", "after"),
    UNIT("", "heads", "channels"),
    AREA("", "resident", "heap", "off_heap", "hidden_store", "device"),
    PLACE("", "host", "device"),
    PART("products, gram, solves and so on; at most " + PartMeters.MOST),
    QUEUE("an actor's name, or a stream's; at most " + PartMeters.MOST);

    private final String meaning;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it
    private final List<String> choices;

    MeterTag(String meaning, String... choices) {
        this.meaning = meaning;
        this.choices = List.of(choices);
    }

    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All that there can be; empty where the run decides it, and then {@link #meaning} says what they are. */
    List<String> choices() {
        return choices;
    }

    String meaning() {
        return meaning;
    }
}

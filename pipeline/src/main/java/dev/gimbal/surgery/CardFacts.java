package dev.gimbal.surgery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a model card tells.
 *
 * @param name of the model that is written, its folder's
 * @param source the model before, as the user named it
 * @param hubName of the source where it is known as {@code owner/name}, for the card's {@code base_model}
 * @param sections in order
 * @param notes sentences that a reader should not miss
 */
public record CardFacts(
        String name, String source, @Nullable String hubName, List<Section> sections, List<String> notes) {
    public CardFacts {
        sections = List.copyOf(sections);
        notes = List.copyOf(notes);
    }

    /** A table under a heading. */
    public record Section(String heading, List<Fact> facts) {
        public Section {
            facts = List.copyOf(facts);
        }
    }

    /** One line of a table. */
    public record Fact(String what, String value) {}
}

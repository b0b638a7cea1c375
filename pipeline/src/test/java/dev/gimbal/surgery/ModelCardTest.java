package dev.gimbal.surgery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    @Test
    void startsWithWhatModelHubsRead() {
        List<String> lines = card("org/base").lines().toList();
        int end = lines.subList(1, lines.size()).indexOf("---") + 1;
        assertEquals("---", lines.get(0));
        List<String> front = lines.subList(1, end);
        assertTrue(front.contains("base_model: org/base"), () -> "" + front);
        assertTrue(front.contains("library_name: transformers"), () -> "" + front);
        assertTrue(front.contains("- pruned"), () -> "" + front);
        assertFalse(card(null).contains("base_model"));
    }

    @Test
    void tellsEveryFactNoteAndHowToLoadIt() {
        String card = card(null);
        assertTrue(card.contains("# small"));
        assertTrue(card.contains("\nIt is written as *mistral*.\n"));
        assertTrue(card.contains("## Method"));
        assertTrue(card.contains("| ratio | 20% |"));
        assertTrue(card.contains("AutoModelForCausalLM.from_pretrained"));
    }

    @Test
    void aValueCannotBreakItsTable() {
        String card = card(null);
        assertTrue(card.contains("| text | a\\|b c |"), card);
        assertTrue(card.contains("`models/it's`"), card);
    }

    private static String card(@org.jspecify.annotations.Nullable String hubName) {
        return ModelCard.of(new CardFacts(
                "small",
                "models/it`s",
                hubName,
                List.of(new CardFacts.Section(
                        "Method", List.of(new CardFacts.Fact("ratio", "20%"), new CardFacts.Fact("text", "a|b\nc")))),
                List.of("It is written as *mistral*.")));
    }
}

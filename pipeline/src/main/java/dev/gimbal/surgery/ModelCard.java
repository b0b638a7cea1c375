package dev.gimbal.surgery;

import java.util.stream.Collectors;

/** The README.md of a written model, in the form that model hubs read. */
final class ModelCard {
    private ModelCard() {}

    static String of(CardFacts facts) {
        StringBuilder card = new StringBuilder("---\nlibrary_name: transformers\npipeline_tag: text-generation\n");
        if (facts.hubName() != null) {
            card.append("base_model: ").append(facts.hubName()).append('\n');
        }
        card.append("tags:\n- pruned\n- gimbal\n---\n\n# ").append(facts.name()).append("\n\n");
        card.append("`")
                .append(code(facts.source()))
                .append("`, made smaller by structured pruning with Gimbal: whole")
                .append(" attention heads and MLP channels were removed, and what is left was fitted to the original's")
                .append(" outputs on calibration text, without training.\n");
        for (String note : facts.notes()) {
            card.append('\n').append(note).append('\n');
        }
        for (CardFacts.Section section : facts.sections()) {
            card.append("\n## ").append(section.heading()).append("\n\n| | |\n| --- | --- |\n");
            card.append(section.facts().stream()
                    .map(fact -> "| " + cell(fact.what()) + " | " + cell(fact.value()) + " |\n")
                    .collect(Collectors.joining()));
        }
        return card.append(LOADING).toString();
    }

    private static final String LOADING = """

            ## Loading

            ```python
            from transformers import AutoModelForCausalLM, AutoTokenizer

            model = AutoModelForCausalLM.from_pretrained("PATH/TO/THIS/FOLDER")
            tokenizer = AutoTokenizer.from_pretrained("PATH/TO/THIS/FOLDER")
            ```

            `gimbal.json` holds every setting and each layer's figures; `sha256sum -c SHA256SUMS` checks the files.
            The licence of the original model applies to this one as well.
            """;

    private static String cell(String text) {
        return text.replace("\\", "\\\\").replace("|", "\\|").replace('\n', ' ');
    }

    private static String code(String text) {
        return text.replace("`", "'").replace('\n', ' ');
    }
}

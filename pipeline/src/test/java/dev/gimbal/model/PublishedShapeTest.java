package dev.gimbal.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedShapeTest {
    /** Parameter counts as the models' pages on Hugging Face give them. */
    @ParameterizedTest
    @CsvSource({
        "smollm2-135m, 134515008",
        "tinyllama-1.1b, 1100048384",
        "llama-3.2-1b, 1235814400",
        "llama-7b, 6738415616",
        "mistral-7b, 7248023552",
        "llama-3-8b, 8030261248",
        "llama-2-13b, 13015864320",
        "llama-2-70b, 68976648192",
        "llama-3-70b, 70553706496"
    })
    void aShapeHasAsManyParametersAsTheModelThatItIsNamedAfter(String label, long parameters) {
        ModelConfig config = PublishedShape.labelled(label).orElseThrow().config();
        assertEquals(parameters, CheckpointLayout.parameters(config));
        long outside = (config.tieEmbeddings() ? 1L : 2L) * config.vocabulary() * config.hidden() + config.hidden();
        assertEquals(parameters - outside, config.layers() * CheckpointLayout.layerParameters(config));
    }
}

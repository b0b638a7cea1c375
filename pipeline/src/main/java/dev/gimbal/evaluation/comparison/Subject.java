package dev.gimbal.evaluation.comparison;

/**
 * The dense model that a comparison is of.
 *
 * @param name as the user named it
 * @param architecture as {@code config.json} has it
 * @param layers how many there are
 * @param hidden {@code d}
 * @param heads query heads
 * @param keyValueHeads key-value heads
 * @param headSize {@code h}
 * @param channels {@code f}, the MLP's width
 * @param vocabulary {@code V}
 */
public record Subject(
        String name,
        String architecture,
        int layers,
        int hidden,
        int heads,
        int keyValueHeads,
        int headSize,
        int channels,
        int vocabulary) {}

package dev.gimbal.messages;

import dev.gimbal.model.safetensors.DType;
import dev.gimbal.protocol.NumberType;

/** How the numbers of weights are stored. */
public final class NumberTypes {
    private NumberTypes() {}

    /**
     * A weight's type as a message.
     *
     * @throws IllegalArgumentException when it is no weight's type
     */
    public static NumberType of(DType dtype) {
        return switch (dtype) {
            case F32 -> NumberType.NUMBER_TYPE_F32;
            case F16 -> NumberType.NUMBER_TYPE_F16;
            case BF16 -> NumberType.NUMBER_TYPE_BF16;
            default -> throw new IllegalArgumentException("weights are not of type " + dtype);
        };
    }

    /** The type that a message was made of. Before there was a choice, nothing was said and weights were F32. */
    public static DType dtype(NumberType type) {
        return switch (type) {
            case NUMBER_TYPE_UNSPECIFIED, NUMBER_TYPE_F32 -> DType.F32;
            case NUMBER_TYPE_F16 -> DType.F16;
            case NUMBER_TYPE_BF16 -> DType.BF16;
            case UNRECOGNIZED -> throw new IllegalArgumentException("a checked manifest has a type that is not known");
        };
    }
}

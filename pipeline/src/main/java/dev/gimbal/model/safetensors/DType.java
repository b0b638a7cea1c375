package dev.gimbal.model.safetensors;

import org.jspecify.annotations.Nullable;

/** The element types that a safetensors header may name; weights are of the three for which {@link #isWeight} holds. */
public enum DType {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E5M2(1),
    F8_E4M3(1),
    F8_E8M0(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    I64(8),
    U64(8),
    F64(8),
    C64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether a model's weights may be of this type. */
    public boolean isWeight() {
        return this == F32 || this == F16 || this == BF16;
    }

    /**
     * Makes the first {@code count} values the nearest numbers of this type, in place; those too large for it become
     * infinite.
     *
     * @throws IllegalArgumentException when this is no weight's type
     */
    public void round(float[] values, int count) {
        switch (this) {
            case F32 -> {}
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Halves.fromF16(Halves.toF16(values[i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(Halves.toBf16(values[i]) << 16);
                }
            }
            default -> throw new IllegalArgumentException("weights are not of type " + this);
        }
    }

    /** The type that a header calls {@code name}, or null. */
    static @Nullable DType named(String name) {
        for (DType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }
}

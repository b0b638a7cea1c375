package dev.gimbal.tensor.cuda.ptx;

/** Numbers as PTX writes them (section "Constants"), as the bits of a register. */
final class Literal {
    private Literal() {}

    static boolean is(String text) {
        return Character.isDigit(text.charAt(text.startsWith("-") && text.length() > 1 ? 1 : 0));
    }

    /** The bits that an instruction of this type reads. */
    static long bits(String text, Type type) {
        if (type.kind != Type.Kind.FLOATING || type.bytes == 2) return integer(text);
        boolean single = text.startsWith("0f") || text.startsWith("0F");
        boolean wide = text.startsWith("0d") || text.startsWith("0D");
        if (!single && !wide && !text.contains(".")) return integer(text);
        double value = single
                ? Float.intBitsToFloat(Integer.parseUnsignedInt(text.substring(2), 16))
                : wide
                        ? Double.longBitsToDouble(Long.parseUnsignedLong(text.substring(2), 16))
                        : Double.parseDouble(text);
        if (type == Type.F64) return Double.doubleToRawLongBits(value);
        // Not by way of a double where the text gives a float's bits: that would change NaNs.
        return single ? Integer.parseUnsignedInt(text.substring(2), 16) : Float.floatToRawIntBits((float) value);
    }

    static long integer(String text) {
        if (text.startsWith("-")) return -integer(text.substring(1));
        if (text.startsWith("0f") || text.startsWith("0F")) return Integer.parseUnsignedInt(text.substring(2), 16);
        if (text.startsWith("0d") || text.startsWith("0D")) return Long.parseUnsignedLong(text.substring(2), 16);
        String digits = text.endsWith("U") ? text.substring(0, text.length() - 1) : text;
        if (digits.startsWith("0x") || digits.startsWith("0X")) return Long.parseUnsignedLong(digits.substring(2), 16);
        return Long.parseUnsignedLong(digits, 10);
    }
}

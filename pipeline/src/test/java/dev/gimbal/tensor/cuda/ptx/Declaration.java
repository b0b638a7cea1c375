package dev.gimbal.tensor.cuda.ptx;

import java.util.Set;

/** A variable or parameter as it is declared: {@code .align 8 .b8 name[16]}; no bytes where the size is left open. */
record Declaration(Type type, int alignment, String name, int bytes) {
    private static final Set<String> SPACES = Set.of(".global", ".shared", ".const", ".local");

    /** Reads what stands after the space of a variable. */
    static Declaration read(Tokens tokens) {
        int alignment = tokens.take(".align") ? number(tokens) : 0;
        Type type = type(tokens);
        if (tokens.take(".ptr")) skipPointerAttributes(tokens);
        String name = tokens.next();
        int bytes = type.bytes;
        while (tokens.take("[")) {
            bytes = tokens.peek().equals("]") ? 0 : bytes * number(tokens);
            tokens.expect("]");
        }
        return new Declaration(type, Math.max(alignment, type.bytes), name, bytes);
    }

    private static void skipPointerAttributes(Tokens tokens) {
        if (SPACES.contains(tokens.peek())) tokens.next();
        if (tokens.take(".align")) number(tokens);
    }

    private static Type type(Tokens tokens) {
        String text = tokens.next();
        try {
            return Type.of(text.substring(1));
        } catch (IllegalArgumentException e) {
            throw tokens.error("unknown type " + text);
        }
    }

    static int number(Tokens tokens) {
        return (int) Literal.integer(tokens.next());
    }
}

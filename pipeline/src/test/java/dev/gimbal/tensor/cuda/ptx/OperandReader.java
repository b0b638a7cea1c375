package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayList;
import java.util.List;

/** Reads the operands of an instruction (section "Instruction Operands") up to its semicolon. */
final class OperandReader {
    private OperandReader() {}

    static List<Operand> list(Tokens tokens) {
        List<Operand> operands = new ArrayList<>();
        while (!tokens.peek().equals(";")) {
            if (!operands.isEmpty()) tokens.expect(",");
            operands.add(operand(tokens));
        }
        return operands;
    }

    private static Operand operand(Tokens tokens) {
        if (tokens.take("{")) return several(tokens, "}");
        if (tokens.take("(")) return several(tokens, ")");
        if (tokens.take("[")) return address(tokens);
        if (tokens.take("!")) return new Operand.Not(tokens.next());
        String text = word(tokens);
        return tokens.take("|") ? new Operand.Both(text, word(tokens)) : new Operand.Name(text);
    }

    private static String word(Tokens tokens) {
        return tokens.take("-") ? "-" + tokens.next() : tokens.next();
    }

    private static Operand several(Tokens tokens, String end) {
        List<Operand> parts = new ArrayList<>();
        while (!tokens.take(end)) {
            if (!parts.isEmpty()) tokens.expect(",");
            parts.add(operand(tokens));
        }
        return new Operand.Several(List.copyOf(parts));
    }

    private static Operand address(Tokens tokens) {
        String base = tokens.next();
        long offset = 0;
        if (tokens.take("+")) offset = Literal.integer(word(tokens));
        else if (tokens.take("-")) offset = -Literal.integer(tokens.next());
        tokens.expect("]");
        return new Operand.Address(base, offset);
    }
}

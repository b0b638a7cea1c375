package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One instruction while it is parsed. Its modifiers are taken one by one by whoever understands them, and what is left
 * at the end is an error: nothing is ignored.
 */
final class Instruction {
    final int line;
    final String name;
    final List<Operand> operands;
    private final String opcode;
    private final List<String> modifiers;
    private final Names names;

    Instruction(int line, String opcode, List<Operand> operands, Names names) {
        this.line = line;
        this.opcode = opcode;
        this.operands = operands;
        this.names = names;
        List<String> parts = Arrays.asList(opcode.split("\\."));
        this.name = parts.get(0);
        this.modifiers = new ArrayList<>(parts.subList(1, parts.size()));
    }

    /** Takes a modifier if it is there. */
    boolean take(String modifier) {
        return modifiers.remove(modifier);
    }

    /** Takes the one of these modifiers that is there, or gives the empty string. */
    String takeOne(String... choices) {
        for (String choice : choices) {
            if (take(choice)) return choice;
        }
        return "";
    }

    /** Takes the last modifier, a type. */
    Type type() {
        if (modifiers.isEmpty()) throw unknown();
        try {
            return Type.of(modifiers.remove(modifiers.size() - 1));
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    /** The last modifier, a type, left where it is. */
    Type peekType() {
        Type type = type();
        modifiers.add(type.name().toLowerCase(java.util.Locale.ROOT));
        return type;
    }

    void done(int operandCount) {
        if (!modifiers.isEmpty() || operands.size() != operandCount) throw unknown();
    }

    int operandCount() {
        return operands.size();
    }

    /** The slot that an operand is read from. */
    int in(int i, Type type) {
        return value(name(i), type);
    }

    /** The slot that an operand is written to. */
    int out(int i) {
        return register(name(i));
    }

    /** The slots of a vector operand, or of a single one. */
    int[] ins(int i, Type type) {
        return parts(i).stream().mapToInt(part -> value(part, type)).toArray();
    }

    int[] outs(int i) {
        return parts(i).stream().mapToInt(this::register).toArray();
    }

    private List<String> parts(int i) {
        if (operand(i) instanceof Operand.Several several)
            return several.parts().stream().map(this::text).toList();
        return List.of(name(i));
    }

    Operand operand(int i) {
        if (i >= operands.size()) throw unknown();
        return operands.get(i);
    }

    String name(int i) {
        return text(operand(i));
    }

    private String text(Operand operand) {
        if (operand instanceof Operand.Name written) return written.text();
        throw error("cannot read the operand " + operand);
    }

    Operand.Address address(int i) {
        if (operand(i) instanceof Operand.Address address) return address;
        throw error("operand " + (i + 1) + " is no address");
    }

    int value(String text, Type type) {
        Integer slot = names.value(text, type);
        if (slot == null) throw error("unknown name " + text);
        return slot;
    }

    int register(String text) {
        Integer slot = names.register(text);
        if (slot == null) throw error("unknown register " + text);
        return slot;
    }

    /** Where a parameter begins among those of the function. */
    int parameter(String text) {
        Integer offset = names.parameter(text);
        if (offset == null) throw error("unknown parameter " + text);
        return offset;
    }

    int constant(long value) {
        return names.constant(value);
    }

    IllegalArgumentException unknown() {
        return error("unknown instruction");
    }

    IllegalArgumentException error(String message) {
        return Tokens.error(line, message + ": " + opcode);
    }
}

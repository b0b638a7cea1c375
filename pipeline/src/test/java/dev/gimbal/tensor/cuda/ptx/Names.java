package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the names in a function stand for. Registers, numbers and special registers all get a slot of the same array, so
 * that an instruction knows slots only. Braces open scopes that hide outer names.
 */
final class Names {
    /** What a slot begins with when the function is entered. */
    record Start(int slot, Special value) {}

    private final Map<String, Long> addresses;
    private final Deque<Map<String, Integer>> registers = new ArrayDeque<>();
    private final Deque<Map<String, Integer>> parameters = new ArrayDeque<>();
    private final Map<String, Integer> locals = new HashMap<>();
    private final Map<Long, Integer> constants = new HashMap<>();
    private final Map<String, Integer> specials = new HashMap<>();
    private final List<Start> starts = new ArrayList<>();
    private int slots;
    private int parameterBytes;
    private int localBytes;

    /** Names in a function of a module whose variables have these addresses; shared ones can be added later. */
    Names(Map<String, Long> addresses) {
        this.addresses = new HashMap<>(addresses);
        open();
        declare("_");
    }

    void open() {
        registers.push(new HashMap<>());
        parameters.push(new HashMap<>());
    }

    void close() {
        registers.pop();
        parameters.pop();
    }

    void declare(String register) {
        registers.element().put(register, slots++);
    }

    /** Room for a parameter, 16-byte aligned; where it begins. */
    int declareParameter(String name, int bytes) {
        int offset = align(parameterBytes, 16);
        parameterBytes = offset + bytes;
        parameters.element().put(name, offset);
        return offset;
    }

    void declareLocal(String name, int bytes, int alignment) {
        int offset = align(localBytes, alignment);
        localBytes = offset + bytes;
        locals.put(name, offset);
    }

    void declareVariable(String name, long address) {
        addresses.put(name, address);
    }

    static int align(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    /** The slot of a register, or null. */
    @Nullable
    Integer register(String name) {
        return find(registers, name);
    }

    /** The offset of a parameter among those of the function, or null. */
    @Nullable
    Integer parameter(String name) {
        return find(parameters, name);
    }

    private static @Nullable Integer find(Deque<Map<String, Integer>> scopes, String name) {
        return scopes.stream()
                .filter(scope -> scope.containsKey(name))
                .findFirst()
                .map(scope -> scope.get(name))
                .orElse(null);
    }

    /** The slot that holds what this name or number stands for, or null where it stands for nothing. */
    @Nullable
    Integer value(String name, Type type) {
        if (Literal.is(name)) return constant(Literal.bits(name, type));
        Integer register = register(name);
        if (register != null) return register;
        Long address = addresses.get(name);
        if (address != null) return constant(address);
        if (specials.containsKey(name)) return specials.get(name);
        Integer local = locals.get(name);
        Special special = local == null ? Special.named(name) : t -> t.local.depot() + local;
        return special == null ? null : special(name, special);
    }

    private int special(String name, Special special) {
        starts.add(new Start(slots, special));
        specials.put(name, slots);
        return slots++;
    }

    int constant(long bits) {
        return constants.computeIfAbsent(bits, value -> slots++);
    }

    /** What every slot holds at first: numbers in theirs, all ones in registers that nothing was written to. */
    long[] firstValues() {
        long[] values = new long[slots];
        Arrays.fill(values, -1);
        constants.forEach((value, slot) -> values[slot] = value);
        return values;
    }

    List<Start> starts() {
        return starts;
    }

    int parameterBytes() {
        return parameterBytes;
    }

    int localBytes() {
        return align(localBytes, 16);
    }
}

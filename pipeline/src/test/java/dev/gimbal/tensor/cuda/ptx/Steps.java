package dev.gimbal.tensor.cuda.ptx;

import java.lang.invoke.VarHandle;

/** Which family an instruction belongs to. */
final class Steps {
    private Steps() {}

    static Step of(Instruction i) {
        return switch (i.name) {
            case "mov" -> Moves.move(i);
            case "cvta" -> Moves.toAddress(i);
            case "selp", "slct" -> Comparisons.select(i);
            case "setp" -> Comparisons.predicate(i);
            case "testp" -> Comparisons.test(i);
            case "ld", "ldu" -> MemoryAccess.load(i);
            case "st" -> MemoryAccess.store(i);
            case "atom", "red" -> Atomics.of(i);
            case "cvt" -> Conversions.of(i);
            case "add",
                    "sub",
                    "mul",
                    "mad",
                    "fma",
                    "div",
                    "rem",
                    "min",
                    "max",
                    "abs",
                    "neg",
                    "sad",
                    "sqrt",
                    "rcp",
                    "rsqrt",
                    "ex2",
                    "lg2",
                    "sin",
                    "cos",
                    "tanh",
                    "copysign" -> arithmetic(i);
            case "addc", "subc", "madc" -> CarryArithmetic.of(i);
            case "and", "or", "xor", "not", "cnot", "shl", "shr", "lop3" -> Logic.of(i);
            case "shf", "popc", "clz", "brev", "bfe", "bfi", "bfind", "prmt" -> BitFields.of(i);
            case "membar", "fence" -> fence(i);
            default -> throw i.unknown();
        };
    }

    private static Step arithmetic(Instruction i) {
        Type type = i.peekType();
        if (type == Type.F32) return SingleArithmetic.of(i);
        if (type == Type.F64) return DoubleArithmetic.of(i);
        if (!type.isInteger()) throw i.unknown();
        return i.take("cc") ? CarryArithmetic.withCarryOut(i) : IntegerArithmetic.of(i);
    }

    private static Step fence(Instruction i) {
        i.takeOne("sc", "acq_rel");
        i.takeOne("cta", "gl", "gpu", "sys");
        i.done(0);
        return t -> VarHandle.fullFence();
    }
}

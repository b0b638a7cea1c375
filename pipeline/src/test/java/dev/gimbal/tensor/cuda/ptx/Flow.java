package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Branches, calls and returns (section "Control Flow Instructions"). */
final class Flow {
    private Flow() {}

    static Step guarded(int predicate, boolean negated, Step step) {
        if (negated) {
            return t -> {
                if (t.r[predicate] == 0) step.run(t);
            };
        }
        return t -> {
            if (t.r[predicate] != 0) step.run(t);
        };
    }

    record Guarded(int predicate, boolean negated, Ending ending, BasicBlock following) implements Ending {
        @Override
        public @Nullable BasicBlock next(GpuThread t) {
            return (t.r[predicate] != 0) != negated ? ending.next(t) : following;
        }
    }

    /** Back to the caller; the end of the thread in a kernel. */
    record Return() implements Ending {
        @Override
        public @Nullable BasicBlock next(GpuThread t) {
            return t.leave();
        }
    }

    record Exit() implements Ending {
        @Override
        public @Nullable BasicBlock next(GpuThread t) {
            t.exit();
            return null;
        }
    }

    record Trap() implements Ending {
        @Override
        public @Nullable BasicBlock next(GpuThread t) {
            throw new Fault("the kernel stops itself");
        }
    }

    /** A copy of a parameter's bytes from one function's parameters to another's. */
    record Copy(int from, int to, int bytes) {}

    /** A call with its parameters by value; the callee is known by the time that this runs. */
    record Call(Function callee, List<Copy> arguments, List<Copy> results, BasicBlock following) implements Ending {
        static Call of(Instruction i, Map<String, Function> functions) {
            i.take("uni");
            boolean hasResult = i.operandCount() > 1 && i.operand(0) instanceof Operand.Several;
            int named = hasResult ? 1 : 0;
            Function callee = functions.get(i.name(named));
            if (callee == null) throw i.error("unknown function " + i.name(named));
            List<Copy> arguments = new ArrayList<>();
            if (i.operandCount() > named + 1) {
                List<String> written = names(i, named + 1);
                if (written.size() != callee.parameters.size()) throw i.error("another number of parameters");
                for (int p = 0; p < written.size(); p++) {
                    Function.Parameter parameter = callee.parameters.get(p);
                    arguments.add(new Copy(i.parameter(written.get(p)), parameter.offset(), parameter.bytes()));
                }
            }
            List<Copy> results = new ArrayList<>();
            Function.Parameter result = callee.result;
            if (hasResult != (result != null)) throw i.error("another number of results");
            if (result != null)
                results.add(new Copy(result.offset(), i.parameter(names(i, 0).get(0)), result.bytes()));
            i.done(i.operandCount());
            return new Call(callee, arguments, results, new BasicBlock());
        }

        private static List<String> names(Instruction i, int operand) {
            if (!(i.operand(operand) instanceof Operand.Several several)) throw i.unknown();
            return several.parts().stream()
                    .map(part -> {
                        if (part instanceof Operand.Name name) return name.text();
                        throw i.unknown();
                    })
                    .toList();
        }

        @Override
        public BasicBlock next(GpuThread t) {
            return t.enter(this);
        }
    }
}

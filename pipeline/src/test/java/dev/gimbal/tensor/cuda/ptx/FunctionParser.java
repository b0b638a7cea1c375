package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of a function: declarations, labels and instructions, into basic blocks. */
final class FunctionParser {
    private final Tokens tokens;
    private final Function function;
    private final Map<String, Function> functions;
    private final Names names;
    private final Map<String, BasicBlock> labelled = new HashMap<>();
    private final Map<String, Integer> awaited = new HashMap<>();
    private final Map<String, List<String>> branchTargets = new HashMap<>();
    private final Set<Function> callees = new LinkedHashSet<>();
    private BasicBlock current;

    FunctionParser(
            Tokens tokens, Function function, Map<String, Function> functions, List<String> dynamic, int sharedBytes) {
        this.tokens = tokens;
        this.function = function;
        this.functions = functions;
        this.names = function.names;
        this.current = function.entry;
        function.sharedBytes = sharedBytes;
        declareShared(dynamic);
    }

    /** Dynamic shared memory begins after the static one, whose size is known only when the body was read. */
    private void declareShared(List<String> dynamic) {
        int position = tokens.position();
        tokens.expect("{");
        for (int depth = 1; depth > 0; ) {
            String text = tokens.next();
            if (text.equals("{")) depth++;
            if (text.equals("}")) depth--;
            if (text.equals(".shared")) shared();
        }
        tokens.goTo(position);
        long end = Windows.ORIGIN + Names.align(function.sharedBytes, 16);
        dynamic.forEach(name -> names.declareVariable(name, end));
    }

    private void shared() {
        Declaration declared = Declaration.read(tokens);
        int offset = Names.align(function.sharedBytes, declared.alignment());
        names.declareVariable(declared.name(), Windows.ORIGIN + offset);
        function.sharedBytes = offset + declared.bytes();
    }

    void parse() {
        tokens.expect("{");
        for (int depth = 1; depth > 0; ) {
            if (tokens.take("{")) {
                depth++;
                names.open();
            } else if (tokens.take("}")) {
                depth--;
                if (depth > 0) names.close();
            } else if (tokens.peek().startsWith(".")) declaration();
            else if (tokens.peekSecond().equals(":")) label();
            else instruction();
        }
        current.end(tokens.line(), new Flow.Return());
        awaited.forEach((label, line) -> {
            throw Tokens.error(line, "unknown label " + label);
        });
        function.firstValues = names.firstValues();
        function.starts = names.starts().toArray(Names.Start[]::new);
        function.callees = List.copyOf(callees);
    }

    private void declaration() {
        String text = tokens.next();
        switch (text) {
            case ".reg" -> registers();
            case ".local" -> {
                Declaration declared = Declaration.read(tokens);
                names.declareLocal(declared.name(), declared.bytes(), declared.alignment());
            }
            case ".shared" -> Declaration.read(tokens); // declareShared did
            case ".param" -> {
                Declaration declared = Declaration.read(tokens);
                names.declareParameter(declared.name(), declared.bytes());
            }
            case ".pragma" -> tokens.next();
            default -> throw tokens.error("unknown directive " + text);
        }
        tokens.expect(";");
    }

    /** {@code .reg .b32 %r<12>} stands for %r0 to %r11. */
    private void registers() {
        tokens.next();
        do {
            String name = tokens.next();
            if (tokens.take("<")) {
                int count = Declaration.number(tokens);
                for (int i = 0; i < count; i++) names.declare(name + i);
                tokens.expect(">");
            } else names.declare(name);
        } while (tokens.take(","));
    }

    private void label() {
        String name = tokens.next();
        tokens.expect(":");
        if (tokens.take(".branchtargets")) {
            List<String> targets = new ArrayList<>();
            do targets.add(tokens.next());
            while (tokens.take(","));
            tokens.expect(";");
            branchTargets.put(name, targets);
            return;
        }
        BasicBlock block = labelled.computeIfAbsent(name, missing -> new BasicBlock());
        awaited.remove(name);
        current.end(tokens.line(), t -> block);
        current = block;
    }

    private BasicBlock target(String label, int line) {
        BasicBlock known = labelled.get(label);
        if (known != null) return known;
        BasicBlock block = new BasicBlock();
        labelled.put(label, block);
        awaited.put(label, line);
        return block;
    }

    private void instruction() {
        int line = tokens.line();
        boolean guarded = tokens.take("@");
        boolean negated = guarded && tokens.take("!");
        String guard = guarded ? tokens.next() : "";
        Instruction instruction = new Instruction(line, tokens.next(), OperandReader.list(tokens), names);
        tokens.expect(";");
        int guardSlot = guarded ? instruction.register(guard) : -1;
        Ending ending = ending(instruction);
        if (ending == null) {
            if (instruction.name.equals("atom") || instruction.name.equals("red")) function.hasAtomics = true;
            Step step = Steps.of(instruction);
            current.add(line, guarded ? Flow.guarded(guardSlot, negated, step) : step);
            return;
        }
        BasicBlock following = following(ending);
        current.end(line, guarded ? new Flow.Guarded(guardSlot, negated, ending, following) : ending);
        current = following;
    }

    /** The block after an ending: the one that it stops in front of, or a new one. */
    private static BasicBlock following(Ending ending) {
        if (ending instanceof Flow.Call call) return call.following();
        if (ending instanceof WarpMeeting meeting) return meeting.following();
        if (ending instanceof BlockBarrier barrier) return barrier.following();
        return new BasicBlock();
    }

    /** What the instruction ends a block with, or null if it goes on to the next one. */
    private @Nullable Ending ending(Instruction i) {
        switch (i.name) {
            case "bra" -> {
                i.take("uni");
                i.done(1);
                BasicBlock target = target(i.name(0), i.line);
                return t -> target;
            }
            case "brx" -> {
                return jumpTable(i);
            }
            case "ret" -> {
                i.take("uni");
                i.done(0);
                return new Flow.Return();
            }
            case "exit" -> {
                i.done(0);
                return new Flow.Exit();
            }
            case "trap" -> {
                i.done(0);
                return new Flow.Trap();
            }
            case "call" -> {
                Flow.Call call = Flow.Call.of(i, functions);
                callees.add(call.callee());
                return call;
            }
            case "bar", "barrier" -> {
                return i.take("warp") ? WarpOperations.barrier(i) : BlockBarrier.of(i);
            }
            case "shfl", "vote", "redux", "match" -> {
                return WarpOperations.of(i);
            }
            default -> {
                return null;
            }
        }
    }

    private Ending jumpTable(Instruction i) {
        if (!i.take("idx")) throw i.unknown();
        i.take("uni");
        i.done(2);
        List<String> labels = branchTargets.get(i.name(1));
        if (labels == null) throw i.error("unknown list of targets " + i.name(1));
        BasicBlock[] targets =
                labels.stream().map(label -> target(label, i.line)).toArray(BasicBlock[]::new);
        int index = i.in(0, Type.U32);
        return t -> {
            int at = (int) t.r[index];
            if (at < 0 || at >= targets.length) throw new Fault("jumps to target " + at + " of " + targets.length);
            return targets[at];
        };
    }
}

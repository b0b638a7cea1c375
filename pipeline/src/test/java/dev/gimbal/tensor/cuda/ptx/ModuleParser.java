package dev.gimbal.tensor.cuda.ptx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the directives of a module: its variables, and the heads of its functions; then the bodies. */
final class ModuleParser {
    private record Body(Function function, int position) {}

    private final Tokens tokens;
    private final Map<String, Long> addresses = new HashMap<>();
    private final Map<String, Function> functions = new LinkedHashMap<>();
    private final List<Body> bodies = new ArrayList<>();
    private final List<String> dynamicShared = new ArrayList<>();
    private final ByteArrayOutputStream variables = new ByteArrayOutputStream();
    private int sharedBytes;

    ModuleParser(String ptx) {
        this.tokens = new Tokens(ptx);
    }

    Map<String, Function> functions() {
        return functions;
    }

    /** What the variables of the module begin with. */
    byte[] variables() {
        return variables.toByteArray();
    }

    void parse() {
        while (!tokens.atEnd()) directive();
        // Shared variables of called functions count for every kernel, so those come first.
        for (boolean kernels : new boolean[] {false, true}) {
            for (Body body : bodies) {
                if (body.function().isKernel == kernels) body(body);
            }
        }
    }

    private void directive() {
        String text = tokens.next();
        switch (text) {
            case ".version", ".target" -> skipWords();
            case ".address_size" -> {
                if (!tokens.next().equals("64")) throw tokens.error("only 64-bit addresses are understood");
            }
            case ".visible", ".weak", ".extern" -> {}
            case ".global", ".const" -> variable();
            case ".shared" -> shared();
            case ".entry", ".func" -> function(text.equals(".entry"));
            case ".pragma" -> {
                tokens.next();
                tokens.expect(";");
            }
            default -> throw tokens.error("unknown directive " + text);
        }
    }

    /** Words and commas up to the next directive. */
    private void skipWords() {
        while (!tokens.atEnd() && !tokens.peek().startsWith(".")) tokens.next();
    }

    private void variable() {
        Declaration declared = Declaration.read(tokens);
        while (variables.size() % Math.max(16, declared.alignment()) != 0) variables.write(0);
        addresses.put(declared.name(), Windows.MODULE + variables.size());
        ByteBuffer bytes = ByteBuffer.allocate(declared.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (tokens.take("=")) initial(declared.type(), bytes);
        tokens.expect(";");
        variables.writeBytes(bytes.array());
    }

    private void initial(Type type, ByteBuffer bytes) {
        boolean several = tokens.take("{");
        do {
            String sign = tokens.take("-") ? "-" : "";
            String text = sign + tokens.next();
            if (!Literal.is(text)) throw tokens.error("cannot begin a variable with " + text);
            long bits = Literal.bits(text, type);
            for (int i = 0; i < type.bytes; i++) bytes.put((byte) (bits >>> (8 * i)));
        } while (several && tokens.take(","));
        if (several) tokens.expect("}");
    }

    private void shared() {
        Declaration declared = Declaration.read(tokens);
        tokens.expect(";");
        if (declared.bytes() == 0) {
            dynamicShared.add(declared.name());
            return;
        }
        sharedBytes = Names.align(sharedBytes, declared.alignment());
        addresses.put(declared.name(), Windows.ORIGIN + sharedBytes);
        sharedBytes += declared.bytes();
    }

    private void function(boolean isKernel) {
        Names names = new Names(addresses);
        List<Function.Parameter> results = tokens.peek().equals("(") ? parameters(names) : List.of();
        String name = tokens.next();
        List<Function.Parameter> parameters = tokens.peek().equals("(") ? parameters(names) : List.of();
        int mostThreads = bounds();
        if (tokens.take(";")) return; // a declaration; calls find the definition by its name
        Function.@Nullable Parameter result = results.isEmpty() ? null : results.get(0);
        Function function = new Function(name, isKernel, parameters, result, names, mostThreads);
        functions.put(name, function);
        bodies.add(new Body(function, tokens.position()));
        tokens.skipBraces();
    }

    private List<Function.Parameter> parameters(Names names) {
        List<Function.Parameter> result = new ArrayList<>();
        tokens.expect("(");
        while (!tokens.take(")")) {
            tokens.expect(".param");
            Declaration declared = Declaration.read(tokens);
            int offset = names.declareParameter(declared.name(), declared.bytes());
            result.add(new Function.Parameter(declared.name(), declared.type(), offset, declared.bytes()));
            tokens.take(",");
        }
        return result;
    }

    /** The largest block that the performance-tuning directives between head and body allow. */
    private int bounds() {
        int threads = BlockRun.MOST_THREADS;
        while (tokens.peek().startsWith(".")) {
            String text = tokens.next();
            switch (text) {
                case ".maxntid", ".reqntid" -> threads = Math.min(threads, product());
                case ".minnctapersm", ".maxnreg" -> Declaration.number(tokens);
                case ".noreturn" -> {}
                default -> throw tokens.error("unknown directive " + text);
            }
        }
        return threads;
    }

    private int product() {
        int product = 1;
        do product *= Declaration.number(tokens);
        while (tokens.take(","));
        return product;
    }

    private void body(Body body) {
        Function function = body.function();
        tokens.goTo(body.position());
        addresses.forEach(function.names::declareVariable);
        // Declared in the body of a kernel, a shared variable is that kernel's alone.
        FunctionParser parser = new FunctionParser(tokens, function, functions, dynamicShared, sharedBytes);
        parser.parse();
        if (!function.isKernel) sharedBytes = function.sharedBytes;
    }
}

package dev.gimbal.tensor.cuda;

import dev.gimbal.tensor.cuda.ptx.PtxMemory;
import dev.gimbal.tensor.cuda.ptx.PtxModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The kernels as NVRTC compiled them once, parsed once for all tests. */
final class GoldenKernels {
    private static final Map<String, GoldenKernels> KNOWN = new ConcurrentHashMap<>();

    private final Map<Kernel.Source, PtxModule> modules = new EnumMap<>(Kernel.Source.class);

    private GoldenKernels(String architecture) {
        for (Kernel.Source source : Kernel.Source.values()) {
            modules.put(source, PtxModule.parse(text(source, architecture)));
        }
    }

    static GoldenKernels of(String architecture) {
        return KNOWN.computeIfAbsent(architecture, GoldenKernels::new);
    }

    /** The PTX of a source; its first line names what it was made of. */
    static String text(Kernel.Source source, String architecture) {
        String name = "/golden/cuda/" + source.file() + "." + architecture + ".ptx";
        try (InputStream file = Objects.requireNonNull(GoldenKernels.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void launch(Kernel kernel, int blocks, PtxMemory memory, Object... arguments) {
        PtxModule module = Objects.requireNonNull(modules.get(kernel.source()));
        module.launch(kernel.function(), new int[] {blocks}, new int[] {kernel.threads()}, 0, memory, arguments);
    }
}

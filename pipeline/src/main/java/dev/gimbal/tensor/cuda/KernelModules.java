package dev.gimbal.tensor.cuda;

import com.sun.jna.Memory;
import com.sun.jna.ptr.LongByReference;
import dev.gimbal.tensor.cuda.library.DriverCalls;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The compiled kernels in a card, and how they are launched. */
final class KernelModules {
    /** More than any kernel has. */
    private static final int MOST_ARGUMENTS = 16;

    private final List<Long> modules = new ArrayList<>();
    private final Map<Kernel, Long> functions = new EnumMap<>(Kernel.class);
    private final Memory values = new Memory(8L * MOST_ARGUMENTS);
    private final Memory places = new Memory(8L * MOST_ARGUMENTS);

    /** Loads every source's code, as {@code compiled} gives it, to the current context's card. */
    KernelModules(Function<Kernel.Source, byte[]> compiled) {
        Map<Kernel.Source, Long> loaded = new EnumMap<>(Kernel.Source.class);
        for (Kernel.Source source : Kernel.Source.values()) {
            loaded.put(source, loaded(compiled.apply(source)));
        }
        loaded.forEach((source, module) -> {
            for (Kernel kernel : Kernel.values()) {
                if (kernel.source() == source) {
                    LongByReference function = new LongByReference();
                    Outcome.ofDriver(
                            DriverCalls.cuModuleGetFunction(function, module, kernel.function()),
                            "cuModuleGetFunction");
                    functions.put(kernel, function.getValue());
                }
            }
        });
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            places.setPointer(8L * i, values.share(8L * i));
        }
    }

    private long loaded(byte[] code) {
        try (Memory image = new Memory(code.length + 1L)) {
            image.write(0, code, 0, code.length);
            image.setByte(code.length, (byte) 0);
            LongByReference module = new LongByReference();
            Outcome.ofDriver(DriverCalls.cuModuleLoadData(module, image), "cuModuleLoadData");
            modules.add(module.getValue());
            return module.getValue();
        }
    }

    /** The driver has read the arguments when its function returns. */
    void launch(long stream, Kernel kernel, int blocks, Object... arguments) {
        for (int i = 0; i < arguments.length; i++) {
            long place = 8L * i;
            if (arguments[i] instanceof Long value) {
                values.setLong(place, value);
            } else if (arguments[i] instanceof Integer value) {
                values.setInt(place, value);
            } else if (arguments[i] instanceof Float value) {
                values.setFloat(place, value);
            } else if (arguments[i] instanceof Double value) {
                values.setDouble(place, value);
            } else {
                throw new IllegalArgumentException("no kernel takes " + arguments[i]);
            }
        }
        Long function = functions.get(kernel);
        if (function == null) {
            throw new IllegalStateException(kernel + " is not loaded");
        }
        Outcome.ofDriver(
                DriverCalls.cuLaunchKernel(
                        function, blocks, 1, 1, kernel.threads(), 1, 1, 0, stream, places, com.sun.jna.Pointer.NULL),
                kernel.function());
    }

    void unload() {
        modules.forEach(DriverCalls::cuModuleUnload);
        modules.clear();
        values.close();
        places.close();
    }
}

package dev.gimbal.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The names in a folder as processes see them, and as they would be after a power failure. */
final class MemoryFolder {
    final TreeMap<String, MemoryFile> names = new TreeMap<>();
    private TreeMap<String, MemoryFile> durable = new TreeMap<>();
    private final List<Consumer<Map<String, MemoryFile>>> unsynced = new ArrayList<>();

    void change(Consumer<Map<String, MemoryFile>> change) {
        change.accept(names);
        unsynced.add(change);
    }

    void sync() {
        durable = new TreeMap<>(names);
        unsynced.clear();
    }

    MemoryFolder afterKill(Map<MemoryFile, MemoryFile> files) {
        return durable(names, file -> files.computeIfAbsent(file, MemoryFile::afterKill));
    }

    /** Changes that were not synced are there, or not, each for itself. */
    MemoryFolder afterPowerFailure(Random random, Map<MemoryFile, MemoryFile> files) {
        Map<String, MemoryFile> left = new HashMap<>(durable);
        int odds = random.nextInt(5); // 0: none of them, 4: all
        for (Consumer<Map<String, MemoryFile>> change : unsynced) {
            if (random.nextInt(4) < odds) {
                change.accept(left);
            }
        }
        return durable(left, file -> files.computeIfAbsent(file, one -> one.afterPowerFailure(random)));
    }

    private static MemoryFolder durable(Map<String, MemoryFile> names, Function<MemoryFile, MemoryFile> copy) {
        MemoryFolder folder = new MemoryFolder();
        names.forEach((name, file) -> folder.names.put(name, copy.apply(file)));
        folder.sync();
        return folder;
    }
}

package dev.gimbal.actor;

import dev.gimbal.model.LayerWeights;
import dev.gimbal.model.Model;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Reads layers' weights, the next one's while a layer is worked on. Safe for several threads. */
final class LayerLoader {
    private final Backend backend;
    private final Model model;
    private final Executor executor;
    private final Map<Integer, CompletableFuture<Loaded>> coming = new HashMap<>();

    LayerLoader(Backend backend, Model model, Executor executor) {
        this.backend = backend;
        this.model = model;
        this.executor = executor;
    }

    /** A layer's weights, which live until this is closed. */
    record Loaded(int layer, LayerWeights weights, Scope scope) implements AutoCloseable {
        @Override
        public void close() {
            scope.close();
        }
    }

    /** The weights of {@code layer}, which may be on their way already; who gets them closes them. */
    synchronized CompletableFuture<Loaded> take(int layer) {
        CompletableFuture<Loaded> loaded = coming.remove(layer);
        return loaded == null ? load(layer) : loaded;
    }

    /** Begins to read {@code layer}, if there is such a one. */
    synchronized void prefetch(int layer) {
        if (layer < model.layers()) {
            coming.computeIfAbsent(layer, this::load);
        }
    }

    private CompletableFuture<Loaded> load(int layer) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Scope scope = backend.open();
                    try {
                        return new Loaded(layer, model.layer(layer, scope), scope);
                    } catch (RuntimeException | Error e) {
                        scope.close();
                        throw e;
                    }
                },
                executor);
    }

    /** Closes what was read in vain. */
    synchronized void close() {
        coming.values().forEach(loaded -> {
            CompletableFuture<Void> closed = loaded.thenAccept(Loaded::close);
            closed.exceptionally(failure -> null); // what could not be read needs no closing
        });
        coming.clear();
    }
}

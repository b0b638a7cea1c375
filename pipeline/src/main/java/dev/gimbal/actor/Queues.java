package dev.gimbal.actor;

import dev.gimbal.protocol.QueueDepth;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.actor.typed.Props;

/** How much waits in an actor system's mailboxes and streams. Any thread may use it. */
final class Queues implements Extension {
    private static final String COUNTED = "gimbal.counted-mailbox";
    /** Layers come and go; there is one at a time. */
    private static final String LAYER = "layer";

    private final Map<String, Queue> queues = new ConcurrentSkipListMap<>();

    private record Queue(IntSupplier depth, int capacity) {}

    /** How Pekko finds the one of a system. */
    static final class Id extends ExtensionId<Queues> {
        private static final Id INSTANCE = new Id();

        @Override
        public Queues createExtension(ActorSystem<?> system) {
            return new Queues();
        }

        /** As Pekko asks for it. */
        public static Id getInstance() {
            return INSTANCE;
        }
    }

    static Queues of(ActorSystem<?> system) {
        return Id.INSTANCE.apply(system);
    }

    /** For an actor on the default dispatcher whose mailbox is watched. */
    static Props counted() {
        return Props.empty().withMailboxFromConfig(COUNTED);
    }

    /** For an actor on a dispatcher of its own kind whose mailbox is watched. */
    static Props counted(DispatcherSelector dispatcher) {
        return dispatcher.withMailboxFromConfig(COUNTED);
    }

    /** Watches an actor's mailbox; of several layers, the last. */
    void watchActor(String name, IntSupplier depth) {
        watch(name.startsWith(LAYER + "-") ? LAYER : name, depth, 0);
    }

    /**
     * Watches a queue; one that had its name before is forgotten.
     *
     * @param capacity 0 where nothing bounds it
     */
    void watch(String name, IntSupplier depth, int capacity) {
        queues.put(name, new Queue(depth, capacity));
    }

    /** What waits now, by name. */
    List<QueueDepth> depths() {
        return queues.entrySet().stream()
                .map(entry -> QueueDepth.newBuilder()
                        .setQueue(entry.getKey())
                        .setDepth(entry.getValue().depth().getAsInt())
                        .setCapacity(entry.getValue().capacity())
                        .build())
                .toList();
    }
}

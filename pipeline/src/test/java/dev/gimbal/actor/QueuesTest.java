package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gimbal.protocol.QueueDepth;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueuesTest {
    private final ActorTestKit kit = ActorTestKit.create();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void shutDown() {
        gate.countDown();
        kit.shutdownTestKit();
    }

    /** Tells that it has begun, and works until the gate opens. */
    private Behavior<String> busy(ActorRef<String> begun) {
        return Behaviors.receive(String.class)
                .onAnyMessage(message -> {
                    begun.tell(message);
                    gate.await();
                    return Behaviors.same();
                })
                .build();
    }

    private List<String> depths() {
        return Queues.of(kit.system()).depths().stream()
                .map(depth -> depth.getQueue() + " " + depth.getDepth() + "/" + depth.getCapacity())
                .toList();
    }

    @Test
    void whatABusyActorHasNotReadYetIsCounted() {
        TestProbe<String> begun = kit.createTestProbe();
        ActorRef<String> solver = kit.spawn(busy(begun.ref()), "solver", Queues.counted(Executors.BLOCKING));
        assertEquals(List.of("solver 0/0"), depths());
        List.of("a", "b", "c", "d").forEach(solver::tell);
        begun.expectMessage("a");
        assertEquals(List.of("solver 3/0"), depths());
        gate.countDown();
        List.of("b", "c", "d").forEach(begun::expectMessage);
        assertEquals(List.of("solver 0/0"), depths());
    }

    @Test
    void layersHaveOneNameSoThatThereIsNoEndOfThem() {
        for (int layer = 0; layer < 5; layer++) {
            kit.spawn(Behaviors.<String>empty(), "layer-prune-" + layer, Queues.counted());
        }
        assertEquals(List.of("layer 0/0"), depths());
    }

    @Test
    void aStreamIsAQueueWithACapacity() {
        Queues queues = Queues.of(kit.system());
        queues.watch("calibration", () -> 1, 2);
        assertEquals(
                List.of(QueueDepth.newBuilder()
                        .setQueue("calibration")
                        .setDepth(1)
                        .setCapacity(2)
                        .build()),
                queues.depths());
    }
}

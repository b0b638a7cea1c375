package dev.gimbal.actor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.actor.EventPublisher.Command;
import dev.gimbal.actor.EventPublisher.Publish;
import dev.gimbal.actor.EventPublisher.PublishLast;
import dev.gimbal.checkpoint.EventLog;
import dev.gimbal.checkpoint.EventReader;
import dev.gimbal.checkpoint.RealDisk;
import dev.gimbal.checkpoint.RunDirectory;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.WarningRaised;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventPublisherTest {
    @TempDir
    private Path folder;

    private final AtomicBoolean refuses = new AtomicBoolean();
    private final List<String> complaints = new ArrayList<>();
    private final List<RunEvent> heard = new ArrayList<>();
    private RunDirectory run;
    private BehaviorTestKit<Command> publisher;

    @BeforeEach
    void open() {
        run = RunDirectory.create(folder.resolve("run"), false, new HeardDisk(operation -> {
            if (refuses.get() && operation.equals("write events.bin")) {
                throw new IOException("No space left on device");
            }
        }));
        publisher = BehaviorTestKit.create(EventPublisher.create(EventLog.open(run, heard::add), complaints::add));
    }

    @AfterEach
    void close() {
        run.close();
    }

    private static RunEvent.Builder event(String message) {
        return RunEvent.newBuilder().setWarningRaised(WarningRaised.newBuilder().setMessage(message));
    }

    private void publish(String message) {
        publisher.run(new Publish(event(message)));
    }

    private List<RunEvent> read() {
        return new EventReader(run.folder(), new RealDisk(), 0).poll(1000);
    }

    private List<String> messages() {
        return read().stream().map(read -> read.getWarningRaised().getMessage()).toList();
    }

    @Test
    void everyEventGetsTheNextNumberTheRunAndTheTime() {
        long before = System.currentTimeMillis();
        for (int i = 0; i < 20; i++) {
            publish("event " + i);
        }
        List<RunEvent> events = read();
        assertEquals(
                LongStream.rangeClosed(1, 20).boxed().toList(),
                events.stream().map(RunEvent::getId).toList());
        for (RunEvent event : events) {
            assertEquals(run.runId(), event.getRunId());
            assertTrue(event.getTimeUnixMs() >= before && event.getTimeUnixMs() <= System.currentTimeMillis());
        }
        assertEquals("event 19", events.get(19).getWarningRaised().getMessage());
    }

    @Test
    void aDiskThatRefusesIsToldOnceAndNothingElseHappens() {
        publish("first");
        refuses.set(true);
        for (int i = 0; i < 5; i++) {
            publish("lost");
        }
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.get(0).contains("full"), complaints.get(0));
        assertTrue(publisher.isAlive());
        assertEquals(List.of("first"), messages());
    }

    @Test
    void theLastEventIsWrittenBeforeTheEndIsToldOf() {
        publish("first");
        List<String> seen = new ArrayList<>();
        publisher.run(new PublishLast(event("last"), () -> seen.addAll(messages())));
        assertEquals(List.of("first", "last"), seen);
        publish("of somebody who has not heard");
        assertEquals(List.of("first", "last"), messages());
    }

    /** Or a run whose disk is full would never end. */
    @Test
    void theEndIsToldOfThoughTheLastEventCannotBeWritten() {
        refuses.set(true);
        AtomicBoolean told = new AtomicBoolean();
        publisher.run(new PublishLast(event("last"), () -> told.set(true)));
        assertTrue(told.getAndSet(false));
        assertFalse(told.get());
        publisher.run(new PublishLast(event("again"), () -> told.set(true)));
        assertTrue(told.get());
        assertEquals(1, complaints.size());
    }

    @Test
    void whoListensHearsEachEventWhenItIsInTheFile() {
        publish("first");
        assertEquals(read(), heard);
        publish("second");
        publisher.run(new PublishLast(event("last"), () -> assertEquals(3, heard.size())));
        publish("of somebody who has not heard");
        assertEquals(3, heard.size());
        assertEquals(read(), heard);
    }

    @Test
    void whoListensHearsTheRestOfARunWhoseDiskIsFull() {
        publish("first");
        refuses.set(true);
        publish("second");
        publish("third");
        refuses.set(false);
        List<RunEvent> before = new ArrayList<>();
        publisher.run(new PublishLast(event("last"), () -> before.addAll(heard)));
        assertEquals(heard, before);
        assertEquals(
                List.of("first", "second", "third", "last"),
                heard.stream().map(told -> told.getWarningRaised().getMessage()).toList());
        assertEquals(
                List.of(1L, 2L, 3L, 4L), heard.stream().map(RunEvent::getId).toList());
        assertTrue(heard.stream().allMatch(told -> told.getRunId().equals(run.runId()) && told.getTimeUnixMs() > 0));
        publisher.run(new PublishLast(event("again"), () -> {}));
        assertEquals(4, heard.size(), "there is one last event");
    }
}

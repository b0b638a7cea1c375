package dev.gimbal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files of today are read tomorrow, and what tomorrow's programs write is not lost by today's. */
class CompatibilityTest {
    private static byte[] golden(String name) throws IOException {
        return Files.readAllBytes(GoldenMessages.FOLDER.resolve(name));
    }

    @Test
    void aManifestOfVersion1IsRead() throws IOException {
        assertEquals(GoldenMessages.manifest(), Manifest.parseFrom(golden("manifest.bin")));
    }

    private static List<RunEvent> goldenEvents(String name) throws IOException {
        ByteArrayInputStream stream = new ByteArrayInputStream(golden(name));
        List<RunEvent> events = new ArrayList<>();
        for (RunEvent event = RunEvent.parseDelimitedFrom(stream);
                event != null;
                event = RunEvent.parseDelimitedFrom(stream)) {
            events.add(event);
        }
        return events;
    }

    @Test
    void eventsOfVersion1AreRead() throws IOException {
        assertEquals(GoldenMessages.events(), goldenEvents("events.bin"));
        assertEquals(GoldenMessages.monitoringEvents(), goldenEvents("events-monitoring.bin"));
    }

    @Test
    void everyKindOfEventIsInACommittedFile() throws IOException {
        List<RunEvent> events = new ArrayList<>(goldenEvents("events.bin"));
        events.addAll(goldenEvents("events-monitoring.bin"));
        assertEquals(
                RunEvent.getDescriptor().getOneofs().get(0).getFieldCount(),
                events.stream().map(RunEvent::getEventCase).distinct().count(),
                "one that is new gets a file of its own");
    }

    @Test
    void statisticsOfVersion1AreRead() throws IOException {
        ByteArrayInputStream stream = new ByteArrayInputStream(golden("statistics.bin"));
        assertEquals(GoldenMessages.header(), StatisticsHeader.parseDelimitedFrom(stream));
        assertEquals(GoldenMessages.rows(), GramRows.parseDelimitedFrom(stream));
        assertEquals(0, stream.available());
    }

    private static UnknownFieldSet future() {
        return UnknownFieldSet.newBuilder()
                .addField(
                        5000,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(77)
                                .addLengthDelimited(ByteString.copyFromUtf8("of the future"))
                                .addFixed64(-1)
                                .build())
                .build();
    }

    /** At the top and inside, as when a message is read, changed and written again. */
    @Test
    void fieldsOfTheFutureSurviveBeingReadAndWritten() throws InvalidProtocolBufferException {
        Manifest.Builder newer = GoldenMessages.manifest().toBuilder();
        newer.setUnknownFields(future());
        newer.getTargetsBuilder(0).getDataBuilder().setUnknownFields(future());
        Manifest written = Manifest.parseFrom(newer.build().toByteArray());
        Manifest.Builder changed = written.toBuilder().setGeneration(13);
        Manifest read = Manifest.parseFrom(changed.build().toByteArray());
        assertEquals(future(), read.getUnknownFields());
        assertEquals(future(), read.getTargets(0).getData().getUnknownFields());
        assertEquals(newer.setGeneration(13).build(), read);
    }

    @Test
    void valuesOfTheFutureSurviveBeingReadAndWritten() throws InvalidProtocolBufferException {
        Manifest newer = GoldenMessages.manifest().toBuilder().setPhaseValue(99).build();
        Manifest read = Manifest.parseFrom(newer.toByteArray());
        assertEquals(Phase.UNRECOGNIZED, read.getPhase());
        assertEquals(99, Manifest.parseFrom(read.toByteArray()).getPhaseValue());
    }

    /** What a program that knows more kinds of events writes. */
    @Test
    void anEventOfAnUnknownKindIsAnEventAllTheSame() throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeUInt64(1, 7);
        out.writeString(999, "news");
        out.flush();
        RunEvent event = RunEvent.parseFrom(bytes.toByteString());
        assertEquals(7, event.getId());
        assertEquals(RunEvent.EventCase.EVENT_NOT_SET, event.getEventCase());
        assertEquals(bytes.toByteString(), event.toByteString());
    }

    @Test
    void whatIsAbsentIsToldFromZero() throws InvalidProtocolBufferException {
        TargetOutcome zero = TargetOutcome.newBuilder().setLambda(0).build();
        assertTrue(TargetOutcome.parseFrom(zero.toByteArray()).hasLambda());
        Message none = TargetOutcome.getDefaultInstance();
        assertFalse(TargetOutcome.parseFrom(none.toByteArray()).hasLambda());
        assertFalse(TargetOutcome.parseFrom(none.toByteArray()).hasHeldOut());
    }
}

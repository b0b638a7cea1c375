package dev.gimbal.monitoring.http;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.gimbal.protocol.RunEvent;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * An event as it goes over the wire, in the format of https://html.spec.whatwg.org/multipage/server-sent-events.html. Its
 * bytes are made when the first reader wants them, and shared by all.
 */
final class EventFrame {
    /** How soon a browser comes back when a stream has ended. */
    static final ByteString BEGINNING = ByteString.fromString("retry: 2000\n\n");

    /** Says that the connection is alive; readers pass it over. */
    static final ByteString ALIVE = ByteString.fromString(":\n\n");

    /** For events of a kind that this version does not know. */
    private static final String UNKNOWN = "unknown";

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();

    private final RunEvent event;
    private volatile @Nullable ByteString bytes;

    EventFrame(RunEvent event) {
        this.event = event;
    }

    /** The reader is too slow, and is cut off. It comes back with the id of what it has seen. */
    static ByteString dropped() {
        return ByteString.fromString("event: dropped\ndata: {}\n\n");
    }

    /** What the reader has seen is not of this run; it is cut off, and comes back with this id. */
    static ByteString dropped(long id) {
        return ByteString.fromString("id: " + id + "\n").concat(dropped());
    }

    long id() {
        return event.getId();
    }

    ByteString bytes() {
        ByteString made = bytes;
        if (made == null) {
            made = ByteString.fromString("id: " + event.getId() + "\nevent: " + kind() + "\ndata: " + json() + "\n\n");
            bytes = made;
        }
        return made;
    }

    private String kind() {
        FieldDescriptor field =
                RunEvent.getDescriptor().findFieldByNumber(event.getEventCase().getNumber());
        return field == null ? UNKNOWN : field.getName();
    }

    private String json() {
        try {
            return PRINTER.print(event);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("events hold no Any", e);
        }
    }
}

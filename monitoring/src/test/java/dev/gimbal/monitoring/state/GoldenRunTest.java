package dev.gimbal.monitoring.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gimbal.monitoring.SmallRun;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GoldenRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aSmallRunComesOutAsWrittenByHand() throws IOException {
        RunState state = new RunState();
        SmallRun.events().forEach(state::accept);
        JsonNode expected = JSON.readTree(SmallRun.view());
        JsonNode view = JSON.readTree(state.view(SmallRun.NOW).json());
        assertEquals(expected.toPrettyString(), view.toPrettyString());
    }

    @Test
    void aRunThatWasNeverHeardOfIsStarting() throws IOException {
        String json = new String(
                new RunState().view(Instant.ofEpochMilli(5)).json(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(JSON.readTree("""
                        {"now": 5, "lastEventId": 0, "live": true, "state": "starting", "secondsWorked": 0.0, "layers": [],
                         "series": {"time": [], "tokensPerSecond": [], "resident": [], "heap": [], "offHeap": [],
                                    "hiddenStore": [], "device": []},
                         "timeline": [], "parts": {}, "queues": [], "warnings": [], "warningsLeftOut": 0}
                        """), JSON.readTree(json));
    }
}

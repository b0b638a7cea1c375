package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-5|0 s",
                "0.4|0 s",
                "59.4|59 s",
                "59.6|1 min",
                "61|1 min 1 s",
                "3599|59 min 59 s",
                "3600|1 h",
                "7859|2 h 10 min",
                "86400|1 d",
                "349200|4 d 1 h",
                "1e300|11,574,074,074 d 1 h",
            })
    void aStretchOfTimeIsToldInTwoUnits(double seconds, String text) {
        assertEquals(text, Span.text(seconds));
    }
}

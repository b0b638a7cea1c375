package dev.gimbal.evaluation.comparison.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumeralsTest {
    @ParameterizedTest
    @CsvSource({
        "49.1466, 49.15",
        "5.0, 5.00",
        "999.994, 999.99",
        "999.996, 1000",
        "1000.4, 1000",
        "1234.56, 1235",
        "98765.4, 98770",
        "9876543, 9877000",
        "12345678, 1.235e+07",
        "NaN, not a number",
        "Infinity, ∞",
    })
    void aPerplexityHasTwoDecimalsAndFourDigitsFromAThousandOn(double value, String text) {
        assertEquals(text, Numerals.perplexity(value));
    }

    @ParameterizedTest
    @CsvSource({"0.5678, 56.8", "0, 0.0", "1, 100.0", "-0.031, -3.1", "NaN, not a number"})
    void aShareIsInPerCentWithOneDecimal(double share, String text) {
        assertEquals(text, Numerals.percent(share));
    }

    @ParameterizedTest
    @CsvSource({
        "0.2, 0.200",
        "0.123456, 0.123",
        "1500000, 1.50e+06",
        "0.0001234, 1.23e-04",
        "0, 0",
        "31.26, 31.3",
        "57, 57.0",
        "2.5, 2.50",
        "NaN, not a number"
    })
    void errorsHaveThreeDigits(double value, String text) {
        assertEquals(text, Numerals.significant(value));
    }

    @ParameterizedTest
    @CsvSource({"0.30000000000000004, 0.3", "30, 30", "2e6, 2e+6", "0.00005, 5e-5", "0, 0", "-1.5, -1.5", "500, 500"})
    void marksOfAxesAreShort(double value, String text) {
        assertEquals(text, Numerals.plain(value));
    }

    @ParameterizedTest
    @CsvSource({"1023, 1023 B", "1024, 1.00 KiB", "269030016, 256.6 MiB", "14000000000, 13.0 GiB"})
    void sizesAreInBinaryUnits(long bytes, String text) {
        assertEquals(text, Numerals.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0.2, true",
        "-3, true",
        "1e-3, true",
        ".5, true",
        "NaN, false",
        "1f, false",
        "0x1p3, false",
        "'', false"
    })
    void onlyWhatAnybodyWouldCallANumberIsOne(String text, boolean number) {
        assertEquals(number, Numerals.parse(text).isPresent());
    }

    @Test
    void noCountryChangesThem() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertEquals("1,234,567 49.15", Numerals.count(1_234_567) + " " + Numerals.perplexity(49.15));
        } finally {
            Locale.setDefault(before);
        }
    }
}

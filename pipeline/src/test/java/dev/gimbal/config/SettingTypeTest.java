package dev.gimbal.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTypeTest {
    private static final Path BASE = Path.of("/base");

    @ParameterizedTest
    @CsvSource({"0,0", "0.2,0.2", "0.999999,0.999999", ".5,0.5", "2e-1,0.2", "+0.1,0.1", "1.E-1,0.1"})
    void aRatioIsADecimalNumberBelowOne(String text, double value) {
        assertEquals(value, PruneCatalogue.RATIO.type().parse(text, BASE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.0",
                "-0.1",
                "-1e-9",
                "2",
                "NaN",
                "Infinity",
                "0x1p-2",
                "0.2f",
                "0.2d",
                "",
                " ",
                "0,2",
                "20%",
                ". ",
                "1e400",
                "--score"
            })
    void nothingElseIsARatio(String text) {
        assertNull(PruneCatalogue.RATIO.type().parse(text, BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1", "inf"})
    void aLowerBoundAloneStillMeansAFiniteNumber(String text) {
        assertNull(PruneCatalogue.LAMBDA.type().parse(text, BASE));
        assertEquals(1e300, PruneCatalogue.LAMBDA.type().parse("1e300", BASE));
    }

    @ParameterizedTest
    @CsvSource({
        "600m,629145600",
        "4g,4294967296",
        "4G,4294967296",
        "2gib,2147483648",
        "1500000,1500000",
        "1t,1099511627776"
    })
    void aSizeIsANumberOfBytesInPowersOf1024(String text, long bytes) {
        SettingType.Size type = new SettingType.Size(1 << 20);
        assertEquals(bytes, type.parse(text, BASE));
        assertEquals(bytes, type.parse(type.plain(bytes).toString(), BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "g", "-1g", "1.5g", "1000k", "4x", "9999999999999t", "4 g b"})
    void nothingElseIsASize(String text) {
        assertNull(new SettingType.Size(1 << 20).parse(text, BASE));
    }

    @ParameterizedTest
    @CsvSource({"0", "2", "16"})
    void holdoutIsNothingOrTwoToSixteen(String text) {
        assertEquals(Integer.valueOf(text), PruneCatalogue.HOLDOUT.type().parse(text, BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "17", "-2", "2.0", "2e0", "4294967298", "99999999999999999999", "", "two"})
    void nothingElseIsAHoldout(String text) {
        assertNull(PruneCatalogue.HOLDOUT.type().parse(text, BASE));
    }

    @Test
    void aSeedIsAnyLong() {
        assertEquals(Long.MIN_VALUE, PruneCatalogue.SEED.type().parse("-9223372036854775808", BASE));
        assertEquals(Long.MAX_VALUE, PruneCatalogue.SEED.type().parse("9223372036854775807", BASE));
        assertNull(PruneCatalogue.SEED.type().parse("9223372036854775808", BASE));
    }

    @Test
    void aSwitchIsTrueOrFalseInSmallLetters() {
        assertEquals(true, PruneCatalogue.CENTER.type().parse("true", BASE));
        assertEquals(false, PruneCatalogue.CENTER.type().parse("false", BASE));
        for (String text : List.of("", "yes", "TRUE", "1")) {
            assertNull(PruneCatalogue.CENTER.type().parse(text, BASE), text);
        }
    }

    @ParameterizedTest
    @EnumSource(CompensationKind.class)
    void aChoiceIsItsLabelAndNothingElse(CompensationKind kind) {
        SettingType<CompensationKind> type = PruneCatalogue.COMPENSATION.type();
        assertEquals(kind, type.parse(kind.label(), BASE));
        assertNull(type.parse(kind.label() + " ", BASE));
        assertNull(type.parse(kind.label().toUpperCase(java.util.Locale.ROOT), BASE));
        assertTrue(type.expected().contains(kind.label()));
    }

    @Test
    void choicesAreSeparatedByCommasInAnyOrderAndNamedOnce() {
        SettingType<Set<Target>> type = PruneCatalogue.TARGETS.type();
        Set<Target> both = Set.of(Target.O_PROJ, Target.DOWN_PROJ);
        assertEquals(both, type.parse("down_proj, o_proj", BASE));
        assertEquals(Set.of(Target.DOWN_PROJ), type.parse("down_proj", BASE));
        for (String text : List.of("", ",", "o_proj,", "o_proj,o_proj", "q_proj", "o_proj;down_proj")) {
            assertNull(type.parse(text, BASE), text);
        }
        assertEquals(List.of("o_proj", "down_proj"), type.plain(both));
    }

    @ParameterizedTest
    @CsvSource({"a/b,/base/a/b", "../x,/x", "/y/./z,/y/z", ".,/base"})
    void aRelativePathStartsFromTheBase(String text, String path) {
        Location location = Objects.requireNonNull(PruneCatalogue.MODEL.type().parse(text, BASE));
        assertEquals(Path.of(path), location.path());
        assertEquals(text, location.written());
    }

    @Test
    void nothingIsNoPath() {
        assertNull(PruneCatalogue.MODEL.type().parse("", BASE));
        assertNull(PruneCatalogue.MODEL.type().parse("a\0b", BASE));
    }

    @ParameterizedTest
    @CsvSource({
        "9095,127.0.0.1,9095",
        "0,127.0.0.1,0",
        "0.0.0.0:9095,0.0.0.0,9095",
        "node-7.example.org:65535,node-7.example.org,65535",
        "[::1]:80,::1,80",
        "[fe80::1%eth0]:80,fe80::1%eth0,80",
    })
    void whereARunIsWatchedIsAPortWithOrWithoutAHost(String text, String host, int port) {
        ListenAddress address =
                Objects.requireNonNull(MonitorCatalogue.LISTEN.type().parse(text, BASE));
        assertEquals(new ListenAddress(host, port), address);
        assertEquals(address, MonitorCatalogue.LISTEN.type().parse(address.toString(), BASE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "65536",
                "-1",
                "host",
                "host:",
                ":9095",
                "::1:9095",
                "[::1]9095",
                "http://localhost:9095",
                "localhost:9095/",
                "a b:9095",
                "99999999999"
            })
    void nothingElseIsWhereARunIsWatched(String text) {
        assertNull(MonitorCatalogue.LISTEN.type().parse(text, BASE));
    }
}

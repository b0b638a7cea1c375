package dev.gimbal.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

class GimbalTest {
    private static Session session(Consumer<Console> work) {
        return new Session(Path.of("/"), new Verb() {
            @Override
            public String name() {
                return "work";
            }

            @Override
            public String purpose() {
                return "Works.";
            }

            @Override
            public void declare(CommandSpec spec) {}

            @Override
            public void run(ParseResult arguments, Console console) {
                work.accept(console);
            }
        });
    }

    private static Session.Outcome throwing(Throwable failure, String... arguments) {
        return session(console -> GimbalTest.<RuntimeException>sneak(failure)).run(arguments);
    }

    @SuppressWarnings("unchecked") // Thrown as it is, whatever it is.
    private static <E extends Throwable> void sneak(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void aVerbRunsAndItsResultIsAllThereIs() {
        assertEquals(
                new Session.Outcome(0, "dröne\n", ""),
                session(console -> console.print("dröne\n")).run("work"));
    }

    @ParameterizedTest
    @EnumSource(ExitCode.class)
    void aUserErrorIsOneSentenceWithItsCode(ExitCode code) {
        Session.Outcome outcome = throwing(new GimbalException(code, "x is wrong; mend it."), "work");
        assertEquals(new Session.Outcome(code.code(), "", "gimbal: x is wrong; mend it\n"), outcome);
    }

    @Test
    void anUnexpectedErrorAsksForDebug() {
        Session.Outcome outcome = throwing(new IllegalStateException("boom"), "work");
        assertEquals(70, outcome.code());
        assertEquals(1, outcome.err().lines().count());
        assertTrue(outcome.err().contains("boom") && outcome.err().contains("--debug"), outcome.err());
    }

    @Test
    void usedUpMemorySaysHowToGiveMore() {
        Session.Outcome outcome = throwing(new OutOfMemoryError("Java heap space"), "work");
        assertEquals(75, outcome.code());
        assertTrue(outcome.err().matches("gimbal: .*GIMBAL_JAVA_OPTS=-Xmx\\d+m.*\n"), outcome.err());
    }

    @Test
    void onlyDebugShowsAStackTrace() {
        for (Throwable failure : List.of(
                new IllegalStateException("boom"), new GimbalException(ExitCode.DATA, "bad"), new OutOfMemoryError())) {
            assertFalse(throwing(failure, "work").err().contains("\tat "));
            assertTrue(throwing(failure, "work", "--debug").err().contains("\tat dev.gimbal.app.GimbalTest"));
            assertTrue(throwing(failure, "--debug", "work").err().contains("\tat dev.gimbal.app.GimbalTest"));
        }
    }

    @Test
    void controlCharactersNeverReachTheTerminal() {
        Session.Outcome outcome = session(console -> {}).run("wo\u001b[31mrk\n");
        assertEquals("gimbal: there is no verb 'wo?[31mrk?'; the verbs are work, help\n", outcome.err());
    }

    @Test
    void anUnknownVerbIsRefusedWithTheNearestOne() {
        Session session = session(console -> {});
        assertEquals(
                "gimbal: there is no verb 'wrok'; did you mean 'work'?\n",
                session.run("wrok").err());
        assertEquals(
                "gimbal: there is no verb 'wrok'; did you mean 'work'?\n",
                session.run("help", "wrok").err());
        assertEquals(64, session.run("wrok").code());
        assertEquals(
                "gimbal: gimbal has no flag '--versoin'; did you mean '--version'?\n",
                session.run("--versoin").err());
        assertEquals(
                "gimbal: a verb is missing; 'gimbal --help' lists them\n",
                session.run().err());
        assertEquals(64, session.run().code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void helpListsTheVerbs(String word) {
        Session.Outcome outcome = session(console -> {}).run(word);
        assertTrue(outcome.out().contains("work  Works."), outcome.out());
        assertEquals(0, outcome.code());
        assertEquals("", outcome.err());
    }

    @Test
    void aVerbsHelpCanBeAskedForInThreeWays() {
        Session session = session(console -> {});
        String help = session.run("work", "--help").out();
        assertTrue(help.startsWith("Usage: gimbal work [OPTIONS]\nWorks.\n"), help);
        assertEquals(help, session.run("help", "work").out());
        assertEquals(help, session.run("work", "-h").out());
    }

    @Test
    void theVersionIsPrinted() {
        assertTrue(session(console -> {}).run("--version").out().matches("gimbal \\S+\n"));
        assertTrue(session(console -> {}).run("-V").out().matches("gimbal \\S+\n"));
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }

    @Test
    void aReaderThatIsGoneIsNoError() {
        Session.Outcome outcome = session(console -> console.print("much")).run(failing("Broken pipe"), false, "work");
        assertEquals(new Session.Outcome(141, "", ""), outcome);
    }

    @Test
    void aFullDiskIs() {
        Session.Outcome outcome =
                session(console -> console.print("much")).run(failing("No space left on device"), false, "work");
        assertEquals(74, outcome.code());
        assertEquals(
                "gimbal: standard output cannot be written (No space left on device); is its disk full?\n",
                outcome.err());
    }
}

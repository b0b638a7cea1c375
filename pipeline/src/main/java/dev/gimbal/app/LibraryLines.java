package dev.gimbal.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/** What libraries log, in the form of the program's own lines. */
final class LibraryLines extends AppenderBase<ILoggingEvent> {
    private final Console console;

    private LibraryLines(Console console) {
        this.console = console;
    }

    /** From now on they go to {@code console}, and nowhere else. */
    static void goTo(Console console) {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        if (factory instanceof LoggerContext context) {
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.detachAndStopAllAppenders();
            LibraryLines lines = new LibraryLines(console);
            lines.setContext(context);
            lines.start();
            root.addAppender(lines);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        LogLine.Level level = event.getLevel().isGreaterOrEqual(Level.ERROR)
                ? LogLine.Level.ERROR
                : event.getLevel().isGreaterOrEqual(Level.WARN) ? LogLine.Level.WARNING : LogLine.Level.INFO;
        console.say(new LogLine(level, event.getFormattedMessage(), Map.of("logger", event.getLoggerName())));
    }
}

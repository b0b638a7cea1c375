package dev.gimbal.app;

import me.tongfei.progressbar.ProgressBarConsumer;

/** The last line of a terminal, which a bar is drawn on again and again and other lines are written above. */
final class TerminalLine implements ProgressBarConsumer {
    private static final String ERASE_BEHIND = "\u001b[K";
    private static final String ERASE = "\r" + ERASE_BEHIND;

    private final Console console;

    TerminalLine(Console console) {
        this.console = console;
    }

    @Override
    public int getMaxRenderedLength() {
        return console.columns() - 1; // In the last column some terminals begin the next line.
    }

    @Override
    public synchronized void accept(String text) {
        console.err().print("\r" + text + ERASE_BEHIND);
        console.err().flush();
    }

    /** Writes a line for good; the bar comes back below it when it is drawn next. */
    synchronized void above(LogLine text) {
        console.err().print(ERASE);
        console.say(text);
    }

    @Override
    public synchronized void clear() {
        console.err().print(ERASE);
        console.err().flush();
    }

    @Override
    public void close() {
        clear();
    }
}

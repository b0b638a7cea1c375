package dev.gimbal.app;

import java.util.List;

/** The last lines of a terminal, which are written over again and again. */
final class TerminalBlock {
    /** What is higher than the screen could not be written over. */
    private static final int MOST_LINES = 20;

    private final Console console;
    private int drawn;

    TerminalBlock(Console console) {
        this.console = console;
    }

    /** Shows these lines in place of those before, each cut to the terminal's width. */
    void draw(List<String> lines) {
        StringBuilder text = new StringBuilder(up());
        int count = Math.min(lines.size(), MOST_LINES);
        for (String line : lines.subList(0, count)) {
            text.append(line, 0, Math.min(line.length(), console.columns() - 1)).append('\n');
        }
        drawn = count;
        console.err().print(text);
        console.err().flush();
    }

    /** Takes the lines away. */
    void clear() {
        console.err().print(up());
        console.err().flush();
        drawn = 0;
    }

    /** To the first line of the block, and nothing left behind it. */
    private String up() {
        return drawn == 0 ? "" : "\u001b[" + drawn + "A\r\u001b[J";
    }
}

package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayList;
import java.util.List;

/** A PTX text cut into words and signs, read one after the other; comments are gone, every token knows its line. */
final class Tokens {
    private record Token(String text, int line) {}

    private final List<Token> tokens = new ArrayList<>();
    private int at;

    Tokens(String text) {
        int line = 1;
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int from = i;
            if (c == '\n') line++;
            if (Character.isWhitespace(c)) i++;
            else if (text.startsWith("//", i)) i = end(text, "\n", i);
            else if (text.startsWith("/*", i)) {
                i = end(text, "*/", i) + 2;
                line += (int) text.substring(from, Math.min(i, text.length()))
                        .chars()
                        .filter(sign -> sign == '\n')
                        .count();
            } else {
                i = c == '"' ? end(text, "\"", i + 1) + 1 : word(text, i);
                tokens.add(new Token(text.substring(from, i), line));
            }
        }
        tokens.add(new Token("", line));
    }

    private static int end(String text, String sign, int from) {
        int found = text.indexOf(sign, from);
        return found < 0 ? text.length() : found;
    }

    /** The end of the word that starts here; a sign is a word of its own. */
    private static int word(String text, int from) {
        int i = from;
        while (i < text.length()) {
            if (text.startsWith("::", i)) i += 2;
            else if (Character.isLetterOrDigit(text.charAt(i)) || "_$%.".indexOf(text.charAt(i)) >= 0) i++;
            else break;
        }
        return Math.max(i, from + 1);
    }

    /** The next token, empty at the end of the text. */
    String peek() {
        return tokens.get(at).text();
    }

    String peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1)).text();
    }

    int line() {
        return tokens.get(at).line();
    }

    boolean atEnd() {
        return at == tokens.size() - 1;
    }

    String next() {
        String text = peek();
        if (atEnd()) throw error("the text ends too early");
        at++;
        return text;
    }

    /** Takes the next token if it is this one. */
    boolean take(String text) {
        boolean found = peek().equals(text);
        if (found) at++;
        return found;
    }

    void expect(String text) {
        if (!take(text)) throw error("expected '" + text + "' but found '" + peek() + "'");
    }

    int position() {
        return at;
    }

    void goTo(int position) {
        at = position;
    }

    /** Passes a text in braces, from its opening one. */
    void skipBraces() {
        expect("{");
        for (int depth = 1; depth > 0; ) {
            String text = next();
            if (text.equals("{")) depth++;
            if (text.equals("}")) depth--;
        }
    }

    IllegalArgumentException error(String message) {
        return error(line(), message);
    }

    static IllegalArgumentException error(int line, String message) {
        return new IllegalArgumentException("PTX line " + line + ": " + message);
    }
}

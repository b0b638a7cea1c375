package dev.gimbal.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody who mistyped one probably meant. */
public final class NearestName {
    private NearestName() {}

    /**
     * The known name nearest to the unknown one, if any is near: a third of its letters may differ, or it is a beginning
     * of the known one. Of equally near ones the first.
     */
    public static Optional<String> of(String unknown, Collection<String> known) {
        String asked = plain(unknown);
        return known.stream()
                .filter(name -> distance(asked, plain(name)) <= Math.max(1, asked.length() / 3)
                        || (asked.length() >= 3 && plain(name).startsWith(asked)))
                .min(Comparator.comparingInt(name -> distance(asked, plain(name))));
    }

    /** The same as the end of a sentence, {@code otherwise} where no name is near. */
    public static String suggestion(String unknown, Collection<String> known, String otherwise) {
        return of(unknown, known).map(name -> "did you mean '" + name + "'?").orElse(otherwise);
    }

    /**
     * How many letters must be inserted, deleted, changed or swapped with their neighbour: the optimal string alignment
     * distance (restricted Damerau-Levenshtein).
     */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }

    /** Case, and which of '-', '_' and '.' joins words, are no difference worth counting. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }
}

package dev.gimbal.evaluation.zeroshot.scoring;

import dev.gimbal.evaluation.zeroshot.tasks.Task;
import dev.gimbal.evaluation.zeroshot.tasks.TaskItem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Items drawn as tokens, of every shape that scoring has to deal with. */
final class RandomItems {
    private static final int VOCABULARY = 96;

    private final SplittableRandom random;

    RandomItems(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Some items, long and short ones among each other. */
    static List<List<Candidate>> of(long seed, int count, int longest) {
        RandomItems items = new RandomItems(seed);
        List<List<Candidate>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(items.item(longest));
        }
        return all;
    }

    /** As a task whose texts nobody looks at. */
    static EncodedTask task(List<List<Candidate>> items) {
        List<PackedItem> packed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            packed.add(PackedItem.of(i, items.get(i)));
        }
        TaskItem any = new TaskItem(List.of(new TaskItem.Answer("a", "b")), 0, 1);
        return new EncodedTask(new Task("any", "any", List.of(any), true), packed);
    }

    /** Answers that share a beginning of any length, also none and all of it; of one token and of many; of one or several. */
    private List<Candidate> item(int longest) {
        int[] shared = tokens(random.nextInt(longest / 2));
        List<Candidate> candidates = new ArrayList<>();
        int count = random.nextInt(1, 6);
        for (int i = 0; i < count; i++) {
            boolean oneMore = random.nextInt(3) == 0;
            int[] own = tokens(oneMore ? 1 : random.nextInt(1, longest / 2));
            int[] all = Arrays.copyOf(shared, shared.length + own.length);
            System.arraycopy(own, 0, all, shared.length, own.length);
            candidates.add(all.length < 2 ? candidate(tokens(2)) : candidate(all));
        }
        return candidates;
    }

    /** Any number of the last tokens is the continuation; it may begin before what is the item's own. */
    private Candidate candidate(int[] all) {
        int targets = random.nextBoolean() ? 1 : random.nextInt(1, all.length);
        return new Candidate(
                Arrays.copyOf(all, all.length - 1), Arrays.copyOfRange(all, all.length - targets, all.length), false);
    }

    private int[] tokens(int count) {
        return random.ints(count, 0, VOCABULARY).toArray();
    }
}

package dev.gimbal.tensor.cuda.ptx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One block of a launch: its threads take turns until all have ended. */
final class BlockRun {
    static final int MOST_THREADS = 1024;

    final Launch launch;
    final int[] position;
    final SharedMemory shared;
    final Warp[] warps;
    /** How often all threads met at a barrier, from 1. */
    int epoch = 1;

    BlockRun(Launch launch, int index) {
        this.launch = launch;
        this.position = Launch.position(index, launch.grid());
        this.shared = new SharedMemory(launch.sharedBytes());
        this.warps = new Warp[(launch.threads() + Warp.SIZE - 1) / Warp.SIZE];
        for (int w = 0; w < warps.length; w++) warps[w] = warp(w);
    }

    private Warp warp(int number) {
        int from = number * Warp.SIZE;
        GpuThread[] lanes = new GpuThread[Math.min(Warp.SIZE, launch.threads() - from)];
        for (int lane = 0; lane < lanes.length; lane++) {
            int[] at = Launch.position(from + lane, launch.block());
            lanes[lane] = new GpuThread(this, from + lane, at, launch.kernel(), launch.arguments());
        }
        return new Warp(lanes);
    }

    private Stream<GpuThread> threads() {
        return Arrays.stream(warps).flatMap(warp -> Arrays.stream(warp.lanes));
    }

    void run() {
        while (true) {
            boolean ran = false;
            for (Warp warp : warps) ran |= warp.run();
            boolean released = release();
            if (!ran && !released) break;
        }
        if (threads().anyMatch(t -> !t.hasEnded())) throw deadlock();
    }

    /** Lets go on who waits at a barrier that all have reached. */
    private boolean release() {
        Map<Integer, List<GpuThread>> waiting = new TreeMap<>();
        int live = 0;
        for (Warp warp : warps) {
            for (GpuThread t : warp.lanes) {
                if (!t.hasEnded()) live++;
                if (t.waitsFor() instanceof BlockBarrier barrier)
                    waiting.computeIfAbsent(barrier.id(t), id -> new ArrayList<>())
                            .add(t);
            }
        }
        boolean released = false;
        for (List<GpuThread> threads : waiting.values()) {
            GpuThread first = threads.get(0);
            if (!(first.waitsFor() instanceof BlockBarrier barrier)) continue;
            int expected = barrier.count(first) < 0 ? live : barrier.count(first);
            if (threads.size() != expected) continue;
            checkAlignment(threads);
            barrier.reduction().among(threads);
            threads.forEach(GpuThread::goOn);
            released = true;
            epoch++;
        }
        return released;
    }

    /** The threads of a warp reach an aligned barrier by the same instruction, or the result is undefined. */
    private void checkAlignment(List<GpuThread> threads) {
        @Nullable Meeting[] seen = new @Nullable Meeting[warps.length];
        for (GpuThread t : threads) {
            Meeting meeting = t.waitsFor();
            Meeting before = seen[t.index / Warp.SIZE];
            seen[t.index / Warp.SIZE] = meeting;
            if (before == null || before == meeting) continue;
            if (meeting instanceof BlockBarrier barrier && barrier.aligned())
                throw located(
                        new Fault("is at another barrier than its warp, which is at line " + before.line()),
                        t,
                        barrier.line());
        }
    }

    private IllegalStateException deadlock() {
        Map<Integer, List<GpuThread>> byLine = threads()
                .filter(t -> t.waitsFor() != null)
                .collect(Collectors.groupingBy(BlockRun::line, TreeMap::new, Collectors.toList()));
        String who = byLine.entrySet().stream()
                .map(entry -> entry.getValue().size() + " at line " + entry.getKey() + " (first "
                        + Arrays.toString(entry.getValue().get(0).position) + ")")
                .collect(Collectors.joining(", "));
        long ended = threads().filter(GpuThread::hasEnded).count();
        return new IllegalStateException(prefix() + ": deadlock, threads wait for others that do not come: " + who
                + "; " + ended + " have ended");
    }

    private static int line(GpuThread t) {
        Meeting meeting = t.waitsFor();
        return meeting == null ? 0 : meeting.line();
    }

    private String prefix() {
        return "kernel " + launch.kernel().name + ", block " + Arrays.toString(position);
    }

    IllegalStateException located(Fault fault, GpuThread t, int line) {
        return new IllegalStateException(
                prefix() + ", thread " + Arrays.toString(t.position) + ", line " + line + ": " + fault.getMessage(),
                fault);
    }
}

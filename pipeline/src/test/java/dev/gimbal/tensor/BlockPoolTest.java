package dev.gimbal.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.tensor.reference.ReferenceBackend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pools over a memory of a known size, which says how often each piece was had and freed. */
class BlockPoolTest {
    /** How a memory says that it has nothing left. */
    private enum Refusal {
        NULL,
        EXCEPTION,
        ERROR
    }

    private static final class SmallMemory implements BlockPool.Source<Object> {
        private final Map<Object, Long> taken = Collections.synchronizedMap(new IdentityHashMap<>());
        private final List<Object> handedOut = new ArrayList<>();
        private final long size;
        private final Refusal refusal;
        private final boolean typed;

        SmallMemory(long size, Refusal refusal, boolean typed) {
            this.size = size;
            this.refusal = refusal;
            this.typed = typed;
        }

        long bytes() {
            return taken.values().stream().mapToLong(Long::longValue).sum();
        }

        Object last() {
            return handedOut.get(handedOut.size() - 1);
        }

        @Override
        public @Nullable Object allocate(Precision precision, long elements) {
            long bytes = elements * precision.bytes();
            if (bytes() + bytes > size) {
                switch (refusal) {
                    case EXCEPTION -> throw new IllegalStateException("full");
                    case ERROR -> throw new OutOfMemoryError("full");
                    case NULL -> {
                        return null;
                    }
                }
            }
            Object piece = new Object();
            taken.put(piece, bytes);
            return piece;
        }

        @Override
        public void free(Object piece) {
            assertTrue(taken.remove(piece) != null, "a piece is freed once");
        }

        @Override
        public boolean typed() {
            return typed;
        }

        @Override
        public Tensor tensor(BlockPool.Block<Object> block, Precision precision, int rows, int cols) {
            handedOut.add(block.piece());
            try (Scope scope = ReferenceBackend.open().open()) {
                return scope.allocate(precision, rows, cols);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsIdleIsFreedForARequestThatWouldNotFitBesideIt(Refusal refusal) {
        SmallMemory memory = new SmallMemory(1000, refusal, false);
        try (BlockPool<Object> pool = new BlockPool<>(memory, 1000);
                Scope scope = pool.open()) {
            try (Scope before = pool.open()) {
                before.f32(1, 150);
            }
            assertEquals(600, pool.usedBytes(), "kept for its next use");
            scope.f32(1, 200);
            assertEquals(800, pool.usedBytes());
            assertEquals(800, memory.bytes());
            assertEquals(800, pool.peakBytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRequestThatNothingIsLeftForIsAnErrorOfTheUserAndNamesTheSize(Refusal refusal) {
        SmallMemory memory = new SmallMemory(1000, refusal, false);
        try (BlockPool<Object> pool = new BlockPool<>(memory, 1000);
                Scope scope = pool.open()) {
            scope.f32(1, 150);
            GimbalException error = assertThrows(GimbalException.class, () -> scope.f64(3, 20));
            assertEquals(ExitCode.TRY_AGAIN, error.exitCode());
            assertTrue(String.valueOf(error.getMessage()).contains("480 bytes"), error.getMessage());
            assertEquals(600, pool.usedBytes(), "what was had stays");
            scope.f64(1, 50);
            assertEquals(1000, pool.usedBytes(), "the scope still serves");
        }
        assertEquals(0, memory.bytes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPieceServesAgainWhatItCanServe(boolean typed) {
        SmallMemory memory = new SmallMemory(1000, Refusal.NULL, typed);
        try (BlockPool<Object> pool = new BlockPool<>(memory, 1000);
                Scope next = pool.open()) {
            try (Scope scope = pool.open()) {
                scope.f32(2, 10);
            }
            Object first = memory.last();
            next.f64(1, 10);
            if (typed) {
                assertNotSame(first, memory.last(), "the other precision's");
            } else {
                assertSame(first, memory.last(), "as many bytes");
            }
        }
    }

    @Test
    void whateverIsOpenedAndClosedNoPieceIsLostOrFreedTwice() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            SmallMemory memory = new SmallMemory(Long.MAX_VALUE, Refusal.NULL, random.nextBoolean());
            BlockPool<Object> pool = new BlockPool<>(memory, random.nextInt(3000));
            List<Scope> open = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                switch (random.nextInt(4)) {
                    case 0 -> open.add(pool.open());
                    case 1 -> {
                        if (!open.isEmpty()) {
                            open.remove(random.nextInt(open.size())).close();
                        }
                    }
                    default -> {
                        if (!open.isEmpty()) {
                            Precision precision = random.nextBoolean() ? Precision.F32 : Precision.F64;
                            open.get(random.nextInt(open.size())).allocate(precision, 1, 1 + random.nextInt(20));
                        }
                    }
                }
                assertEquals(memory.bytes(), pool.usedBytes(), "seed " + seed);
                assertTrue(pool.peakBytes() >= pool.usedBytes());
            }
            pool.close();
            assertEquals(0, memory.bytes(), "seed " + seed);
            assertEquals(0, pool.usedBytes());
            open.forEach(Scope::close);
            assertEquals(0, pool.usedBytes(), "closed before");
        }
    }
}

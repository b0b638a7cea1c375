package dev.gimbal.tensor.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written and read through pinned memory, on a device that does nothing before it must. */
class DeviceQueueTest {
    private static final int LENGTH = 500;

    private final EmulatedDevice device = new EmulatedDevice(1 << 20, "compute_70");

    @ParameterizedTest
    @ValueSource(ints = {8, 24, 64, 1000, 1 << 16})
    void everythingIsReadAsItWasWrittenLastInWhateverPieces(int stagingBytes) {
        DeviceQueue queue = new DeviceQueue(device, stagingBytes);
        long address = queue.allocate(LENGTH * Double.BYTES);
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            double[] expected = random.doubles(LENGTH).toArray();
            queue.write(address, expected, 0, LENGTH);
            for (int i = 0; i < 200; i++) {
                int from = random.nextInt(LENGTH);
                int length = random.nextInt(Math.min(40, LENGTH - from) + 1);
                long place = address + (long) from * Double.BYTES;
                switch (random.nextInt(4)) {
                    case 0 -> rewrite(queue, place, random, expected, from, length);
                    case 1 -> {
                        int words = length;
                        queue.ask(card -> card.zero(place, (long) words * Double.BYTES));
                        Arrays.fill(expected, from, from + length, 0);
                    }
                    default -> {
                        double[] actual = new double[length + 2];
                        queue.read(place, (long) (LENGTH - from) * Double.BYTES, actual, 1, length);
                        assertArrayEquals(
                                Arrays.copyOfRange(expected, from, from + length),
                                Arrays.copyOfRange(actual, 1, length + 1));
                        assertEquals(0, actual[0] + actual[length + 1], "nothing beside it");
                    }
                }
            }
        }
    }

    /** In two pieces, one behind the other. */
    private static void rewrite(DeviceQueue queue, long place, Random random, double[] expected, int from, int length) {
        double[] values = random.doubles(length).toArray();
        int half = length / 2;
        queue.write(place, values, 0, half);
        queue.write(place + (long) half * Double.BYTES, values, half, length - half);
        System.arraycopy(values, 0, expected, from, length);
    }

    @Test
    void singlesAndIntegersTravelLikeDoubles() {
        DeviceQueue queue = new DeviceQueue(device, 24);
        long address = queue.allocate(4 * LENGTH);
        float[] singles = new float[LENGTH];
        int[] integers = new Random(1).ints(LENGTH).toArray();
        for (int i = 0; i < LENGTH; i++) {
            singles[i] = i - 0.5f;
        }
        queue.write(address, singles, 0, LENGTH);
        float[] back = new float[LENGTH];
        queue.read(address, 4 * LENGTH, back, 0, LENGTH);
        assertArrayEquals(singles, back);
        queue.write(address, integers);
        int[] whole = new int[LENGTH];
        queue.read(address, whole);
        assertArrayEquals(integers, whole);
    }

    @Test
    void rowsOneAfterTheOtherTravelTogether() {
        AtomicInteger uploads = new AtomicInteger();
        AtomicInteger downloads = new AtomicInteger();
        DeviceQueue queue = new DeviceQueue(new CountingDevice(device, uploads, downloads), 4000);
        long from = queue.allocate(40_000);
        long to = queue.allocate(40_000);
        float[] row = new float[100];
        for (int i = 0; i < 100; i++) {
            queue.write(from + 400L * i, row, 0, 100);
        }
        for (int i = 0; i < 100; i++) {
            queue.read(from + 400L * i, 40_000 - 400L * i, row, 0, 100);
            queue.write(to + 400L * i, row, 0, 100);
        }
        queue.ask(card -> {});
        assertTrue(uploads.get() <= 20 + 13, uploads + " uploads"); // a read in between may send what is gathered
        assertTrue(downloads.get() <= 40_000 + 4000, downloads + " bytes");
    }

    @Test
    void whoReadsWhereHeWritesBringsNothingInVain() {
        AtomicInteger downloads = new AtomicInteger();
        DeviceQueue queue = new DeviceQueue(new CountingDevice(device, new AtomicInteger(), downloads), 4000);
        long address = queue.allocate(40_000);
        float[] row = new float[100];
        for (int i = 0; i < 100; i++) {
            queue.read(address + 400L * i, 40_000 - 400L * i, row, 0, 100);
            queue.write(address + 400L * i, row, 0, 100);
        }
        assertEquals(40_000, downloads.get());
    }

    /** Counts uploads, and the bytes of downloads. */
    private record CountingDevice(EmulatedDevice device, AtomicInteger uploads, AtomicInteger downloads)
            implements Device {
        @Override
        public String description() {
            return device.description();
        }

        @Override
        public String arithmetic() {
            return device.arithmetic();
        }

        @Override
        public long allocate(long bytes) {
            return device.allocate(bytes);
        }

        @Override
        public void free(long address) {
            device.free(address);
        }

        @Override
        public ByteBuffer pinned(int bytes) {
            return device.pinned(bytes);
        }

        @Override
        public void upload(long to, ByteBuffer from, int bytes) {
            uploads.incrementAndGet();
            device.upload(to, from, bytes);
        }

        @Override
        public void download(long from, ByteBuffer into, int bytes) {
            downloads.addAndGet(bytes);
            device.download(from, into, bytes);
        }

        @Override
        public void copy(long to, long from, long bytes) {
            device.copy(to, from, bytes);
        }

        @Override
        public void zero(long address, long bytes) {
            device.zero(address, bytes);
        }

        @Override
        public long mark() {
            return device.mark();
        }

        @Override
        public void await(long mark) {
            device.await(mark);
        }

        @Override
        public void launch(Kernel kernel, int blocks, Object... arguments) {
            device.launch(kernel, blocks, arguments);
        }

        @Override
        public DeviceBlas blas() {
            return device.blas();
        }

        @Override
        public DeviceSolver solver() {
            return device.solver();
        }

        @Override
        public void close() {
            device.close();
        }
    }
}

package dev.gimbal.tensor.cuda.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Allocations: fresh, apart from each other, and gone when freed. */
class PtxMemoryTest {
    private final PtxMemory memory = new PtxMemory();

    @Test
    void freshMemoryIsNotANumberInAnyPrecision() {
        ByteBuffer bytes = memory.at(memory.allocate(40), 40);
        for (int i = 0; i < 40; i += 4) assertTrue(Float.isNaN(bytes.getFloat(i)));
        for (int i = 0; i < 40; i += 8) assertTrue(Double.isNaN(bytes.getDouble(i)));
    }

    @Test
    void viewsAreDirectLittleEndianAndWriteThrough() {
        long address = memory.allocate(16);
        ByteBuffer view = memory.at(address + 4, 8);
        view.putInt(0, 0x01020304);
        assertTrue(view.isDirect());
        assertEquals(ByteOrder.LITTLE_ENDIAN, view.order());
        assertEquals(8, view.capacity());
        assertEquals(4, memory.at(address + 4, 1).get(0));
    }

    @Test
    void allocationsAreAlignedAndNeverNextToEachOther() {
        long before = 0;
        for (int i = 1; i < 200; i++) {
            long address = memory.allocate(i);
            assertEquals(0, address % 256);
            assertTrue(address - before >= 1L << 32);
            before = address;
        }
    }

    @Test
    void nothingOutsideOneLiveAllocationIsGiven() {
        long first = memory.allocate(100);
        memory.allocate(100);
        assertThrows(IllegalStateException.class, () -> memory.at(first - 1, 1));
        assertThrows(IllegalStateException.class, () -> memory.at(first + 1, 100));
        assertThrows(IllegalStateException.class, () -> memory.at(first, -1));
        assertThrows(IllegalStateException.class, () -> memory.at(0, 1));
        assertThrows(IllegalStateException.class, () -> memory.at(-1, 1));
        assertEquals(0, memory.at(first + 100, 0).capacity());
    }

    @Test
    void freedAddressesAreNotGivenAgainNorFreedTwice() {
        long first = memory.allocate(100);
        assertThrows(IllegalStateException.class, () -> memory.free(first + 4));
        memory.free(first);
        assertThrows(IllegalStateException.class, () -> memory.at(first, 1));
        assertThrows(IllegalStateException.class, () -> memory.free(first));
        assertNotEquals(first, memory.allocate(100));
    }

    @Test
    void usedBytesAreThoseOfLiveAllocations() {
        long first = memory.allocate(100);
        memory.allocate(7);
        assertEquals(107, memory.usedBytes());
        memory.free(first);
        assertEquals(7, memory.usedBytes());
        assertThrows(IllegalArgumentException.class, () -> memory.allocate(0));
        assertThrows(IllegalArgumentException.class, () -> memory.allocate(1L << 31));
    }
}

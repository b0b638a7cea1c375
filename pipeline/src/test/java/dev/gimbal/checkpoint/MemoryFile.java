package dev.gimbal.checkpoint;

import java.util.Arrays;
import java.util.Random;

/** Content of a file as processes see it, and as it would be after a power failure. */
final class MemoryFile {
    /** Small, so that small files are torn, too. */
    private static final int BLOCK = 8;

    byte[] content;
    private byte[] durable = {};
    private boolean durableIsContent;
    /** After a failed force the system drops what it could not write, and says of later ones that they went well. */
    private boolean lost;

    MemoryFile(byte[] content) {
        this.content = content;
    }

    void write(long position, byte[] bytes, int length) {
        int end = Math.toIntExact(position) + length;
        if (end > content.length) {
            content = Arrays.copyOf(content, end);
        }
        System.arraycopy(bytes, 0, content, (int) position, length);
        durableIsContent = false;
    }

    void truncate(long size) {
        if (size < content.length) {
            content = Arrays.copyOf(content, (int) size);
            durableIsContent = false;
        }
    }

    void force() {
        if (!lost) {
            durable = content.clone();
            durableIsContent = true;
        }
    }

    void failToForce() {
        lost = true;
    }

    MemoryFile afterKill() {
        return durable(content.clone());
    }

    /** What was not forced is there, or not, or in parts. */
    MemoryFile afterPowerFailure(Random random) {
        if (durableIsContent || random.nextInt(3) == 0) {
            return durable(durable.clone());
        }
        if (random.nextBoolean()) {
            return durable(content.clone());
        }
        byte[] torn = Arrays.copyOf(durable, random.nextBoolean() ? durable.length : content.length);
        for (int from = 0; from < Math.min(torn.length, content.length); from += BLOCK) {
            if (random.nextBoolean()) {
                int length = Math.min(BLOCK, Math.min(torn.length, content.length) - from);
                System.arraycopy(content, from, torn, from, length);
            }
        }
        return durable(torn);
    }

    private static MemoryFile durable(byte[] content) {
        MemoryFile file = new MemoryFile(content);
        file.force();
        return file;
    }
}

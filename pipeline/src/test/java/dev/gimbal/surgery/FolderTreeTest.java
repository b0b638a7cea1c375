package dev.gimbal.surgery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTreeTest {
    @TempDir
    Path place;

    @Test
    void allThatIsInAFolderGoesButWhatLinksLeadTo() throws IOException {
        Path kept = Files.createDirectory(place.resolve("kept"));
        Files.writeString(kept.resolve("file"), "kept");
        Path folder = Files.createDirectories(place.resolve("folder"));
        Files.createDirectories(folder.resolve("a/b/c"));
        Files.writeString(folder.resolve("a/b/file"), "gone");
        Files.createSymbolicLink(folder.resolve("a/link"), kept);
        Files.createSymbolicLink(folder.resolve("file-link"), kept.resolve("file"));
        FolderTree.delete(folder);
        assertFalse(Files.exists(folder, LinkOption.NOFOLLOW_LINKS));
        assertEquals("kept", Files.readString(kept.resolve("file")));
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        assertThrows(NoSuchFileException.class, () -> FolderTree.delete(place.resolve("none")));
    }
}

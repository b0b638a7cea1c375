package dev.gimbal.model.tokenizer;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.model.input.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Hugging Face's tokenizers library, from the jar on the class path.
 *
 * <p>DJL's own loader is passed by: it looks for a GPU and then downloads another build of the library, and its tokenizer
 * class reports each use to the internet. The processor's build in the jar does all that is needed here.
 */
final class NativeTokenizers {
    /** Why it could not be loaded, or null. */
    private static final @Nullable String FAILURE = load();

    private NativeTokenizers() {}

    /**
     * The library's functions.
     *
     * @throws GimbalException (69) when it cannot be loaded on this machine
     */
    static TokenizersLibrary library() {
        if (FAILURE != null) {
            throw new GimbalException(
                    ExitCode.UNAVAILABLE,
                    "The tokenizer's native library cannot be loaded (" + FAILURE
                            + "); it needs 64-bit Linux, Windows on x86 or macOS on ARM, and a folder for temporary files"
                            + " that may hold programs (-Djava.io.tmpdir).");
        }
        return TokenizersLibrary.LIB;
    }

    private static @Nullable String load() {
        try {
            Path folder = Files.createTempDirectory("gimbal-tokenizers");
            List<Path> copies = new ArrayList<>();
            try {
                for (String file : files()) {
                    Path copy = folder.resolve(file);
                    copies.add(copy);
                    extract(file, copy);
                    System.load(copy.toString());
                }
            } finally {
                delete(folder, copies);
            }
            return null;
        } catch (IOException | UnsatisfiedLinkError e) {
            return Quoted.plain(e.toString());
        }
    }

    /** In the order in which they need each other. */
    private static List<String> files() {
        String library = System.mapLibraryName("tokenizers");
        return platform().startsWith("win")
                ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", library)
                : List.of(library);
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String name = system.startsWith("win") ? "win" : system.startsWith("mac") ? "osx" : "linux";
        String processor = System.getProperty("os.arch");
        return name + "-" + (processor.equals("amd64") ? "x86_64" : processor);
    }

    private static void extract(String file, Path copy) throws IOException {
        String resource = "/native/lib/" + platform() + "/cpu/" + file;
        try (InputStream in = TokenizersLibrary.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("there is no " + resource);
            }
            Files.copy(in, copy);
        }
    }

    /** A loaded library needs its file no more, except on Windows, which keeps it until the process ends. */
    private static void delete(Path folder, List<Path> copies) {
        try {
            for (Path copy : copies) {
                Files.deleteIfExists(copy);
            }
            Files.delete(folder);
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
            copies.forEach(copy -> copy.toFile().deleteOnExit());
        }
    }
}

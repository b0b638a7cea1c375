package dev.gimbal.tensor.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The texts of the kernels. */
final class KernelSources {
    private KernelSources() {}

    /** A source's text, as it comes with the program. */
    static String text(Kernel.Source source) {
        try (InputStream file = KernelSources.class.getResourceAsStream(source.file() + ".cu")) {
            if (file == null) {
                throw new IllegalStateException("this build comes without the kernels " + source.file());
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

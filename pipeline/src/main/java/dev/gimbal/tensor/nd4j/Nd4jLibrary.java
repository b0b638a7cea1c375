package dev.gimbal.tensor.nd4j;

import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.bytedeco.javacpp.Loader;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend.NoAvailableBackendException;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** ND4J itself: loaded once, silent, and on one thread for whoever calls it. */
final class Nd4jLibrary {
    private static final String NO_COLLECTING = "org.bytedeco.javacpp.nopointergc";
    private static final String VERSION = "META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    private Nd4jLibrary() {}

    /**
     * Loads ND4J when it is not yet.
     *
     * @throws GimbalException (69) where it works on nothing that this machine has, with the reason
     * @throws LinkageError when its library cannot be loaded here
     */
    static void load() {
        System.setProperty("org.nd4j.log.initialization", "false");
        // Scopes free memory; JavaCPP's own accounting would stop at a multiple of Java's heap.
        System.setProperty("org.bytedeco.javacpp.maxbytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxphysicalbytes", "0");
        refuseUnservedCards();
        startCollecting();
        Nd4j.getEnvironment().setMaxThreads(1);
        Nd4j.getEnvironment().setMaxMasterThreads(1);
        Nd4j.factory().blas().setMaxThreads(1);
    }

    /**
     * ND4J wraps every view and every call in small native objects, which it frees when the collector finds them unused,
     * but not where JavaCPP is told to leave collected pointers alone, as the {@code cpu} backend does: it asks once.
     */
    private static void startCollecting() {
        String told = System.clearProperty(NO_COLLECTING);
        Nd4j.getDeallocatorService();
        if (told != null) {
            System.setProperty(NO_COLLECTING, told);
        }
    }

    /** Asks the driver before ND4J puts anything on a card. */
    private static void refuseUnservedCards() {
        if (!computesOnProcessors()) {
            CudaRuntime.requireCards();
        }
        try {
            if (org.nd4j.linalg.factory.Nd4jBackend.load() == null) {
                throw new GimbalException(
                        ExitCode.UNAVAILABLE, "ND4J's own backends cannot be read: unpack or build gimbal again");
            }
        } catch (NoAvailableBackendException e) {
            throw new GimbalException(
                    ExitCode.UNAVAILABLE,
                    "ND4J finds no library of its own that works on this machine: choose --backend cpu",
                    e);
        }
        if (computesOnProcessors()) {
            return;
        }
        NativeOps device = NativeOpsHolder.getInstance().getDeviceNativeOps();
        for (int i = 0; i < device.getAvailableDevices(); i++) {
            String refusal = new GraphicsCard(
                            device.getDeviceName(i), device.getDeviceMajor(i), device.getDeviceMinor(i))
                    .refusal();
            if (refusal != null) {
                throw new GimbalException(ExitCode.UNAVAILABLE, refusal);
            }
        }
    }

    /** Which of ND4J's libraries is on the class path, without starting it. */
    private static boolean computesOnProcessors() {
        return Nd4jLibrary.class.getClassLoader().getResource("nd4j-native.properties") != null;
    }

    /** Version, what it computes on, and with which BLAS. */
    static String description() {
        String device = computesOnProcessors()
                ? Loader.getPlatform()
                : NativeOpsHolder.getInstance().getDeviceNativeOps().getDeviceName(0);
        return "ND4J " + version() + " (" + Nd4j.factory().blas().getBlasVendor() + ") on " + device;
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream file = Nd4jLibrary.class.getClassLoader().getResourceAsStream(VERSION)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            return "of unknown version";
        }
        return properties.getProperty("version", "of unknown version");
    }
}

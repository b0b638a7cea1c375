package dev.gimbal.app;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.config.ListenAddress;
import dev.gimbal.config.MonitorCatalogue;
import dev.gimbal.config.MonitorSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.monitoring.http.MonitorServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code gimbal watch}: shows any run's page, from its directory. */
final class WatchVerb implements Verb {
    static final int USUAL_PORT = 9095;

    /** How many ports are tried where none is asked for. */
    private static final int PORTS = 100;

    private final Disk disk;
    private final Supplier<Pulse> pulse;
    private final Map<String, String> environment;

    /**
     * @param disk that run directories lie on
     * @param pulse a few times a second, until nobody wants to watch any longer
     * @param environment may have the token
     */
    WatchVerb(Disk disk, Supplier<Pulse> pulse, Map<String, String> environment) {
        this.disk = disk;
        this.pulse = pulse;
        this.environment = environment;
    }

    @Override
    public String name() {
        return "watch";
    }

    @Override
    public String purpose() {
        return "Shows a run of any process, live, dead or finished, as a page and as metrics.";
    }

    @Override
    public void declare(CommandSpec spec) {
        FolderArgument.declare(spec, "the run directory, as gimbal prune named it");
        SettingFlags.declare(MonitorCatalogue.ALONE, spec);
    }

    @Override
    public void run(ParseResult arguments, Console console) {
        Path folder = FolderArgument.readRun(arguments, console);
        MonitorSettings settings = MonitorSettings.of(SettingValues.of(
                MonitorCatalogue.ALONE,
                SettingFlags.read(MonitorCatalogue.ALONE, arguments, console.workingDirectory())));
        RunFollower follower = new RunFollower(folder, disk);
        follower.look(); // or there is no run, which is said before anything is opened
        ListenAddress asked = settings.listen();
        ListenAddress listen = asked == null ? free() : asked;
        Pulse beat = pulse.get();
        try (MonitorServer server = new Monitor(disk, environment, console)
                .open(listen, settings.tokenFile(), folder, warning -> console.say(LogLine.warning(warning)))) {
            do {
                follower.tell(server, beat.now());
            } while (beat.await());
        }
    }

    /** The usual port, or the first behind it that nobody has. */
    private static ListenAddress free() {
        for (int port = USUAL_PORT; port < USUAL_PORT + PORTS; port++) {
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getAllByName(ListenAddress.LOOPBACK)[0])) {
                return new ListenAddress(ListenAddress.LOOPBACK, probe.getLocalPort());
            } catch (IOException e) {
                // the next one
            }
        }
        return new ListenAddress(ListenAddress.LOOPBACK, 0);
    }
}

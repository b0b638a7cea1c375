package dev.gimbal.app;

import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.EventReader;
import dev.gimbal.checkpoint.Owner;
import dev.gimbal.config.ListenAddress;
import dev.gimbal.config.Location;
import dev.gimbal.error.ExitCode;
import dev.gimbal.error.GimbalException;
import dev.gimbal.monitoring.http.AccessToken;
import dev.gimbal.monitoring.http.EventHistory;
import dev.gimbal.monitoring.http.MonitorServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Opens the endpoint that a run is watched at, and says where it is. */
final class Monitor {
    private final Disk disk;
    private final Map<String, String> environment;
    private final Console console;

    /** @param disk that run directories lie on */
    Monitor(Disk disk, Map<String, String> environment, Console console) {
        this.disk = disk;
        this.environment = environment;
        this.console = console;
    }

    /**
     * Opens it.
     *
     * @param run the run directory, whose file has the older events
     * @param warn is told what is not as it should be
     * @throws GimbalException (69) when the port is taken, (78) when others could watch without a token
     */
    MonitorServer open(ListenAddress listen, @Nullable Location tokenFile, Path run, Consumer<String> warn) {
        AccessToken token = MonitorToken.find(tokenFile, environment, warn);
        InetAddress address = address(listen);
        if (token == null && !address.isLoopbackAddress()) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    "others can reach " + listen + " and watching asks for no token; name a file that holds one with"
                            + " --monitor-token-file, set " + MonitorToken.VARIABLE + ", or listen on "
                            + ListenAddress.LOOPBACK);
        }
        EventHistory history = afterId -> new EventReader(run, disk, afterId)::poll;
        MonitorServer server = start(listen, address, token, history);
        int port = server.address().getPort();
        String host = address.isAnyLocalAddress() ? Owner.hostName() : listen.host();
        String url = "http://" + new ListenAddress(host, port) + "/";
        String how = token == null ? "" : " (with ?token= and the token behind it)";
        console.say(new LogLine(LogLine.Level.INFO, "watch it at " + url + how, Map.of("url", url)));
        return server;
    }

    private static InetAddress address(ListenAddress listen) {
        try {
            return InetAddress.getAllByName(listen.host())[0];
        } catch (UnknownHostException e) {
            throw new GimbalException(
                    ExitCode.CONFIGURATION,
                    "the host of " + listen + " is not known; name this machine by an address that it has",
                    e);
        }
    }

    private static MonitorServer start(
            ListenAddress listen, InetAddress address, @Nullable AccessToken token, EventHistory history) {
        try {
            return MonitorServer.start(new InetSocketAddress(address, listen.port()), token, history);
        } catch (IOException e) {
            throw new GimbalException(
                    ExitCode.UNAVAILABLE,
                    "a run cannot be watched at " + listen + " (" + reason(e)
                            + "); name another port, or 0 for any that is free",
                    e);
        }
    }

    /** What the system says, without what others put around it. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return String.valueOf(cause.getMessage()).replaceFirst("^\\[.*] ", "");
            }
        }
        return String.valueOf(failure.getMessage());
    }
}

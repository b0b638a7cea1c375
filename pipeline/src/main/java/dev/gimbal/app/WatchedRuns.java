package dev.gimbal.app;

import dev.gimbal.actor.Pipeline;
import dev.gimbal.checkpoint.Disk;
import dev.gimbal.checkpoint.EventReader;
import dev.gimbal.checkpoint.RunState;
import dev.gimbal.config.ListenAddress;
import dev.gimbal.config.MonitorCatalogue;
import dev.gimbal.config.MonitorSettings;
import dev.gimbal.config.PruneSettings;
import dev.gimbal.config.SettingValues;
import dev.gimbal.config.Written;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.PruneReport;
import dev.gimbal.error.GimbalException;
import dev.gimbal.messages.SettingTexts;
import dev.gimbal.monitoring.http.MonitorServer;
import dev.gimbal.protocol.Manifest;
import dev.gimbal.protocol.RunEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs of this process, which may be watched while they go. */
final class WatchedRuns implements Pruner, Resumer {
    private final Disk disk;
    private final String version;
    private final Map<String, String> environment;
    private final Consumer<Consumer<String>> stop;

    /**
     * @param disk that run directories lie on
     * @param version of the program
     * @param environment may have the token
     * @param stop gets what stops a run that is about to begin
     */
    WatchedRuns(Disk disk, String version, Map<String, String> environment, Consumer<Consumer<String>> stop) {
        this.disk = disk;
        this.version = version;
        this.environment = environment;
        this.stop = stop;
    }

    @Override
    public PruneReport prune(PruneSettings settings, List<Written> written, PruneObserver observer, Console console) {
        try (MonitorServer server =
                open(settings.monitor(), settings.run().folder().path(), observer, console)) {
            return run(server, observer, pipeline -> pipeline.prune(written));
        }
    }

    @Override
    public Pipeline.Resumed resume(Path folder, List<Written> written, PruneObserver observer, Console console) {
        try (MonitorServer server = openAgain(folder, written, observer, console)) {
            if (server != null) {
                tell(folder, server);
            }
            return run(server, observer, pipeline -> pipeline.resume(folder));
        }
    }

    private <T> T run(@Nullable MonitorServer server, PruneObserver observer, Function<Pipeline, T> work) {
        Consumer<RunEvent> audience = server == null ? event -> {} : server;
        Pipeline pipeline = new Pipeline(disk, version, observer, audience);
        stop.accept(pipeline::stop);
        return work.apply(pipeline);
    }

    private @Nullable MonitorServer open(
            MonitorSettings settings, Path folder, PruneObserver observer, Console console) {
        ListenAddress listen = settings.listen();
        return listen == null
                ? null
                : new Monitor(disk, environment, console).open(listen, settings.tokenFile(), folder, observer::warned);
    }

    /** As the flags say, or else as the run was started; what was right then may not be now, and is no reason to stop. */
    private @Nullable MonitorServer openAgain(
            Path folder, List<Written> flags, PruneObserver observer, Console console) {
        List<Written> all = new ArrayList<>(asStarted(folder));
        all.addAll(flags);
        boolean asked = flags.stream().anyMatch(one -> one.setting().equals(MonitorCatalogue.LISTEN));
        try {
            return open(MonitorSettings.of(SettingValues.of(MonitorCatalogue.ALONE, all)), folder, observer, console);
        } catch (GimbalException e) {
            if (asked) {
                throw e;
            }
            observer.warned("The run goes on and nobody can watch it: " + e.getMessage() + ".");
            return null;
        }
    }

    /** Nothing where there is no such run; whoever resumes it says so. */
    private List<Written> asStarted(Path folder) {
        try {
            Manifest manifest = RunState.read(folder, disk).manifest();
            return manifest == null
                    ? List.of()
                    : SettingTexts.written(
                            manifest.getSettingsList().stream()
                                    .filter(text -> MonitorCatalogue.ALONE
                                            .find(text.getKey())
                                            .isPresent())
                                    .toList(),
                            MonitorCatalogue.ALONE);
        } catch (GimbalException e) {
            return List.of();
        }
    }

    /** What was before the run was interrupted. */
    private void tell(Path folder, MonitorServer server) {
        EventReader reader = new EventReader(folder, disk, 0);
        try {
            reader.forEachNew(server);
        } catch (GimbalException e) {
            // What cannot be read is not shown.
        }
    }
}

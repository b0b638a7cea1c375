package dev.gimbal.actor;

import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/**
 * The dispatchers, each for one kind of work, so that none waits for another's: see {@code reference.conf}.
 *
 * @param compute drives the backend's workers
 * @param blocking waits for disks
 */
record Executors(Executor compute, Executor blocking) {
    static final DispatcherSelector SOLVE = DispatcherSelector.fromConfig("gimbal.dispatchers.solve");
    static final DispatcherSelector BLOCKING = DispatcherSelector.fromConfig("gimbal.dispatchers.blocking");
    private static final DispatcherSelector COMPUTE = DispatcherSelector.fromConfig("gimbal.dispatchers.compute");

    static Executors of(ActorSystem<?> system, UnderWay underWay) {
        return new Executors(
                underWay.counting(system.dispatchers().lookup(COMPUTE)),
                underWay.counting(system.dispatchers().lookup(BLOCKING)));
    }
}

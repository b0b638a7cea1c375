package dev.gimbal.actor;

import dev.gimbal.checkpoint.Commit;
import dev.gimbal.engine.LayerReport;
import dev.gimbal.engine.PruneObserver;
import dev.gimbal.engine.Stage;
import dev.gimbal.engine.UnitScores;
import dev.gimbal.messages.Outcomes;
import dev.gimbal.messages.ScoreCurves;
import dev.gimbal.protocol.CheckpointCommitted;
import dev.gimbal.protocol.LayerFinished;
import dev.gimbal.protocol.RunEvent;
import dev.gimbal.protocol.StageStarted;
import dev.gimbal.protocol.TargetSolved;
import dev.gimbal.protocol.TokensDone;
import dev.gimbal.protocol.WarningRaised;
import dev.gimbal.selection.KeptHeads;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.apache.pekko.actor.typed.ActorRef;

/** Tells what happens in a run: to the observer beside it, and as events to everybody else. Any thread may use it. */
final class RunVoice implements LayerCrew.Told, CheckpointActor.Listener {
    private final PruneObserver observer;
    private final ActorRef<EventPublisher.Command> events;
    private final AtomicLong tokens = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private volatile long stageTokens;

    RunVoice(PruneObserver observer, ActorRef<EventPublisher.Command> events) {
        this.observer = observer;
        this.events = events;
    }

    void publish(RunEvent.Builder event) {
        events.tell(new EventPublisher.Publish(event));
    }

    /** Tells the last that happens, and then runs {@code then}, on another thread. */
    void publishLast(RunEvent.Builder event, Runnable then) {
        events.tell(new EventPublisher.PublishLast(event, then));
    }

    /** For work that counts its tokens by itself: every hundredth of it becomes an event. */
    PruneObserver evaluation() {
        return new PruneObserver() {
            @Override
            public void stageStarted(Stage stage, int layer, int layers, long count) {
                RunVoice.this.stageStarted(stage, layer, layers, count);
            }

            @Override
            public void tokensDone(long count) {
                long now = tokens.addAndGet(count);
                observer.tokensDone(count);
                if (now * 100 / Math.max(1, stageTokens) > (now - count) * 100 / Math.max(1, stageTokens)) {
                    roundDone();
                }
            }

            @Override
            public void warned(String message) {
                RunVoice.this.warned(message);
            }
        };
    }

    @Override
    public void stageStarted(Stage stage, int layer, int layers, long count) {
        tokens.set(0);
        batches.set(0);
        stageTokens = count;
        observer.stageStarted(stage, layer, layers, count);
        publish(RunEvent.newBuilder()
                .setStageStarted(StageStarted.newBuilder()
                        .setStage(dev.gimbal.protocol.Stage.valueOf("STAGE_" + stage.name()))
                        .setLayer(layer)
                        .setLayers(layers)
                        .setTokens(count)));
    }

    @Override
    public LongConsumer tokens() {
        return count -> {
            tokens.addAndGet(count);
            batches.incrementAndGet();
            observer.tokensDone(count);
        };
    }

    @Override
    public void roundDone() {
        publish(RunEvent.newBuilder()
                .setTokensDone(TokensDone.newBuilder()
                        .setTokens(tokens.get())
                        .setOf(stageTokens)
                        .setBatches(batches.get())));
    }

    @Override
    public void solved(int layer, CompensationActor.Solved solved) {
        TargetSolved.Builder told = TargetSolved.newBuilder()
                .setLayer(layer)
                .setOutcome(Outcomes.of(solved.target().pruned().report()))
                .setSeconds(solved.seconds());
        UnitScores scores = solved.target().scores();
        if (scores != null) {
            told.setScores(ScoreCurves.of(scores));
        }
        publish(RunEvent.newBuilder().setTargetSolved(told));
    }

    void layerPruned(LayerReport report, int layers, KeptHeads heads) {
        observer.layerPruned(report, layers);
        publish(RunEvent.newBuilder()
                .setLayerFinished(LayerFinished.newBuilder().setOutcome(Outcomes.of(report, heads))));
    }

    void warned(String message) {
        observer.warned(message);
        publish(RunEvent.newBuilder()
                .setWarningRaised(WarningRaised.newBuilder().setMessage(message)));
    }

    @Override
    public void committed(Commit commit, int layersDone) {
        publish(RunEvent.newBuilder()
                .setCheckpointCommitted(CheckpointCommitted.newBuilder()
                        .setGeneration(commit.generation())
                        .setBytes(commit.bytes())
                        .setSeconds(commit.seconds())
                        .setLayersDone(layersDone)));
    }
}

package dev.gimbal.actor;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.apache.pekko.dispatch.UnboundedMailbox;
import scala.Option;

/** Pekko's own unbounded mailbox, with its length known to {@link Queues}. */
public final class CountedMailbox implements MailboxType, ProducesMessageQueue<UnboundedMailbox.MessageQueue> {
    /** As Pekko makes it from {@code reference.conf}. */
    public CountedMailbox(ActorSystem.Settings settings, Config config) {}

    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        UnboundedMailbox.MessageQueue queue = new UnboundedMailbox.MessageQueue();
        if (owner.isDefined() && system.isDefined()) {
            Queues.of(Adapter.toTyped(system.get()))
                    .watchActor(owner.get().path().name(), queue::numberOfMessages);
        }
        return queue;
    }
}

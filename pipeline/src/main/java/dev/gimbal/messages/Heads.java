package dev.gimbal.messages;

import dev.gimbal.config.HeadUnit;
import dev.gimbal.selection.HeadGeometry;
import dev.gimbal.selection.KeptHeads;
import java.util.Arrays;
import java.util.List;

/** Which attention heads stay. */
public final class Heads {
    private Heads() {}

    /** As a message. */
    public static dev.gimbal.protocol.KeptHeads of(KeptHeads heads) {
        return dev.gimbal.protocol.KeptHeads.newBuilder()
                .setTotal(heads.geometry().heads())
                .setKeyValueTotal(heads.geometry().keyValueHeads())
                .setUnit(of(heads.unit()))
                .addAllQueryHeads(Arrays.stream(heads.queryHeads()).boxed().toList())
                .addAllSourceKeyValueHeads(
                        Arrays.stream(heads.sourceKeyValueHeads()).boxed().toList())
                .build();
    }

    /** The heads that a message was made of. */
    public static KeptHeads heads(dev.gimbal.protocol.KeptHeads message, HeadGeometry geometry) {
        return new KeptHeads(
                geometry,
                HeadUnit.valueOf(message.getUnit().name().substring("HEAD_UNIT_".length())),
                array(message.getQueryHeadsList()),
                array(message.getSourceKeyValueHeadsList()));
    }

    static dev.gimbal.protocol.HeadUnit of(HeadUnit unit) {
        return dev.gimbal.protocol.HeadUnit.valueOf("HEAD_UNIT_" + unit.name());
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}

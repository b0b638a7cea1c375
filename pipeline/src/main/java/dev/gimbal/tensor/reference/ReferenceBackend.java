package dev.gimbal.tensor.reference;

import dev.gimbal.tensor.AssembledBackend;
import dev.gimbal.tensor.Backend;
import dev.gimbal.tensor.Workers;

/** The backend that is simple enough to be believed: slow, exact to rounding, the same everywhere. */
public final class ReferenceBackend {
    private ReferenceBackend() {}

    /** Opens it; with one worker, tasks run in order on the calling thread. */
    public static Backend open() {
        ReferenceLayerOperations layer = new ReferenceLayerOperations();
        return new AssembledBackend(
                "reference",
                "plain Java loops in double precision on one thread, for checking the others",
                new Workers(1),
                new HeapMemory(),
                new ReferenceProducts(),
                new ReferenceMoves(),
                new ReferenceSums(),
                layer,
                layer,
                new ReferenceDecompositions());
    }
}

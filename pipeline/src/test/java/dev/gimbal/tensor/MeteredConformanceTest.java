package dev.gimbal.tensor;

import dev.gimbal.tensor.reference.ReferenceBackend;

/** A metered backend keeps the promises of the one that it meters. */
class MeteredConformanceTest implements BackendConformance {
    @Override
    public Backend backend() {
        return new MeteredBackend(ReferenceBackend.open(), new PartTimes());
    }
}

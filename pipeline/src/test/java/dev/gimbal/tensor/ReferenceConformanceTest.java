package dev.gimbal.tensor;

import dev.gimbal.tensor.reference.ReferenceBackend;

/** The reference keeps the promises that it is the measure of. */
class ReferenceConformanceTest implements BackendConformance {
    @Override
    public Backend backend() {
        return ReferenceBackend.open();
    }
}

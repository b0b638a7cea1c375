package dev.gimbal.tensor;

/**
 * What every backend promises, by properties that need no second backend. A test class of a backend implements this, and
 * {@link ReferenceAgreement} too unless it is the reference itself.
 */
interface BackendConformance
        extends MemoryConformance,
                WorkersConformance,
                OperandsConformance,
                ProductsConformance,
                EmptyConformance,
                NonFiniteConformance,
                AttentionConformance,
                LayerConformance,
                SpectralConformance,
                FactorConformance {
    @Override
    Backend backend();
}

package dev.gimbal.compensation;

import dev.gimbal.tensor.Tensor;

/**
 * What every fit starts from, centred or not: least squares solves {@code B G_KK = P}.
 *
 * @param p {@code P = W G[:,K] = sum y x_K^T}, F64 [d, k]
 * @param gram {@code G_KK = sum x_K x_K^T}, F64 [k, k]
 */
record Equations(Tensor p, Tensor gram) {}

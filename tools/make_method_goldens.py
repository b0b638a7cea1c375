"""The method's arithmetic a second time, in NumPy and float64: goldens of scores, compensations and errors.

    python tools/make_method_goldens.py pipeline/src/test/resources/golden/method

The tool works from sums (n, s, a, G). This works from raw activations instead, so that the two share no formula:
fits are least-squares problems in X, the rotation is SciPy's orthogonal Procrustes solution for the outputs, errors
are norms of differences of outputs. The golden folder's README lists what is stored.
"""

import argparse
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from scipy.linalg import orthogonal_procrustes

COMPENSATIONS = ("none", "bias", "rotation", "rotation-scale", "least-squares", "ridge", "anchored")

# name: (tokens n, output width d, columns m, kept k, lambda, seed)
CASES = {
    "narrow": (200, 16, 24, 12, 0.01, 1),  # k < d < m
    "wide": (240, 8, 32, 24, 1.0, 2),  # k > d
    "tall": (160, 32, 12, 9, 0.1, 3),  # m < d
    "square": (160, 12, 20, 12, 0.3, 15),  # k = d
    "one-kept": (120, 10, 14, 1, 0.05, 5),
    "one-dropped": (160, 20, 16, 15, 10.0, 6),
    "duplicate-columns": (160, 6, 20, 14, 0.01, 7),  # two kept columns are equal: G_KK is singular
}


def activations(n, m, generator):
    """[n, m], correlated, of uneven size, of nonzero mean, with a few large values as real channels have"""
    decay = 0.8 ** np.arange(m)
    shared = generator.standard_normal((n, m)) * decay @ generator.standard_normal((m, m))
    noise = 0.2 * generator.standard_t(4, (n, m))
    scale = np.exp(0.5 * generator.standard_normal(m))
    return (shared + noise + generator.standard_normal(m)) * scale


def scores(X, W):
    """[m] each"""
    sizes, variances = np.abs(X).mean(axis=0), X.var(axis=0)
    norms = np.linalg.norm(W, axis=0)
    return {
        "variance-aware": norms * sizes * variances,
        "wanda-sp": np.abs(W).sum(axis=0) * sizes,
        "wanda-sp-l2": np.abs(W).sum(axis=0) * np.sqrt((X**2).mean(axis=0)),
        "wifv": variances * norms**2,
        "magnitude": norms,
    }


def shrunk_least_squares(X_K, Y, target, r):
    """B [d, k] of least |Y - X_K B^T|^2 + r |B - target|^2, as one augmented least-squares problem"""
    k = X_K.shape[1]
    rows = np.vstack([X_K, np.sqrt(r) * np.eye(k)])
    return np.linalg.lstsq(rows, np.vstack([Y, np.sqrt(r) * target.T]), rcond=None)[0].T


def replacement(name, X, W, kept, lam):
    """B [d, k] fitted to the activations as they are given, centred or not"""
    X_K, W_K = X[:, kept], W[:, kept]
    Y, Z = X @ W.T, X_K @ W_K.T
    rotated, sum_of_singular_values = orthogonal_procrustes(Z, Y)
    rotated = rotated.T @ W_K
    r = lam * (X_K**2).sum(axis=0).mean()
    if name in ("none", "bias"):
        return W_K
    if name == "rotation":
        return rotated
    if name == "rotation-scale":
        return rotated * sum_of_singular_values / ((Z**2).sum() + 1e-6)
    if name == "least-squares":  # cut off at 1e-6 of G_KK's largest eigenvalue: 1e-3 of X_K's singular value
        return np.linalg.lstsq(X_K, Y, rcond=1e-3)[0].T
    return shrunk_least_squares(X_K, Y, W_K if name == "ridge" else rotated, r)


def bias_of(name, X, W, kept, B, centred):
    mean = X.mean(axis=0)
    if centred or name == "bias":
        return W @ mean - B @ mean[kept]
    return np.zeros(len(W))


def error(X, W, kept, B, bias):
    Y = X @ W.T
    return ((Y - X[:, kept] @ B.T - bias) ** 2).sum() / (Y**2).sum()


def case(n, d, m, k, lam, seed):
    generator = np.random.default_rng(seed)
    X, W = activations(n, m, generator), generator.standard_normal((d, m))
    kept = np.sort(generator.permutation(m)[:k])
    return X, W, kept, lam


def duplicate(X, kept):
    """Makes the last kept channel equal to the first."""
    X = X.copy()
    X[:, kept[-1]] = X[:, kept[0]]
    return X


def check_unique(name, X, W, kept):
    """Q W_K is only unique when M has full rank: no case may sit near that edge."""
    M = (X[:, kept] @ W[:, kept].T).T @ (X @ W.T)
    values = np.linalg.svd(M, compute_uv=False)[: min(len(kept), len(W))]
    assert values[-1] > 1e-5 * values[0], (name, values)
    return values[0] / values[-1]


def golden(X, W, kept, lam):
    tensors = {
        "X": X, "W": W, "kept": kept.astype(np.int32), "lambda": np.array([lam]),
        "sum": X.sum(axis=0), "abs_sum": np.abs(X).sum(axis=0), "gram": X.T @ X,
        "error_before": np.array([error(X, W, kept, W[:, kept], 0)]),
    }
    tensors |= {f"score.{name}": value for name, value in scores(X, W).items()}
    for centred in (False, True):
        fitted = X - X.mean(axis=0) if centred else X
        for name in COMPENSATIONS:
            B = replacement(name, fitted, W, kept, lam)
            bias = bias_of(name, X, W, kept, B, centred)
            key = f"{name}.centered" if centred else name
            tensors |= {f"{key}.B": B, f"{key}.bias": bias}
            tensors[f"{key}.error_after"] = np.array([error(X, W, kept, B, bias)])
    return tensors


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, sizes in CASES.items():
        X, W, kept, lam = case(*sizes)
        if name == "duplicate-columns":
            X = duplicate(X, kept)
        condition = max(check_unique(name, X, W, kept), check_unique(name, X - X.mean(axis=0), W, kept))
        tensors = golden(X, W, kept, lam)
        save_file({key: np.ascontiguousarray(value) for key, value in tensors.items()}, out / f"{name}.safetensors")
        errors = " ".join(f"{key} {tensors[f'{key}.error_after'][0]:.4f}" for key in COMPENSATIONS)
        print(f"{name}: condition of M at most {condition:.0f}; {errors}")


if __name__ == "__main__":
    main()

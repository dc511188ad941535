#!/usr/bin/env python3
"""A two-hidden-layer tanh network in muP, trained without storing its hidden matrix: the algorithm of this program in NumPy.

Same model, same conditional draws, same rank threshold and the same precision (fields of float32 or float64, small matrices in float64) as
src/Numerics.LinearAlgebra/Operators/RevealedGaussian.cs and src/Numerics.Spectra/Networks/NonlinearNetwork.cs. The random numbers differ: NumPy's own
normal variates of the Philox generator. The largest singular value of W1/sqrt(N) comes from the outlier equation det D(z) = 0.

Prints one JSON object. Needs Python 3 and NumPy.
"""
import argparse
import json
import resource
import time

import numpy as np

RANK_THRESHOLD = {np.float32: 1e-5, np.float64: 1e-11}  # a residual below this share of the vector's norm is rounding noise


def blocks(n, length):
    return [slice(start, min(start + length, n)) for start in range(0, n, length)]


class Algebra:
    """Products of panels of long vectors (one vector per row), a cache-sized block of sites at a time, summed in float64."""

    def __init__(self, width, block):
        self.parts = blocks(width, block or width)

    def gram(self, a, b):
        total = np.zeros((a.shape[0], b.shape[0]))
        for s in self.parts:
            total += a[:, s] @ b[:, s].T
        return total

    def add(self, target, coefficients, panel):
        """target += coefficients @ panel"""
        c = coefficients.astype(target.dtype)
        for s in self.parts:
            target[:, s] += c @ panel[:, s]


class Side:
    """What is known of A from one side: orthonormal basis of the vectors asked, products with it, coordinates of the vectors asked."""

    def __init__(self, capacity, width, kind):
        self.kind = kind
        self.basis = np.empty((capacity, width), kind)
        self.products = np.empty((capacity, width), kind)
        self.coordinates = np.zeros((capacity, capacity))
        self.count = self.rank = 0

    def append(self, asked, algebra):
        """Gram-Schmidt, twice, against everything known; returns the number of new directions."""
        old = self.rank
        vectors = asked.copy()
        norms = np.sqrt([algebra.gram(v[None], v[None])[0, 0] for v in vectors])
        known = self.basis[:old]
        found = np.zeros((old, len(vectors)))
        for _ in range(2 if old else 0):
            c = algebra.gram(known, vectors)
            algebra.add(vectors, -c.T, known)
            found += c
        for j, norm in enumerate(norms):
            v = vectors[j:j + 1]
            column = self.coordinates[:, self.count + j]
            column[:old] = found[:, j]
            new = self.basis[old:self.rank]
            for _ in range(2 if len(new) else 0):
                c = algebra.gram(new, v)
                algebra.add(v, -c.T, new)
                column[old:self.rank] += c[:, 0]
            residual = np.sqrt(algebra.gram(v, v)[0, 0])
            if residual > RANK_THRESHOLD[self.kind] * norm:
                np.multiply(v[0], self.kind(1 / residual), out=self.basis[self.rank])
                column[self.rank] = residual
                self.rank += 1
        self.count += len(vectors)
        return self.rank - old


class RevealedMatrix:
    """M = A + (1/N) sum_i C_i g_i phi_i^T, A Gaussian with entries of variance 1/N, drawn product by product."""

    def __init__(self, width, capacity, random, algebra, kind):
        self.width, self.random, self.algebra = width, random, algebra
        self.kind = kind
        self.right, self.left = Side(capacity, width, kind), Side(capacity, width, kind)
        self.h = np.zeros((capacity, capacity))  # U^T A V
        self.spikes = []  # (index of left query, index of right query, strength)

    def multiply(self, vectors):
        return self._ask(self.right, self.left, vectors, transposed=False)

    def multiply_transposed(self, vectors):
        return self._ask(self.left, self.right, vectors, transposed=True)

    def _ask(self, own, other, vectors, transposed):
        added = own.append(vectors, self.algebra)
        first = own.rank - added
        if added:
            fresh = own.products[first:own.rank]
            self.random.standard_normal(dtype=self.kind, out=fresh)
            fresh *= self.kind(1 / np.sqrt(self.width))
            if other.rank:
                basis = other.basis[:other.rank]
                known = self.algebra.gram(other.products[:other.rank], own.basis[first:own.rank])
                self.algebra.add(fresh, (known - self.algebra.gram(basis, fresh)).T, basis)
                if transposed:
                    self.h[first:own.rank, :other.rank] = known.T
                else:
                    self.h[:other.rank, first:own.rank] = known
        asked = own.coordinates[:own.rank, own.count - len(vectors):own.count]
        answer = np.zeros_like(vectors)
        self.algebra.add(answer, asked.T, own.products[:own.rank])
        if self.spikes and other.rank:
            inner = own.coordinates[:own.rank, :own.count].T @ asked / self.width
            coefficients = np.zeros((other.count, len(vectors)))
            for left, right, strength in self.spikes:
                mine, theirs = (left, right) if transposed else (right, left)
                coefficients[theirs] += strength * inner[mine]
            in_basis = other.coordinates[:other.rank, :other.count] @ coefficients
            self.algebra.add(answer, in_basis.T, other.basis[:other.rank])
        return answer

    def outlier(self):
        """Largest singular value of M above the bulk edge 2 for large N, or None."""
        ku, kv = self.left.rank, self.right.rank
        scale = 1 / np.sqrt(self.width)
        ru, rv = self.left.coordinates[:ku] * scale, self.right.coordinates[:kv] * scale
        h = self.h[:ku, :kv]
        m11 = h.copy()
        for left, right, strength in self.spikes:
            m11 += strength * np.outer(ru[:, left], rv[:, right])
        wl = self.algebra.gram(self.left.products[:ku], self.left.products[:ku]) - h @ h.T
        wr = self.algebra.gram(self.right.products[:kv], self.right.products[:kv]) - h.T @ h
        coupling = np.block([[np.zeros((ku, ku)), m11], [m11.T, np.zeros((kv, kv))]])
        variance = np.block([[wl, np.zeros((ku, kv))], [np.zeros((kv, ku)), wr]])

        def above(z):
            g = 2 / (z + np.sqrt(z * z - 4))
            return np.linalg.eigvalsh(z * np.eye(ku + kv) - coupling - g * variance)[0] < 0

        low, high = 2.0, 2 + np.linalg.norm(m11, 2) + np.sqrt(np.linalg.norm(variance, 2))
        if not above(low):
            return None
        while high - low > 1e-12:
            middle = (low + high) / 2
            low, high = (middle, high) if above(middle) else (low, middle)
        return (low + high) / 2


def train(a):
    random = np.random.Generator(np.random.Philox(a.seed))
    kind = np.float32 if a.precision == "single" else np.float64
    algebra = Algebra(a.width, a.block)
    p = a.samples
    gram = (1 - a.overlap) * np.eye(p) + a.overlap
    targets = np.where(np.arange(p) % 2 == 0, 1.0, -1.0)
    kappa = a.learning_rate * a.output_scale / p

    fields1 = np.zeros((p, a.width), kind)
    algebra.add(fields1, np.linalg.cholesky(gram), random.standard_normal((p, a.width), dtype=kind))
    readout = random.standard_normal((1, a.width), dtype=kind)
    matrix = RevealedMatrix(a.width, p * (a.steps + 1), random, algebra, kind)
    for step in range(a.steps + 1):
        features1 = np.tanh(fields1)
        fields2 = matrix.multiply(features1)
        features2 = np.tanh(fields2, out=fields2)
        residual = targets - algebra.gram(features2, readout)[:, 0] / (a.output_scale * a.width)
        if step == a.steps:
            break
        strengths = kappa * residual
        gradients = (1 - features2 * features2) * readout
        algebra.add(readout, strengths[None], features2)
        backward = matrix.multiply_transposed(gradients)
        first_left, first_right = matrix.left.count - p, matrix.right.count - p
        matrix.spikes += [(first_left + m, first_right + m, strengths[m]) for m in range(p)]
        backward *= 1 - features1 * features1
        algebra.add(fields1, gram * strengths, backward)
    return matrix, float(residual @ residual / (2 * p))


def main():
    parser = argparse.ArgumentParser(description="Matrix-free training of a wide network in NumPy; the defaults are examples/reference-sets/matrix-free.json.")
    parser.add_argument("--width", type=int, default=1_000_000)
    parser.add_argument("--samples", type=int, default=2, help="P; targets are +1, -1, +1, ...")
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--overlap", type=float, default=0.3, help="off-diagonal entry of the inputs' Gram matrix")
    parser.add_argument("--learning-rate", type=float, default=1.0, help="of the mean loss (1/2P) sum (y - f)^2")
    parser.add_argument("--output-scale", type=float, default=2.0, help="gamma0")
    parser.add_argument("--block", type=int, default=65536, help="sites per block of the panel products; 0: all at once")
    parser.add_argument("--precision", choices=["single", "double"], default="single")
    a = parser.parse_args()
    start = time.perf_counter()
    matrix, loss = train(a)
    trained = time.perf_counter()
    outlier = matrix.outlier()
    print(json.dumps({
        "outlier": outlier,
        "loss": loss,
        "seconds_train": trained - start,
        "seconds_total": time.perf_counter() - start,
        "peak_memory_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Exponents of the critical 32 x 32 Ising model by Monte Carlo renormalization, for McrgReference.

Independent of the Java code: Wolff clusters of many replicas at once, block spins and operators by rolled arrays.
Standard library and numpy.

    mcrg.py [REPLICAS [SAMPLES [SEED]]]      defaults 2000, 25, 20261129: 50 000 configurations

Prints a line for each exponent: kernel, step, exponent, operators, value, standard error (jackknife over 20 groups of
replicas, which are independent of each other).
"""
import itertools
import math
import sys

import numpy as np

SIDE = 32
STEPS = 3
CRITICAL = math.log(1 + math.sqrt(2)) / 2
BINS = 20
BURN_IN = 120  # Wolff clusters of each replica
BETWEEN = 4
KERNELS = {"majority": math.inf, "p = 0.500": 0.5, "p = 0.766": 0.7659830352, "p = 1.000": 1.0, "p = 1.500": 1.5}
EVEN = [[(0, 0), (0, 1)], [(0, 0), (1, 1)], [(0, 0), (0, 1), (1, 0), (1, 1)], [(0, 0), (0, 2)]]
ODD = [[(0, 0)], [(0, 0), (0, 1), (1, 0)], [(0, 0), (0, 1), (0, 2)], [(0, 0), (1, 1), (0, 2)]]


def patterns(sites):
    """All rotations and reflections of a pattern, each once, shifted to row and column 0."""
    found = set()
    for swap, up, left in itertools.product((False, True), (1, -1), (1, -1)):
        turned = [(up * (c if swap else r), left * (r if swap else c)) for r, c in sites]
        low = [min(place[axis] for place in turned) for axis in (0, 1)]
        found.add(tuple(sorted((r - low[0], c - low[1]) for r, c in turned)))
    return sorted(found)


def operator(spins, sites):
    """Sum of the products over all places and patterns, one number for each replica."""
    total = np.zeros(len(spins), dtype=np.int64)
    for pattern in patterns(sites):
        product = np.ones(spins.shape, dtype=np.int8)
        for row, column in pattern:
            product = product * np.roll(spins, (-row, -column), axis=(1, 2))
        total += product.sum(axis=(1, 2), dtype=np.int64)
    return total.astype(float)


def block(spins, strength, random):
    """2 x 2 blocks: exp(p h S) / (2 cosh p S), and for infinite p the majority with random ties."""
    replicas, side = spins.shape[:2]
    sums = spins.reshape(replicas, side // 2, 2, side // 2, 2).sum(axis=(2, 4), dtype=np.int64)
    if math.isinf(strength):
        ties = random.integers(0, 2, sums.shape) * 2 - 1
        return np.where(sums == 0, ties, np.sign(sums)).astype(np.int8)
    up = 1 / (1 + np.exp(-2 * strength * sums))
    return np.where(random.random(sums.shape) < up, 1, -1).astype(np.int8)


def wolff(flat, neighbors, random):
    """Flips one cluster of every replica: breadth first, all replicas together. Modifies flat [replicas * sites]."""
    sites = SIDE * SIDE
    replicas = len(flat) // sites
    front = np.arange(replicas) * sites + random.integers(0, sites, replicas)
    add = 1 - math.exp(-2 * CRITICAL)
    sign = flat[front].copy()
    flat[front] = -flat[front]
    while len(front):
        replica = front // sites
        next_front = []
        for direction in range(4):
            there = replica * sites + neighbors[direction][front % sites]
            joins = (flat[there] == sign[replica]) & (random.random(len(there)) < add)
            new = np.unique(there[joins])
            flat[new] = -sign[new // sites]
            next_front.append(new)
        front = np.concatenate(next_front)


def exponent(coarse, fine, connected, count):
    """log2 of the largest eigenvalue of A^-1 B of the first operators; [samples, operators]."""
    coarse, fine = coarse[:, :count], fine[:, :count]
    n = len(coarse)
    a = coarse.T @ coarse / n
    b = coarse.T @ fine / n
    if connected:
        a -= np.outer(coarse.mean(0), coarse.mean(0))
        b -= np.outer(coarse.mean(0), fine.mean(0))
    return math.log2(max(np.linalg.eigvals(np.linalg.solve(a, b)).real))


def main():
    replicas = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    samples = int(sys.argv[2]) if len(sys.argv) > 2 else 25
    random = np.random.default_rng(int(sys.argv[3]) if len(sys.argv) > 3 else 20261129)
    index = np.arange(SIDE * SIDE).reshape(SIDE, SIDE)
    neighbors = [np.roll(index, shift, axis).ravel() for axis in (0, 1) for shift in (1, -1)]
    flat = np.ones(replicas * SIDE * SIDE, dtype=np.int8)  # ordered: clusters are large from the start
    measured = {name: [[[], []] for _ in range(STEPS + 1)] for name in KERNELS}
    for update in range(1, BURN_IN + samples * BETWEEN + 1):
        wolff(flat, neighbors, random)
        if update <= BURN_IN or (update - BURN_IN) % BETWEEN:
            continue
        for name, strength in KERNELS.items():
            spins = flat.reshape(replicas, SIDE, SIDE)
            for level in range(STEPS + 1):
                if level:
                    spins = block(spins, strength, random)
                for family, operators in enumerate((EVEN, ODD)):
                    measured[name][level][family].append(
                        np.stack([operator(spins, sites) for sites in operators], axis=1))
    energy = np.concatenate([m[:, 0] for m in measured["majority"][0][0]]) / SIDE ** 2
    groups = energy.reshape(samples, replicas).mean(0)
    print(f"# energy per site {-energy.mean():.6f} +- {groups.std(ddof=1) / math.sqrt(replicas):.6f}")
    print("kernel,step,exponent,operators,value,standardError")
    for name in KERNELS:
        levels = [[np.stack(family) for family in level] for level in measured[name]]  # [samples, replicas, operators]
        for step in range(1, STEPS + 1):
            for family, label in enumerate(("y_T", "y_H")):
                coarse, fine = levels[step][family], levels[step - 1][family]
                for count in (1, 4):
                    flatten = lambda x: x.reshape(-1, x.shape[-1])
                    value = exponent(flatten(coarse), flatten(fine), family == 0, count)
                    left_out = []
                    for part in range(BINS):
                        keep = np.arange(replicas) % BINS != part
                        left_out.append(exponent(flatten(coarse[:, keep]), flatten(fine[:, keep]), family == 0, count))
                    error = math.sqrt((BINS - 1) * np.var(left_out))
                    print(f"{name},{step},{label},{count},{value:.4f},{error:.4f}", flush=True)


if __name__ == "__main__":
    main()

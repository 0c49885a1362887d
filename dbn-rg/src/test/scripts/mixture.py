#!/usr/bin/env python3
"""Readings of the mixture of 10 x 10 Ising models at T = 0, 0.25 ... 6 by three thermometers, for rbm-flow.

Independent of the Java code: the energy from Kaufman's partition function, everything else from heat-bath sweeps of many
replicas at once. Standard library and numpy.

    mixture.py [REPLICAS [LOOKS [SEED]]]      defaults 4000, 30, 20261129

Prints T_E (exact), and T_m, T_nnn and U4 with standard errors over 20 groups of replicas.
"""
import math
import sys

import numpy as np

SIDE = 10
TEMPERATURES = [0.25 * i for i in range(25)]
GRID = [2.45 + 0.02 * i for i in range(9)]  # where the curves are read
GROUPS = 20
BURN_IN = 600
BETWEEN = 20


def log_z(coupling):
    """Kaufman 1949."""
    n = SIDE
    gamma = [2 * coupling + math.log(math.tanh(coupling))]
    for k in range(1, 2 * n):
        c = math.cosh(2 * coupling) ** 2 / math.sinh(2 * coupling) - math.cos(math.pi * k / n)
        gamma.append(math.acosh(c))
    odd, even = gamma[1::2], gamma[0::2]
    products = (
        math.prod(2 * math.cosh(n * g / 2) for g in odd) + math.prod(2 * math.sinh(n * g / 2) for g in odd)
        + math.prod(2 * math.cosh(n * g / 2) for g in even) + math.prod(2 * math.sinh(n * g / 2) for g in even)
    )
    return -math.log(2) + n * n / 2 * math.log(2 * math.sinh(2 * coupling)) + math.log(products)


def energy(temperature):
    """Per site, by a central difference."""
    if temperature == 0:
        return -2.0
    step = 1e-5
    k = 1 / temperature
    return -(log_z(k + step) - log_z(k - step)) / (2 * step) / SIDE ** 2


def thermometer():
    target = sum(energy(t) for t in TEMPERATURES) / len(TEMPERATURES)
    low, high = 1.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if energy(middle) < target else (low, middle)
    return low


def looks(temperature, replicas, count, random):
    """|m|, m^2, m^4 and the mean product of diagonal neighbors, averaged over the looks, for each replica."""
    sums = np.zeros((4, replicas))
    if temperature == 0:
        return sums + 1
    spins = np.where(np.arange(replicas)[:, None, None] % 2 == 0, 1, -1) * np.ones((1, SIDE, SIDE), dtype=np.int8)
    if temperature > 2:
        spins = random.integers(0, 2, spins.shape) * 2 - 1
    spins = spins.astype(np.int8)
    black = np.add.outer(np.arange(SIDE), np.arange(SIDE)) % 2 == 0
    for sweep in range(BURN_IN + count * BETWEEN):
        for color in (black, ~black):
            field = sum(np.roll(spins, shift, axis) for shift in (1, -1) for axis in (1, 2))[:, color]
            up = 1 / (1 + np.exp(-2 / temperature * np.arange(-4, 5)))
            spins[:, color] = np.where(random.random(field.shape, dtype=np.float32) < up[field + 4], 1, -1)
        if sweep >= BURN_IN and (sweep - BURN_IN) % BETWEEN == 0:
            m = spins.mean(axis=(1, 2))
            diagonal = (spins * np.roll(spins, (1, 1), (1, 2)) + spins * np.roll(spins, (1, -1), (1, 2))).mean(axis=(1, 2)) / 2
            sums += np.array([abs(m), m ** 2, m ** 4, diagonal])
    return sums / count


def main(replicas=4000, count=30, seed=20261129):
    random = np.random.default_rng(seed)
    print(f"T_E {thermometer():.5f}")
    parts = np.mean([looks(t, replicas, count, random) for t in TEMPERATURES], axis=0).reshape(4, GROUPS, -1).mean(axis=2)
    curves = np.array([looks(t, replicas, count, random).reshape(4, GROUPS, -1).mean(axis=2) for t in GRID])
    for name, row in (("T_m", 0), ("T_nnn", 3)):
        read = []
        for group in range(GROUPS):
            fit = np.polyfit(curves[:, row, group], GRID, 2)
            read.append(np.polyval(fit, parts[row, group]))
        print(f"{name} {np.mean(read):.4f} {np.std(read, ddof=1) / math.sqrt(GROUPS):.4f}")
    whole = parts.mean(axis=1)
    linear = parts[2] / (3 * whole[1] ** 2) - 2 * whole[2] * parts[1] / (3 * whole[1] ** 3)
    print(f"U4 {1 - whole[2] / (3 * whole[1] ** 2):.5f} {np.std(linear, ddof=1) / math.sqrt(GROUPS):.5f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))

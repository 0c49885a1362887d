#!/usr/bin/env python3
"""Reference numbers of the checks of dbn-rg, from their definitions.

Independent of the Java code. Standard library and numpy. Prints each number beside the one in the check, and ends with
exit code 1 if one differs by more than the given tolerance.

    references.py [NAME ...]      parts: chain built zoo blocks three schemes kadanoff bounds tensors; default all
"""
import itertools
import math
import sys

import numpy as np

CRITICAL = math.log(1 + math.sqrt(2)) / 2
FAILED = []


def compare(name, value, target, tolerance):
    good = abs(value - target) <= tolerance
    print(f"{'ok  ' if good else 'MISS'} {name}: {value:.13g}, in the check {target:.13g} (tolerance {tolerance:.2g})",
          flush=True)
    if not good:
        FAILED.append(name)


def states(n):
    return np.array(list(itertools.product((-1.0, 1.0), repeat=n)))


def log_two_cosh(x):
    return np.abs(x) + np.log1p(np.exp(-2 * np.abs(x)))


def log_sum_exp(x, axis=None):
    most = np.max(x, axis=axis, keepdims=True)
    return np.squeeze(most, axis=axis) + np.log(np.sum(np.exp(x - most), axis=axis)) if axis is not None \
        else float(most.item() + np.log(np.sum(np.exp(x - most))))


def ring_energy(s, coupling):
    return -coupling * np.sum(s * np.roll(s, -1, axis=1), axis=1)


def ring_log_z(n, coupling):
    return math.log((2 * math.cosh(coupling)) ** n + (2 * math.sinh(coupling)) ** n)


def free_energy(s, weights, visible, hidden):
    return -s @ visible - log_two_cosh(s @ weights + hidden).sum(axis=1)


# Decimation of a ring of 16 spins -----------------------------------------------------------------------------------

def chain():
    compare("log Z of 16 spins, K = 1", ring_log_z(16, 1), 18.0435776531637, 5e-14)
    coupling, constant, n = 1.0, 0.0, 16
    for known_coupling, known_constant in ((.66250137, 10.8451884339), (.35006114, 15.0180217119), (.11367207, 16.631660208)):
        # exp(A + K' s t) = sum_m exp(K m (s + t)) for equal and opposite s, t
        equal, opposite = math.log(2 * math.cosh(2 * coupling)), math.log(2)
        constant += n // 2 * (equal + opposite) / 2
        coupling = (equal - opposite) / 2
        n //= 2
        compare(f"{n} spins left: K", coupling, known_coupling, 5e-9)
        compare(f"{n} spins left: constant", constant, known_constant, 5e-11)
        compare(f"{n} spins left: constant + rest", constant + ring_log_z(n, coupling), 18.0435776531637, 6e-14)


def built():
    n, coupling = 8, 1.0
    s = states(n)
    energy = ring_energy(s, coupling)
    log_z = log_sum_exp(-energy)
    p = np.exp(-energy - log_z)
    known = {.5: (.8544, 1e-4, -9.977047), 1: (.2926, 1e-4, -9.415240), 2: (.01816, 1e-5, -9.140812),
             3: (5.03e-4, 1e-6, -9.123152), 4: (9.92e-6, 1e-8, -9.122659), 6: (3.37e-9, 1e-11, -9.122649)}
    for copying, (divergence, digit, anchored) in known.items():
        weights = np.zeros((n, n // 2))
        for j in range(n // 2):
            weights[2 * j, j] = copying
            weights[2 * j - 1, j] = weights[2 * j + 1, j] = coupling
        f = free_energy(s, weights, np.zeros(n), np.zeros(n // 2))
        kl = float(np.sum(p * (f + log_sum_exp(-f) - energy - log_z)))
        compare(f"built to decimate, w = {copying}: KL", kl, divergence, digit / 2)
        compare(f"built to decimate, w = {copying}: free energy in the gauge of the data", -log_z - kl, anchored, 5e-7)


# Objectives on a ring of six spins ----------------------------------------------------------------------------------

def minimize(function, x, iterations=3000):
    """BFGS with backtracking; function returns value and gradient."""
    inverse = np.eye(len(x))
    value, gradient = function(x)
    for _ in range(iterations):
        direction = -inverse @ gradient
        slope = gradient @ direction
        if slope >= 0:
            inverse, direction = np.eye(len(x)), -gradient
            slope = gradient @ direction
        step = 1.0
        while step > 1e-14:
            new_value, new_gradient = function(x + step * direction)
            if new_value <= value + 1e-4 * step * slope:
                break
            step /= 2
        else:
            return x
        moved, turned = step * direction, new_gradient - gradient
        x, value, gradient = x + moved, new_value, new_gradient
        if np.max(np.abs(gradient)) < 1e-9:
            return x
        curvature = moved @ turned
        if curvature > 1e-14:
            left = np.eye(len(x)) - np.outer(moved, turned) / curvature
            inverse = left @ inverse @ left.T + np.outer(moved, moved) / curvature
    return x


def zoo():
    n, coupling = 6, .6
    s = states(n)
    energy = ring_energy(s, coupling)
    log_z = log_sum_exp(-energy)
    p = np.exp(-energy - log_z)
    entropy = -float(np.sum(p * np.log(p)))
    compare("no couplings, 4 hidden: F - F_t", 10 * math.log(2) - log_z, 1.72806722, 1e-6)
    compare("no couplings: KL", n * math.log(2) - entropy, 1.00062036, 1e-6)
    x = math.exp(log_z / n) / 2
    field = math.log(x + math.sqrt(x * x - 1))
    compare("product model: field", field, .60732, 5e-6)
    compare("product model: KL", log_z - float(np.sum(p * (s @ np.full(n, field)))) - entropy, 2.04514, 5e-6)
    random = np.random.default_rng(1)
    for normalized, known in ((True, (.1065, .1981, .2186)), (False, (.4514, 1.0006, 1.0006))):
        for weight, target in zip((.1, 1, 10), known):
            ends = [penalized(s, p, log_z, entropy, weight, normalized, random) for _ in range(9)]
            compare(f"likelihood + {weight} (F - F_t)^2, {'hidden-normalized' if normalized else 'plain'}: median KL",
                    float(np.median(ends)), target, .02 * target)


def penalized(s, p, log_z, entropy, weight, normalized, random):
    """KL at a minimum of KL + weight (F - F_t)^2; six hidden spins."""
    n, hidden = s.shape[1], 6
    offset = hidden * math.log(2) if normalized else 0

    def parts(x):
        weights, a, b = x[:n * hidden].reshape(n, hidden), x[n * hidden:n * hidden + n], x[n * hidden + n:]
        f = free_energy(s, weights, a, b) + offset
        model_log_z = log_sum_exp(-f)
        q = np.exp(-f - model_log_z)
        means = np.tanh(s @ weights + b)
        gradients = lambda r: np.concatenate([-(s * r[:, None]).T.dot(means).ravel(), -(r @ s), -(r @ means)])
        return float(p @ f) + model_log_z - entropy, model_log_z - log_z, gradients(p), gradients(q)

    def loss(x):
        kl, difference, data, model = parts(x)
        return kl + weight * difference ** 2, data - model - 2 * weight * difference * model

    x = random.normal(0, .3, n * hidden + n + hidden)
    x[n * hidden:] = 0
    return parts(minimize(loss, x))[0]


# One step from 4 x 4 to 2 x 2 critical spins ------------------------------------------------------------------------

def blocks():
    s = states(16).reshape(-1, 4, 4)
    energy = -CRITICAL * (np.sum(s * np.roll(s, 1, 1), (1, 2)) + np.sum(s * np.roll(s, 1, 2), (1, 2)))
    sums = s.reshape(-1, 2, 2, 2, 2).sum(axis=(2, 4)).reshape(-1, 4)
    known = {.7659830352: (11.3745643438, .6536356614, .3457258243, -.0330829168),
             1.0: (11.2848265568, .6781655188, .3348945915, .0002595015),
             math.inf: (11.2320170956, .6929003415, .3273840725, .0196345298)}
    h = states(4)
    for strength, targets in known.items():
        minus_energy = []
        for block in h:
            with np.errstate(invalid="ignore"):
                up = np.where(sums == 0, .5, 1 / (1 + np.exp(np.clip(-2 * strength * sums * block, -700, 700))))
            with np.errstate(divide="ignore"):
                minus_energy.append(log_sum_exp(-energy + np.log(up).sum(axis=1)))
        minus_energy = np.array(minus_energy)
        sets = {"constant": (), "edge": (0, 1), "diagonal": (0, 3), "plaquette": (0, 1, 2, 3)}
        for (name, sites), target in zip(sets.items(), targets):
            product = np.prod(h[:, list(sites)], axis=1) if sites else np.ones(16)
            compare(f"4 x 4 to 2 x 2, p = {strength}: {name}", float(np.mean(minus_energy * product)), target, 5e-11)


# Three spins --------------------------------------------------------------------------------------------------------

def three():
    s = states(3)
    energy = -.7 * (s[:, 0] * s[:, 1] + s[:, 1] * s[:, 2]) - .3 * s[:, 0]
    extra = .9 * s[:, 2] - .5 * s[:, 0] * s[:, 1]
    z = np.sum(np.exp(-energy))
    broken = np.sum(np.exp(-energy - extra))
    compare("three spins: Z", z, 13.1750220799, 5.001e-11)
    compare("three spins: Z~", broken, 24.3733763470, 5.001e-11)
    compare("three spins: F", -math.log(z), -2.57832277, 5.001e-9)
    p = np.exp(-energy) / z
    q = np.exp(-energy - extra) / broken  # sum over h of exp(-E(h) - E(v) - K(v)) / Z~, over h
    trace = q / p
    known = [[.22802, .05623, .01387, .05623, .10246, .02527, .10246, .41548],
             [.49983, .02037, .01118, .00750, .08262, .00337, .22459, .15055],
             [2.19204, .36234, .80641, .13330, .80641, .13330, 2.19204, .36234]]
    for name, values, targets in zip(("p", "p~", "trace"), (p, q, trace), known):
        for state, value, target in zip(s, values, targets):
            compare(f"three spins: {name} of {state}", value, target, 5.001e-6)
    compare("three spins: KL", float(np.sum(p * np.log(p / q))), .4087492, 5.001e-8)
    compare("three spins: total variation", float(np.sum(np.abs(p - q)) / 2), .3939394, 5.001e-8)


# Schemes with one coupling ------------------------------------------------------------------------------------------

def bisect(function, low, high):
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if function(low) * function(middle) > 0 else (low, middle)
    return (low + high) / 2


def thermal(step, coupling, rescaling):
    h = 1e-5
    slope = (8 * (step(coupling + h) - step(coupling - h)) - step(coupling + 2 * h) + step(coupling - 2 * h)) / (12 * h)
    return math.log(slope) / math.log(rescaling)


def schemes():
    decimate = lambda k, b: math.atanh(math.tanh(k) ** b)
    cases = [("b = 2, move first", lambda k: decimate(2 * k, 2), 2, .304688931718, .747235718929),
             ("b = 2, decimate first", lambda k: 2 * decimate(k, 2), 2, .609377863436, .747235718929),
             ("b = 3, move first", lambda k: decimate(3 * k, 3), 3, .240605912530, .738140492857),
             ("three dimensions, b = 2", lambda k: decimate(4 * k, 2), 2, .0652662950, .939128932)]
    for name, step, b, coupling, exponent in cases:
        found = bisect(lambda k: step(k) - k, .03, .9)
        compare(f"Migdal-Kadanoff, {name}: K", found, coupling, 1e-8)
        compare(f"Migdal-Kadanoff, {name}: y_T", thermal(step, found, b), exponent, 1e-8)
    velocity = lambda k: k + math.sinh(2 * k) * math.log(math.tanh(k)) / 2
    found = bisect(velocity, .1, .9)
    compare("Migdal-Kadanoff, b -> 1: K", found, CRITICAL, 1e-8)
    compare("Migdal-Kadanoff, b -> 1: y_T", 2 + math.cosh(2 * found) * math.log(math.tanh(found)), .753549519720, 1e-8)
    alignment = lambda k: (math.exp(3 * k) + math.exp(-k)) / (math.exp(3 * k) + 3 * math.exp(-k))
    step = lambda k: 2 * alignment(k) ** 2 * k
    found = bisect(lambda k: step(k) - k, .1, .9)
    compare("Niemeijer-van Leeuwen: K", found, math.log(1 + 2 * math.sqrt(2)) / 4, 1e-8)
    compare("Niemeijer-van Leeuwen: y_T", thermal(step, found, math.sqrt(3)), .882202646, 1e-8)
    compare("Niemeijer-van Leeuwen: y_H", math.log(3 * alignment(found)) / math.log(math.sqrt(3)), 1.369070246, 1e-8)


# Kadanoff's variational scheme: a cell of four spins ----------------------------------------------------------------

CELL = states(4)
PRODUCTS = np.array([
    [a * b + b * c + c * d + d * a for a, b, c, d in CELL],
    [a * c + b * d for a, b, c, d in CELL],
    [a * b * c * d for a, b, c, d in CELL],
    [a + b + c + d for a, b, c, d in CELL],
    [a * b * c + b * c * d + c * d * a + d * a * b for a, b, c, d in CELL]])
UP = int(np.argmax(CELL.sum(axis=1)))


def cell_exponents(p, u):
    return p * CELL @ CELL.T - log_two_cosh(p * CELL.sum(axis=1)) + 4 * u  # [mu, s]


def cell_step(p, u):
    return log_sum_exp(cell_exponents(p, u), axis=1)


def cell_couplings(p, k):
    return PRODUCTS @ cell_step(p, k @ PRODUCTS) / np.sum(PRODUCTS ** 2, axis=1)


def jacobian(p, k, which):
    h = 1e-4
    columns = []
    for i in which:
        d = np.zeros(5)
        d[i] = h
        columns.append((8 * (cell_couplings(p, k + d) - cell_couplings(p, k - d))
                        - cell_couplings(p, k + 2 * d) + cell_couplings(p, k - 2 * d))[which] / (12 * h))
    return np.array(columns).T


def cell_fixed_point(p, start):
    k = np.zeros(5)
    k[:3] = start
    for _ in range(60):
        change = np.linalg.solve(jacobian(p, k, [0, 1, 2]) - np.eye(3), (k - cell_couplings(p, k))[:3])
        k[:3] += change
        if np.max(np.abs(change)) < 1e-14:
            break
    return k


def cell_slope(p, start):
    u = cell_fixed_point(p, start) @ PRODUCTS
    q = np.exp(cell_exponents(p, u) - cell_step(p, u)[:, None])
    sums = CELL.sum(axis=1)
    derivative = np.sum(q * (CELL @ CELL.T - sums * np.tanh(p * sums)), axis=1)
    return float(np.linalg.matrix_power(q, 128)[0] @ derivative)


def cell_critical(p):
    low, high = .3, .6
    while high - low > 1e-11:
        middle = (low + high) / 2
        k = np.array([middle / 2, 0, 0, 0, 0])
        for _ in range(100):
            k = cell_couplings(p, k)
            k[3:] = 0
            if k[0] <= .01:
                break
        low, high = (middle, high) if k[0] <= .01 else (low, middle)
    return (low + high) / 2


def kadanoff():
    for name, low, high, start, critical, y_t, y_h in (
            ("nearest = next-nearest", .72, .82, (.14, .14, -.007), .48483, 1.000879, 1.875316),
            ("branch of the nearest-neighbor model", .755, .77, (.1587, .1077, -.0075), .48365, 1.017535, 1.877736)):
        p = bisect(lambda x: cell_slope(x, start), low, high)
        k = cell_fixed_point(p, start)
        even = np.log2(np.linalg.eigvals(jacobian(p, k, [0, 1, 2])).real.max())
        odd = np.log2(np.linalg.eigvals(jacobian(p, k, [3, 4])).real.max())
        compare(f"Kadanoff, {name}: K", cell_critical(p), critical, 5e-6)
        compare(f"Kadanoff, {name}: y_T", even, y_t, 1e-6)
        compare(f"Kadanoff, {name}: y_H", odd, y_h, 1e-6)
        if "next-nearest" in name:
            compare("Kadanoff, p*", p, .7659830352, 1e-9)


def bound_of(parameters, coupling):
    u = np.array([coupling / 2, 0, 0, 0, 0]) @ PRODUCTS
    bound, share = 0.0, 1.0
    for step in range(28):
        u = cell_step(parameters[min(step, len(parameters) - 1)], u)
        constant = u[UP]
        share /= 4
        bound += share * constant
        u = u - constant
    return bound


def nelder_mead(function, start, size, iterations=1500):
    n = len(start)
    points = [np.array(start)] + [np.array(start) + size * np.eye(n)[i] for i in range(n)]
    values = [function(x) for x in points]
    for _ in range(iterations):
        order = np.argsort(values)
        points, values = [points[i] for i in order], [values[i] for i in order]
        if values[-1] - values[0] < 1e-14:
            break
        center = np.mean(points[:-1], axis=0)
        trial = 2 * center - points[-1]
        value = function(trial)
        if value < values[0]:
            further = 3 * center - 2 * points[-1]
            further_value = function(further)
            trial, value = (further, further_value) if further_value < value else (trial, value)
        elif value >= values[-2]:
            trial = (center + (trial if value < values[-1] else points[-1])) / 2
            inner = function(trial)
            if inner >= min(value, values[-1]):
                points = [points[0]] + [(points[0] + x) / 2 for x in points[1:]]
                values = [values[0]] + [function(x) for x in points[1:]]
                continue
            value = inner
        points[-1], values[-1] = trial, value
    best = int(np.argmin(values))
    return points[best], values[best]


def bounds():
    known = {.1: .70582192, .2: .74271978, .3: .80501028, .4: .89780666, CRITICAL: .94662414, .5: 1.03428895,
             .6: 1.21374798, .8: 1.60257746, 1.0: 2.00050985}
    for coupling, target in known.items():
        constant = min(np.arange(0, 2, .05), key=lambda p: bound_of([p], coupling))
        point = np.full(6, constant)
        for size in (.2, .05, .01):
            point, value = nelder_mead(lambda x: bound_of(x, coupling), point, size)
        compare(f"Kadanoff's bound with six parameters, K = {coupling:.6f}", value, target, 1e-4)


# Tensors ------------------------------------------------------------------------------------------------------------

def onsager(coupling):
    k = 2 * math.sinh(2 * coupling) / math.cosh(2 * coupling) ** 2
    x, weights = np.polynomial.legendre.leggauss(400)
    # w = t^3 crowds the points at 0, where the integrand has a kink at the critical coupling
    t = (x + 1) / 2 * (math.pi / 2) ** (1 / 3)
    w = math.pi / 2 - t ** 3
    integrand = np.log((1 + np.sqrt(np.maximum(0, 1 - (k * np.sin(w)) ** 2))) / 2) * 3 * t ** 2
    return math.log(2 * math.cosh(2 * coupling)) + float(weights @ integrand) / 2 * (math.pi / 2) ** (1 / 3) / math.pi


def trg(coupling, chi, steps=36):
    w = np.array([[math.sqrt(math.cosh(coupling)), math.sqrt(math.sinh(coupling))],
                  [math.sqrt(math.cosh(coupling)), -math.sqrt(math.sinh(coupling))]])
    t = np.einsum("su,sr,sd,sl->urdl", w, w, w, w)
    total, sites = 0.0, 1.0
    for _ in range(steps):
        largest = np.abs(t).max()
        t = t / largest
        total += math.log(largest) / sites
        sites *= 2
        u, r, d, l = t.shape
        left, values, right = np.linalg.svd(t.transpose(3, 0, 1, 2).reshape(l * u, r * d))  # (left, up), (right, down)
        keep = min(chi, int(np.sum(values > 1e-14 * values[0])))
        root = np.sqrt(values[:keep])
        a, b = (left[:, :keep] * root).reshape(l, u, keep), (right[:keep].T * root).reshape(r, d, keep)
        left, values, right = np.linalg.svd(t.reshape(u * r, d * l))  # (up, right), (down, left)
        keep = min(chi, int(np.sum(values > 1e-14 * values[0])))
        root = np.sqrt(values[:keep])
        c, e = (left[:, :keep] * root).reshape(u, r, keep), (right[:keep].T * root).reshape(d, l, keep)
        # plaquette with bonds x (top), y (left), z (right), w (bottom): corners see it from their own side
        t = np.einsum("xya,zxb,wzc,ywd->abcd", b, e, a, c, optimize=True)
    return total + math.log(np.einsum("abab->", t)) / sites


def tensors():
    known = {(CRITICAL, 4): -2.9e-4, (CRITICAL, 8): -6.9e-5, (CRITICAL, 16): -4.6e-6, (.3, 8): -6.7e-6,
             (.3, 16): -9.0e-9, (.5, 8): -3.5e-6, (.5, 16): -6.0e-7}
    for (coupling, chi), target in known.items():
        error = trg(coupling, chi) / onsager(coupling) - 1
        compare(f"tensors, K = {coupling:.6f}, chi = {chi}: log2 of error by the known one",
                math.log2(error / target), 0, 1)


PARTS = {"chain": chain, "built": built, "zoo": zoo, "blocks": blocks, "three": three, "schemes": schemes,
         "kadanoff": kadanoff, "bounds": bounds, "tensors": tensors}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
    print(f"{len(FAILED)} numbers differ" + "".join(f"\n  {name}" for name in FAILED))
    sys.exit(1 if FAILED else 0)

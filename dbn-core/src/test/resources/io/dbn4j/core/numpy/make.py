"""Writes the files of this folder: python3 make.py. Made with NumPy 2.4.6; the tests compare with them.

Free energies are computed here, in double precision, by the definitions:
    F(v) = offset - a.v - sum_j K(b_j + (v W)_j),   K(x) = log(1 + e^x) (Bernoulli) or log(2 cosh x) (spin),
which for Bernoulli units is what scikit-learn's BernoulliRBM._free_energy computes with W = components_.T,
a = intercept_visible_, b = intercept_hidden_, and what PyTorch codes compute with W = weight.T.
"""
import numpy as np
from numpy.lib import format as npy

rng = np.random.default_rng(1)
VISIBLE, HIDDEN, ROWS = 6, 4, 9


def model(dtype):
    return {
        "weights": rng.normal(0, 1, (VISIBLE, HIDDEN)).astype(dtype),
        "visible_bias": rng.normal(0, 1, VISIBLE).astype(dtype),
        "hidden_bias": rng.normal(0, 1, HIDDEN).astype(dtype),
    }


def free_energy(m, rows, spins=False):
    x = m["hidden_bias"].astype(float).ravel() + rows @ m["weights"].astype(float)
    cumulant = np.logaddexp(x, -x) if spins else np.logaddexp(0, x)
    offset = float(m.get("energy_offset", 0))
    return offset - rows @ m["visible_bias"].astype(float).ravel() - cumulant.sum(axis=1)


bits = rng.integers(0, 2, (ROWS, VISIBLE))
spins = 2.0 * bits - 1

# Data: one matrix in every type, order and version.
np.save("bits-f4.npy", bits.astype("<f4"))
np.save("bits-f8-fortran.npy", np.asfortranarray(bits.astype("<f8")))
np.save("bits-f4-big-endian.npy", bits.astype(">f4"))
np.save("bits-u1.npy", bits.astype("u1"))
np.save("bits-i4.npy", bits.astype("<i4"))
np.save("bits-i8.npy", bits.astype("<i8"))
np.save("bits-bool.npy", bits.astype(bool))
np.save("bits-cube.npy", bits.astype("<f4").reshape(ROWS, 2, 3))
np.save("bits-cube-fortran.npy", np.asfortranarray(bits.astype("<f4").reshape(ROWS, 2, 3)))
for version in (2, 3):
    with open(f"bits-version-{version}.npy", "wb") as f:
        npy.write_array(f, bits.astype("<f4"), version=(version, 0))
np.savez("bits.npz", bits.astype("<f4"))
np.savez("bits-and-more.npz", data=bits.astype("<f4"), other=np.zeros(3))
np.savetxt("bits.csv", bits, fmt="%d", delimiter=",")
np.save("objects.npy", np.array([{"a": 1}, None], dtype=object), allow_pickle=True)
np.save("complex.npy", np.ones((2, 2), dtype=complex))

# Models.
f4 = model("f4")
f8 = model("f8")
np.savez("bernoulli-f4.npz", **f4)
np.savez_compressed("bernoulli-f8-fortran.npz", **(f8 | {"weights": np.asfortranarray(f8["weights"])}))
spin = model("f8") | {"visible_unit": "spin", "hidden_unit": "spin", "energy_offset": np.float64(0.25)}
np.savez("spin-f8.npz", **spin)
mixed = model("f4") | {"visible_unit": np.bytes_("bernoulli"), "hidden_unit": np.bytes_("spin")}
mixed["visible_bias"] = mixed["visible_bias"].reshape(1, -1)
np.savez("bernoulli-spin-f4.npz", **mixed)
np.savez(
    "free-energies.npz",
    **{
        "bernoulli-f4": free_energy(f4, bits),
        "bernoulli-f8-fortran": free_energy(f8, bits),
        "spin-f8": free_energy(spin, spins, True),
        "bernoulli-spin-f4": free_energy(mixed, bits, True),
    },
)

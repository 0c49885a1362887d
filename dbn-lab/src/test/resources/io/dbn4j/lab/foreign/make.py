# One matrix of 0 and 1, 12 x 4, in the forms in which people have it. Needs numpy; sparse files are laid out as
# scipy.sparse.save_npz does. Run it here; ForeignFilesTest reads what it writes.
import io
import os
import struct
import zipfile

import numpy as np

os.chdir(os.path.dirname(os.path.abspath(__file__)))
rng = np.random.default_rng(17)
x = (rng.random((12, 4)) < 0.5).astype(int)
np.savetxt("expected.csv", x, fmt="%d", delimiter=",")
spins = 2 * x - 1

for t in "i1", "i2", "i4", "i8", "f2", "f4", "f8", ">i2", ">i4", ">f2", ">f8":
    np.save(f"spins-{t.replace('>', 'big-')}.npy", spins.astype(t))
for t in "?", "u1", "u2", "u4", "u8", ">u2", ">u8":
    np.save(f"bits-{t.replace('?', 'bool').replace('>', 'big-')}.npy", x.astype(t))
np.save("bits-fortran.npy", np.asfortranarray(x.astype("f4")))
np.save("bits-cube.npy", x.reshape(12, 2, 2))
np.save("bytes-0-255.npy", (255 * x).astype("u1"))


def raw(name, header, values):
    text = header.encode()
    text += b" " * (-(10 + len(text) + 1) % 64) + b"\n"
    with open(name, "wb") as f:
        f.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + values)


values = x.astype("<f4").tobytes()
raw("bits-shape-first.npy", "{'shape': (12, 4), 'fortran_order': False, 'descr': '<f4'}", values)
raw("bits-double-quotes.npy", '{"descr": "<f4", "fortran_order": False, "shape": (12, 4), }', values)
raw("bits-spaces.npy", "{ 'descr' : '<f4' ,'fortran_order':False,\n 'shape' : ( 12 , 4 , ) , } ", values)
np.save("objects.npy", x.astype(object))
np.save("structured.npy", np.zeros(3, dtype=[("i", "<i8"), ("x", "<f8")]))
np.save("complex.npy", x.astype("c16"))

f4 = x.astype("f4")
y = np.arange(12) % 3
np.savez("bits-and-names.npz", data=f4, names=np.array(["north", "east", "south", "west"]))
np.savez("bits-and-object.npz", data=f4, info=np.array({"author": "somebody"}, dtype=object))
np.savez("bits-and-labels.npz", f4, y)
np.savez("bits-accent.npz", **{"données": f4})
np.savez("bits-long-name.npz", **{"activations_of_the_population_in_area_seven_after_filtering_and_binning": f4})
np.savez("several.npz", x_train=f4[:8], y_train=y[:8], x_test=f4[8:], y_test=y[8:])
with zipfile.ZipFile("bits-readme.npz", "w") as z:
    stored = io.BytesIO()
    np.save(stored, f4)
    z.writestr("arr_0.npy", stored.getvalue())
    z.writestr("README.txt", "rows of 0 and 1")


def sparse(name, form, **arrays):
    np.savez_compressed(name, format=np.array(form.encode()), shape=np.array([12, 4]), **arrays)


r, c = np.nonzero(x)
sparse("bits-csr.npz", "csr", data=x[r, c].astype("f4"), indices=c.astype("i4"),
       indptr=np.r_[0, np.cumsum(x.sum(1))].astype("i4"))
rt, ct = np.nonzero(x.T)
sparse("bits-csc.npz", "csc", data=np.ones(len(rt)), indices=ct.astype("i8"),
       indptr=np.r_[0, np.cumsum(x.sum(0))].astype("i8"))
sparse("bits-coo.npz", "coo", data=np.ones(len(r), "i4"), row=r.astype("i4"), col=c.astype("i4"))
blocks = [(i, j) for i in range(4) for j in range(2) if x[3 * i:3 * i + 3, 2 * j:2 * j + 2].any()]
sparse("bits-bsr.npz", "bsr", data=np.array([x[3 * i:3 * i + 3, 2 * j:2 * j + 2] for i, j in blocks], "f4"),
       indices=np.array([j for _, j in blocks], "i4"),
       indptr=np.array([sum(b[0] < i for b in blocks) for i in range(5)], "i4"))
sparse("diagonal.npz", "dia", data=np.ones((1, 4)), offsets=np.array([0]))


def idx(name, array, code, t):
    with open(name, "wb") as f:
        f.write(struct.pack(">BBBB", 0, 0, code, array.ndim) + struct.pack(f">{array.ndim}I", *array.shape))
        f.write(array.astype(t).tobytes())


idx("bits-0-1.idx2-ubyte", x, 0x08, "u1")
idx("bits-0-255.idx3-ubyte", 255 * x.reshape(12, 2, 2), 0x08, "u1")
for code, t in (0x09, ">i1"), (0x0B, ">i2"), (0x0C, ">i4"), (0x0D, ">f4"), (0x0E, ">f8"):
    idx(f"spins-{t[1:]}.idx2", spins, code, t)

"""Prints the milliseconds of a call in a session and in a process of its own.

Run it with python3 python/tests/cost.py; it takes about half a minute.
"""

import statistics
import subprocess
import time

import numpy as np

from dbn4j import Session
from dbn4j.session import Files, _command


def median(action, times):
    """Returns the median time of an action in milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


def main():
    random = np.random.default_rng(1)
    session = Session()
    with Files(session) as files:
        model = files.new(".npz")
        weights = random.normal(size=(784, 500))
        np.savez(model, weights=weights, visible_bias=np.zeros(784), hidden_bias=np.zeros(500))
        rows = files.array((random.random((100, 784)) < 0.5) * 1.0)
        words = ["rbm", "transform", model, "--data", rows, "--out", files.new(".npy"), "--threads", "1", "--json"]
        calls = {"version": ["version"], "transform of 100 x 784 rows to 500 features": words}
        for name, call in calls.items():
            session.run(*call)
            print(f"{name}: {median(lambda: session.run(*call), 20):.1f} ms a call")
        alone = median(lambda: subprocess.run([*_command(), *words], check=True, stdout=subprocess.DEVNULL), 3)
        print(f"the same transform in a process of its own: {alone:.0f} ms")
    session.close()


if __name__ == "__main__":
    main()

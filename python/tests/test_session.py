"""Tests of the Java process: errors, restarts, cancels, and the cost of a call."""

import os
import signal
import statistics
import subprocess
import time
import unittest

import numpy as np

from dbn4j import DbnError, Session
from dbn4j.session import Files, _command


class SessionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.session = Session()
        cls.version = cls.session.run("version")

    @classmethod
    def tearDownClass(cls):
        cls.session.close()

    def test_an_error_is_one_line_and_the_process_goes_on(self):
        with self.assertRaisesRegex(DbnError, "^no such file: missing.npz$"):
            self.session.run("rbm", "logz", "missing.npz", "--method", "exact", "--threads", 1)
        with self.assertRaisesRegex(DbnError, "^unknown option --layr.*see dbn rbm logz --help$"):
            self.session.run("rbm", "logz", "missing.npz", "--method", "exact", "--layr", 1)
        self.assertEqual(self.version, self.session.run("version"))

    def test_a_process_that_died_is_replaced(self):
        before = self.session._process
        os.killpg(before.pid, signal.SIGKILL)
        before.wait()
        self.assertEqual(self.version, self.session.run("version"))
        self.assertNotEqual(before.pid, self.session._process.pid)

    def test_a_process_that_does_not_start_is_named(self):
        with self.assertRaisesRegex(DbnError, "^cannot start /nowhere/dbn: No such file or directory$"):
            Session(["/nowhere/dbn"]).run("version")
        ends = Session(["sh", "-c", "echo no Java >&2; exit 3"])
        with self.assertRaisesRegex(DbnError, "ended with status 3: no Java$"):
            ends.run("version")
        ends.close()

    def test_ctrl_c_stops_the_command_and_the_process_goes_on(self):
        with Files(self.session) as files:
            rows = files.array(np.eye(4))
            words = ["rbm", "train", "--data", rows, "--epochs", 100_000_000, "--out", files.new(), "--threads", 1]
            before = self.session._process.pid
            self.session._send({"id": 0, "args": ["version"]})  # an answer that nobody waits for is passed over
            shown = _InterruptAtFirstProgress()
            with self.assertRaises(KeyboardInterrupt):
                self.session._call({"args": [str(word) for word in words]}, shown)
        self.assertEqual(self.version, self.session.run("version"))
        self.assertEqual(before, self.session._process.pid)

    def test_cost_of_a_call(self):
        """Prints milliseconds; asserts nothing about time."""
        random = np.random.default_rng(1)
        with Files(self.session) as files:
            model = files.new(".npz")
            weights = random.normal(size=(784, 500))
            np.savez(model, weights=weights, visible_bias=np.zeros(784), hidden_bias=np.zeros(500))
            rows = files.array((random.random((100, 784)) < 0.5) * 1.0)
            words = ["rbm", "transform", model, "--data", rows, "--out", files.new(".npy"), "--threads", "1", "--json"]
            calls = {"version": ["version"], "transform of 100 x 784 rows to 500 features": words}
            for name, call in calls.items():
                self.session.run(*call)
                print(f"{name}: {_median(lambda: self.session.run(*call), 20):.1f} ms a call")
            fresh = [*_command(), *words]
            alone = _median(lambda: subprocess.run(fresh, check=True, stdout=subprocess.DEVNULL), 3)
            print(f"the same transform in a process of its own: {alone:.0f} ms")


class _InterruptAtFirstProgress:
    def progress(self, **_):
        raise KeyboardInterrupt

    def note(self, line):
        pass


def _median(action, times):
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


if __name__ == "__main__":
    unittest.main()

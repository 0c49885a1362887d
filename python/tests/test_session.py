"""Tests of the Java process: errors, restarts and cancels."""

import os
import signal
import unittest

import numpy as np

from dbn4j import DbnError, Session
from dbn4j.session import Files


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


class _InterruptAtFirstProgress:
    def progress(self, **_):
        raise KeyboardInterrupt

    def note(self, line):
        pass


if __name__ == "__main__":
    unittest.main()

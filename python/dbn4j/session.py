"""The Java process behind the estimators."""

import atexit
import collections
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from pathlib import Path

import numpy as np


class DbnError(ValueError):
    """A command of dbn4j failed, or its process could not run; the message is one line."""


class DbnWarning(UserWarning):
    """A warning of dbn4j that makes a result doubtful."""


def _command():
    """Returns the words that start dbn4j."""
    given = os.environ.get("DBN4J_COMMAND")
    if given:
        return shlex.split(given)
    home = os.environ.get("DBN4J_HOME")
    if home:
        for script in (Path(home, "bin", "dbn"), Path(home, "dbn")):
            if script.is_file():
                return [str(script)]
        raise DbnError(f"DBN4J_HOME must be a checkout or an unpacked archive of dbn4j, was {home}")
    on_path = shutil.which("dbn")
    if on_path:
        return [on_path]
    checkout = Path(__file__).resolve().parents[2] / "dbn"
    if checkout.is_file():
        return [str(checkout)]
    raise DbnError("dbn4j was not found: set DBN4J_HOME to its checkout or archive, or put its dbn on the PATH")


def _folder_in_memory():
    """Returns a folder in memory for arrays that travel between the processes; None if the system has none."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


class Session:
    """A Java process that runs commands of dbn4j one after another.

    The program is the value of DBN4J_COMMAND, else `dbn` in the folder DBN4J_HOME (a checkout or an unpacked archive),
    else `dbn` on the PATH, else `dbn` of the checkout that holds this file. The process starts with the first call and
    again after it has died. Arrays travel as NPY files in a folder in memory, or in the folder for temporary files
    where the system has no /dev/shm.

    Parameters
    ----------
    command : list of str, optional
        The words that start dbn4j, in place of the search.
    """

    _PATIENCE = 10  # seconds for a canceled command, and for the end of the process

    def __init__(self, command=None):
        self._given = command
        self._process = None
        self._owner = None
        self._folder = None
        self._listener = None
        self._count = 0
        self._lock = threading.Lock()
        self._said = collections.deque(maxlen=20)

    def run(self, *args, verbose=0):
        """Runs a command and returns its output: an object with --json, else a text.

        Parameters
        ----------
        args : str or path or number
            The words of the command line, as in run("rbm", "logz", "model.npz", "--method", "exact", "--json").
        verbose : int
            1 shows progress on standard error, 2 notes as well.

        Raises
        ------
        DbnError
            If the command fails, with the line that it says why.
        """
        with self._lock:
            request = {"args": [str(word) for word in args]}
            shown = _Progress(verbose)
            try:
                return self._call(request, shown)
            finally:
                shown.end()

    def path(self, ending):
        """Returns the path of a new file for an array or a model; `discard` deletes it."""
        self._start()
        self._count += 1
        return os.path.join(self._folder.name, f"{os.getpid()}-{threading.get_ident()}-{self._count}{ending}")

    def close(self):
        """Ends the process; the next call starts another one."""
        if self._owner != os.getpid():
            return
        process = self._process
        if process is not None:
            try:
                process.stdin.close()
                process.wait(self._PATIENCE)
            except (OSError, subprocess.TimeoutExpired):
                process.kill()
                process.wait()
        self._forget()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _forget(self):
        process, self._process = self._process, None
        if process is not None:
            for stream in (process.stdin, process.stdout):
                try:
                    stream.close()
                except OSError:
                    pass  # a request that the dead process did not read

    def _start(self):
        """Starts the process if it is not alive; returns whether it is a new one."""
        alive = self._process is not None and self._owner == os.getpid() and self._process.poll() is None
        if alive:
            return False
        if self._owner == os.getpid():
            self._forget()
        else:
            # A forked child must not use, or delete, what belongs to its parent.
            self._process = self._folder = None
        self._owner = os.getpid()
        self._said.clear()
        if self._folder is None or not os.path.isdir(self._folder.name):
            self._folder = tempfile.TemporaryDirectory(prefix="dbn4j-", dir=_folder_in_memory())
        command = self._given or _command()
        try:
            # In a process group of its own: Ctrl-C reaches Python alone, which then cancels the command.
            self._process = subprocess.Popen(
                [*command, "session"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                start_new_session=True,
            )
        except OSError as e:
            raise DbnError(f"cannot start {command[0]}: {e.strerror}") from e
        self._listener = threading.Thread(target=self._pass_on, args=(self._process.stderr,), daemon=True)
        self._listener.start()
        return True

    def _pass_on(self, lines):
        """Shows what the process writes to standard error, such as the progress of a first build."""
        with lines:
            for line in lines:
                self._said.append(line.strip())
                sys.stderr.write(line)

    def _call(self, request, shown):
        is_new = self._start()
        self._count += 1
        request["id"] = self._count
        try:
            self._send(request)
        except OSError:
            if is_new:
                raise self._ended() from None
            # The process died while nobody used it; a new one lacks nothing, for a session has no state.
            self._forget()
            return self._call(request, shown)
        try:
            return self._result(request, shown)
        except KeyboardInterrupt:
            self._cancel(request["id"])
            raise

    def _send(self, request):
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()

    def _result(self, request, shown):
        while True:
            answer = self._answer()
            if answer.get("id") != request["id"]:
                continue  # the end of a canceled command
            if "progress" in answer:
                shown.progress(**answer["progress"])
            elif "note" in answer:
                shown.note(answer["note"])
            elif "warning" in answer:
                warnings.warn(answer["warning"], DbnWarning, stacklevel=6)
            elif answer.get("exit") == 0:
                output = answer["output"]
                # A result of more than 16 million characters comes as the text of its JSON.
                return json.loads(output) if isinstance(output, str) and "--json" in request["args"] else output
            elif "exit" in answer:
                raise DbnError(answer["error"])

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise self._ended()
        return json.loads(line)

    def _ended(self):
        status = self._process.wait()
        self._listener.join(1)
        self._forget()
        last = f": {self._said[-1]}" if self._said else ""
        return DbnError(f"the process of dbn4j ended with status {status}{last}")

    def _cancel(self, command):
        """Stops a command; kills the process if the command does not stop soon."""
        process = self._process
        killer = threading.Timer(self._PATIENCE, process.kill)
        killer.start()
        try:
            self._send({"cancel": command})
            while self._answer().get("exit") is None:
                pass
        except (DbnError, OSError):
            self._forget()
        finally:
            killer.cancel()


class _Progress:
    """Progress on standard error: a line that redraws itself on a terminal, else one line for each finished task."""

    def __init__(self, verbose):
        self._verbose = verbose
        self._last = None
        self._redraws = verbose and sys.stderr.isatty()

    def progress(self, task, done, total, unit):
        if self._last is not None and self._last[0] != task:
            self.end()
        if self._last is None:
            self._begun = time.monotonic()
        self._last = (task, done, total, unit)
        if self._redraws:
            sys.stderr.write(f"\r{task}: {done:,}/{total:,} {unit} ")
            sys.stderr.flush()

    def note(self, line):
        if self._verbose >= 2:
            self.end()
            sys.stderr.write(line + "\n")

    def end(self):
        if self._last is not None and self._verbose:
            task, done, _, unit = self._last
            seconds = time.monotonic() - self._begun
            sys.stderr.write(("\r" if self._redraws else "") + f"{task}: {done:,} {unit} in {seconds:.1f} s\n")
        self._last = None


_shared = Session()
atexit.register(_shared.close)


def shared():
    """Returns the session that all estimators of this process share."""
    return _shared


class Files:
    """Files that exist during one call.

    >>> with Files(shared()) as files:
    ...     rows = files.array(X)
    """

    def __init__(self, session):
        self._session = session
        self._paths = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for path in self._paths:
            if os.path.isdir(path):
                shutil.rmtree(path, ignore_errors=True)
            elif os.path.exists(path):
                os.remove(path)

    def new(self, ending=""):
        """Returns the path of a file or folder that may be written."""
        self._paths.append(self._session.path(ending))
        return self._paths[-1]

    def array(self, values):
        """Writes an array and returns its path."""
        path = self.new(".npy")
        np.save(path, values, allow_pickle=False)
        return path

    def bytes(self, content, ending):
        """Writes bytes and returns their path."""
        path = self.new(ending)
        with open(path, "wb") as file:
            file.write(content)
        return path

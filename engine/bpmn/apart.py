"""Uploaded files are read in a process of their own, with bounds on its memory and time: whatever they are, the process
that serves people and moves instances on goes on as before.

The child compiles, examines and verifies, and answers with the problems or the warnings; it can be killed at any
moment, and is started again for the next upload. It speaks pickle over its pipes with its own parent.
"""

import os
import pickle
import resource
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from engine.bpmn.bundle import compile_bundle
from engine.bpmn.checks.check import Known
from engine.bpmn.execution.frame import Frame
from engine.bpmn.verification.verify import verified
from engine.domain.errors import Invalid, NotExecutable, Problem

SECONDS = 20
MEGABYTES = 1_024
_LENGTH = struct.Struct(">Q")


@dataclass
class Examiner:
    """Examines uploads one after the other; `close` ends its process."""

    known: Known
    frame: Frame
    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    _child: subprocess.Popen[bytes] | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def examine(self, files: Mapping[str, bytes], *, open_variables: bool) -> tuple[Problem, ...]:
        """The warnings; Invalid with every problem, or when it took more time or memory than it may."""
        with self._lock:
            child = self._running()
            alarm = threading.Timer(self.seconds, child.kill)
            alarm.start()
            try:
                send(child.stdin, (dict(files), open_variables))
                refusal, problems = receive(child.stdout)
            except (EOFError, OSError) as ended:
                self._end()
                bounds = {"seconds": int(self.seconds), "megabytes": self.megabytes}
                raise Invalid([Problem("definitions.too_heavy", bounds)]) from ended
            finally:
                alarm.cancel()
        if refusal is not None:
            raise refusal(problems)
        return tuple(problems)

    def close(self) -> None:
        with self._lock:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            command = [sys.executable, "-m", __name__]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            send(self._child.stdin, (self.known, self.frame, self.megabytes))
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def send(pipe: IO[bytes] | None, value: Any) -> None:
    assert pipe is not None  # noqa: S101 - both ends are pipes
    body = pickle.dumps(value)
    pipe.write(_LENGTH.pack(len(body)) + body)
    pipe.flush()


def receive(pipe: IO[bytes] | None) -> Any:
    """The next value; EOFError when the other end is gone."""
    assert pipe is not None  # noqa: S101 - both ends are pipes
    (length,) = _LENGTH.unpack(_exactly(pipe, _LENGTH.size))
    return pickle.loads(_exactly(pipe, length))  # noqa: S301 - only ever from our own process


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    body = pipe.read(length)
    if len(body) < length:
        raise EOFError
    return body


def examine_forever(inbox: IO[bytes], outbox: IO[bytes]) -> None:
    """What the child does until its parent is gone."""
    known, frame, megabytes = receive(inbox)
    _bind(megabytes)
    while True:
        try:
            files, open_variables = receive(inbox)
        except EOFError:
            return
        send(outbox, _examined(files, known, frame, open_variables=open_variables))


def _examined(
    files: Mapping[str, bytes], known: Known, frame: Frame, *, open_variables: bool
) -> tuple[type[Invalid] | None, tuple[Problem, ...]]:
    """How it is refused, if it is, and the problems; else the warnings."""
    try:
        bundle = compile_bundle(files, known, frame, open_variables=open_variables)
        return None, verified(bundle, is_foreign=open_variables).warnings
    except Invalid as invalid:
        return NotExecutable if isinstance(invalid, NotExecutable) else Invalid, invalid.problems


def _bind(megabytes: int) -> None:
    """So much memory, no file written, and after everybody else on the processor."""
    limit = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed must not stand among the answers
    examine_forever(sys.stdin.buffer, answers)

"""Live process instances kept in memory between acts: a cache, never the truth."""

from collections import OrderedDict
from threading import Lock

from engine.bpmn.instances.runner import Runner

OBJECTS_PER_BYTE = 12  # measured: an instance in memory takes about so many times its stored state
AT_LEAST = 20_000


class LiveInstances:
    """The instances used last, bounded in bytes. Who takes one has it alone; it comes back after the commit.

    An instance is kept with the revision it has in the database. Whoever finds another revision under the lock gets
    nothing, and loads what is stored.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: OrderedDict[int, tuple[int, Runner, int]] = OrderedDict()
        self._lock = Lock()

    def take(self, instance_id: int, revision: int) -> Runner | None:
        """The live instance at this revision; whatever is kept of it is forgotten."""
        with self._lock:
            kept = self._kept.pop(instance_id, None)
            if kept is None:
                return None
            self._bytes -= kept[2]
        return kept[1] if kept[0] == revision else None

    def has(self, instance_id: int, revision: int) -> bool:
        """Is it kept at this revision? Nothing is taken."""
        with self._lock:
            kept = self._kept.get(instance_id)
            return kept is not None and kept[0] == revision

    def keep(self, instance_id: int, revision: int, runner: Runner) -> None:
        size = max(AT_LEAST, runner.size * OBJECTS_PER_BYTE)
        with self._lock:
            before = self._kept.pop(instance_id, None)
            if before is not None:
                self._bytes -= before[2]
            self._kept[instance_id] = (revision, runner, size)
            self._bytes += size
            while self._bytes > self._most_bytes and self._kept:
                _, (_, _, dropped) = self._kept.popitem(last=False)
                self._bytes -= dropped

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

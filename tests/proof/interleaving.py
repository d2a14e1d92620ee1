"""Two acts forced into one order: the first is held at its commit until the second can go no further without it."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from engine.domain.errors import DubanError
from engine.site import Site
from engine.store.database import READ_ONLY

PATIENCE = 30.0
LOOK_AGAIN = 0.01
WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
Act = Callable[[], Any]


class Interleaving:
    """`first` and `second` are what each came to: what it answered, or the error of the product that it was told."""

    def __init__(self, site: Site, first: Act, second: Act) -> None:
        self._site = site
        self._holds = threading.Event()
        self._asks = threading.Event()
        self._done = threading.Event()
        self._is_first = threading.local()
        self.database_errors: list[str] = []
        with self._watching(), ThreadPoolExecutor(2) as threads:
            one, other = threads.submit(self._lead, first), threads.submit(self._follow, second)
            self.first, self.second = one.result(), other.result()

    def _lead(self, act: Act) -> Any:
        self._is_first.value = True
        try:
            return _outcome(act)
        finally:
            self._holds.set()

    def _follow(self, act: Act) -> Any:
        self._is_first.value = False
        assert self._holds.wait(PATIENCE), "the first never came to its commit"
        try:
            return _outcome(act)
        finally:
            self._done.set()

    @contextmanager
    def _watching(self) -> Iterator[None]:
        engine = self._site.engine
        event.listen(Session, "before_commit", self._hold)
        event.listen(engine, "before_cursor_execute", self._note_lock)
        event.listen(engine, "handle_error", self._note_error)
        try:
            yield
        finally:
            event.remove(engine, "handle_error", self._note_error)
            event.remove(engine, "before_cursor_execute", self._note_lock)
            event.remove(Session, "before_commit", self._hold)

    def _hold(self, session: Session) -> None:
        """At the first commit of what was written; a session that only reads ends with one, too."""
        if not getattr(self._is_first, "value", False) or self._holds.is_set():
            return
        if not session.get_bind().get_execution_options().get(READ_ONLY):
            self._holds.set()
            self._wait_for_second()

    def _note_lock(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not getattr(self._is_first, "value", True) and statement.startswith("BEGIN IMMEDIATE"):
            self._asks.set()

    def _note_error(self, context: Any) -> None:
        self.database_errors.append(str(context.original_exception))

    def _wait_for_second(self) -> None:
        """Until it is done, or waits for a lock that the first holds."""
        is_sqlite = self._site.engine.dialect.name == "sqlite"
        for _ in range(int(PATIENCE / LOOK_AGAIN)):
            if self._done.wait(LOOK_AGAIN) or (self._asks.is_set() if is_sqlite else self._is_somebody_waiting()):
                return
        raise TimeoutError("the second neither ended nor waited")

    def _is_somebody_waiting(self) -> bool:
        with self._site.engine.connect() as connection:
            return bool(connection.execute(WAITING).scalar())


def _outcome(act: Act) -> Any:
    try:
        return act()
    except DubanError as error:
        return error

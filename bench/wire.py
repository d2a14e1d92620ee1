"""Round trips as they pass on the wire: a relay before PostgreSQL counts turns of talk and finished commands.

A turn is the client speaking after the server has spoken: with `BEGIN`, `COMMIT`, pings and preparations, whatever the
driver makes of it; a pipeline is one turn. A command is what PostgreSQL reports as complete.
"""

import selectors
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from sqlalchemy.engine import make_url

COMPLETE = b"C"


class Counter:
    """Follows one conversation."""

    def __init__(self) -> None:
        self.turns = 0
        self.commands = 0
        self._server_spoke_last = True
        self._unread = b""

    def from_client(self) -> None:
        self.turns += self._server_spoke_last
        self._server_spoke_last = False

    def from_server(self, data: bytes) -> None:
        """Messages are a letter and a length that counts itself."""
        self._server_spoke_last = True
        self._unread += data
        while len(self._unread) >= 5:
            size = 1 + int.from_bytes(self._unread[1:5], "big")
            if len(self._unread) < size:
                return
            self.commands += self._unread[:1] == COMPLETE
            self._unread = self._unread[size:]


@contextmanager
def relayed(database_url: str) -> Iterator[tuple[str, Counter]]:
    """The address of the same database through a relay for one connection, and what it counts."""
    url = make_url(database_url)
    counter = Counter()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        target = (url.host or "127.0.0.1", url.port or 5432)
        thread = Thread(target=_relay, args=(listener, target, counter), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        plain = {"sslmode": "disable", "gssencmode": "disable"}
        near = url.set(host="127.0.0.1", port=port).update_query_dict(plain)
        yield near.render_as_string(hide_password=False), counter


def _relay(listener: socket.socket, target: tuple[str, int], counter: Counter) -> None:
    client, _ = listener.accept()
    with client, socket.create_connection(target) as server, selectors.DefaultSelector() as ready:
        for one, other in ((client, server), (server, client)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            ready.register(one, selectors.EVENT_READ, other)
        while True:
            for key, _ in ready.select():
                data = key.fileobj.recv(1 << 16)  # type: ignore[union-attr]
                if not data:
                    return
                if key.fileobj is client:
                    counter.from_client()
                else:
                    counter.from_server(data)
                key.data.sendall(data)

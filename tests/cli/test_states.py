"""Whatever answers keep is made of tables whose changes are counted (``bot.store.migrations.states``)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from bot.bootstrap import bootstrap
from bot.clock import FixedClock
from bot.config import Settings
from bot.slack.commands import COMMANDS
from bot.store import snapshots
from bot.store.database import Store, sqlite3
from tests.cli.test_cli_examples import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

    from bot.store.database import Database
    from tests.cli.terminal import Terminal

_INDEX = ("item_index", "item_words")
"""What the words of ``items`` are found by, and the tables that it consists of."""


class Reads:
    """Notes which tables are read while something that will be kept is worked out."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tables: set[str] = set()
        self._inside = 0
        self._connections: list[Database] = []
        connect = Store._connect

        def watched(store: Store, *, read_only: bool) -> Database:
            db = connect(store, read_only=read_only)
            self._connections.append(db)
            return db

        monkeypatch.setattr(Store, "_connect", watched)
        for keep in (snapshots.keep_until_written, snapshots.keep_records):
            name = keep.__name__
            for module in list(sys.modules.values()):
                if getattr(module, name, None) is keep:
                    monkeypatch.setattr(module, name, self._wrap(keep))

    def _note(self, action: int, table: str | None, *_: object) -> int:
        if self._inside and action == sqlite3.SQLITE_READ and table:
            self.tables.add(table)
        return int(sqlite3.SQLITE_OK)

    def _wrap(self, keep: Callable[..., Any]) -> Callable[..., Any]:
        def kept(*given: Any) -> Any:
            *others, work = given

            def watched(*values: Any) -> Any:
                self._inside += 1
                for db in self._connections:  # anew, since only a statement that is prepared anew asks for leave
                    db.conn.set_authorizer(self._note)
                try:
                    return work(*values)
                finally:
                    self._inside -= 1

            return keep(*others, watched)

        return kept


def list_counted(db: Database) -> Iterator[tuple[str, str]]:
    """Give each table with a trigger that counts, and what it counts."""
    for table, sql in db.execute("SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if "UPDATE states SET number" in sql:
            yield table, sql.split()[4]


def test_what_answers_keep_is_made_of_tables_that_are_counted(held: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of every help, on the samples: no table is read for keeping whose change would not be seen."""
    assert held.db is not None
    reads = Reads(monkeypatch)
    with bootstrap(Settings(db=held.db), clock=FixedClock(NOW), create=False) as app:
        for command in COMMANDS:
            for example in command.examples:
                app.workspace.command(f"/{command.name} {example}")
        with app.store.read() as db:
            counted = list(list_counted(db))
    assert {"items", "policies", "briefings", "companies"} <= reads.tables
    followed = {"items" if table.startswith(_INDEX) else table for table in reads.tables} - {"json_each"}
    assert followed <= {table for table, _ in counted}
    tables = {table for table, _ in counted}
    assert sorted(counted) == sorted((table, action) for table in tables for action in ("INSERT", "UPDATE", "DELETE"))
    assert len(tables) == 19

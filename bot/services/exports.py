"""``export:``: the file of an answer, sent to the direct messages of whoever asked, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.paper import FileKind
from bot.services.papers import Asked, compose_paper
from bot.store.audit import AuditRow, add_audit
from bot.writing.files import write_file

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.paper import PaperFile
    from bot.services.licences import Licences
    from bot.services.ports import FileSender
    from bot.services.results import Answer
    from bot.store.database import Store

MOST_ROWS = 400
"""So many rows go into one file."""


class Exports:
    """Makes the files and sends them."""

    def __init__(self, store: Store, sender: FileSender, *, licences: Licences, team: str) -> None:
        self._store = store
        self._sender = sender
        self._licences = licences
        self._team = team

    def compose(self, answer: Answer, kind: str, *, asked: str, as_of: dt.date, now: dt.datetime) -> PaperFile:
        """Give the file of an answer, or raise BadQueryError when there is nothing to put into it."""
        paper = compose_paper(answer, Asked(text=asked, as_of=as_of, team=self._team), self._licences.list_all())
        return write_file(paper, FileKind(kind), now=now)

    def send(self, file: PaperFile, *, user: str, asked: str, now: dt.datetime) -> str:
        """Send a file to somebody's direct messages and give their channel; DeliveryError when it did not arrive."""
        channel = self._sender.send(user=user, name=file.name, data=file.data, comment=asked)
        with self._store.write() as db:
            detail = f"{file.name}, {len(file.data):,} bytes"
            add_audit(db, AuditRow(at=now, actor=user, action="exported", subject=user, detail=detail))
        return channel

"""``export:``: the file of an answer, sent to the direct messages of whoever asked, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.records.paper import FileKind, PaperFile
from bot.services.answering.papers import Asked, compose_paper
from bot.store.audit import AuditRow, add_audit
from bot.writing.files import check_paper, name_file, write_file

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.records.paper import Paper
    from bot.services.access.licences import Licences
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

    def compose(self, answer: Answer, kind: str, *, asked: str, as_of: dt.date) -> Paper:
        """Give what the file of an answer holds; BadQueryError when there is nothing to put into it."""
        paper = compose_paper(answer, Asked(text=asked, as_of=as_of, team=self._team), self._licences.list_all())
        check_paper(paper, FileKind(kind))
        return paper

    def send(self, paper: Paper, kind: str, *, user: str, now: dt.datetime) -> PaperFile:
        """Write the file, send it to somebody's direct messages, and give it; DeliveryError when it did not arrive."""
        data = write_file(paper, FileKind(kind), now=now)
        name = name_file(paper, FileKind(kind))
        channel = self._sender.send(user=user, name=name, data=data, comment=paper.asked)
        with self._store.write() as db:
            detail = f"{name}, {len(data):,} bytes"
            add_audit(db, AuditRow(at=now, actor=user, action="exported", subject=user, detail=detail))
        return PaperFile(name=name, data=data, channel=channel)

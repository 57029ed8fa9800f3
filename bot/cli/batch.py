"""Reading many files and addresses, one after the other: each is stored as it is read, and a bad one stops nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
import msgspec

from bot.app import Application
from bot.cli.options import print_error, print_json
from bot.cli.progress import Interrupt, Row, build_row, show_progress
from bot.cli.reports import list_report_lines
from bot.cli.sources import Link, read_source
from bot.errors import FetchError, UnreadableDocumentError
from bot.ingest.ingest import find_unchanged
from bot.ingest.reports import IngestReport

BY = "command line"
"""Who ingests here, for the audit."""


class Batch:
    """One call of ``ingest``; ``rows`` say what became of each file, ``stopped`` whether Ctrl-C ended it early."""

    def __init__(self, app: Application, *, dry_run: bool = False, as_json: bool = False) -> None:
        self._app = app
        self._dry_run = dry_run
        self._as_json = as_json
        self.rows: list[Row] = []
        self.stopped = False

    def read(self, sources: tuple[Path | Link, ...]) -> None:
        """Read them in order, each reported as it is done; of several, those that are read already are passed over."""
        with Interrupt() as interrupt:
            for source in show_progress(sources):
                if interrupt.wanted:
                    self.stopped = True
                    break
                try:
                    self._read_one(source, alone=len(sources) == 1)
                except (UnreadableDocumentError, FetchError) as error:
                    self.rows.append(Row(name=source.name, outcome="refused"))
                    print_error(error)

    def _read_one(self, source: Path | Link, *, alone: bool) -> None:
        if isinstance(source, Link):
            fetched = self._app.roads.fetcher.fetch(source.url)
            name, data = fetched.name, fetched.data
        else:
            name, data = source.name, read_source(source)
        known = None if alone else find_unchanged(self._app.store, data)
        report = known or self._app.services.ingest.ingest(
            source_name=name, data=data, by=BY, now=self._app.clock.now(), dry_run=self._dry_run
        )
        if known is None or self._as_json:
            self._print(report)
        self.rows.append(replace(build_row(report), name=name))

    def _print(self, report: IngestReport) -> None:
        if self._as_json:
            print_json(msgspec.to_builtins(report), indent=None)
        else:
            click.echo("\n".join(list_report_lines(report, dry_run=self._dry_run)) + "\n")

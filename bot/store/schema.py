"""The tables, as an append-only list of migrations; a released migration is never edited, a new one is added.

``user_version`` counts the migrations applied, ``application_id`` says that the file is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.schema_corpus import m001_corpus
from bot.store.schema_events import m003_received
from bot.store.schema_heartbeats import m004_heartbeats
from bot.store.schema_posting import m002_posting

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

APPLICATION_ID = 0x476F6E67
"""``Gong`` in ASCII."""

MIGRATIONS: tuple[Callable[[Database], None], ...] = (m001_corpus, m002_posting, m003_received, m004_heartbeats)
SCHEMA_VERSION = len(MIGRATIONS)

"""The tables, as an append-only list of migrations; a released migration is never edited, a new one is added.

``user_version`` counts the migrations applied, ``application_id`` says that the file is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.schema_access import m010_access
from bot.store.schema_answers import m025_answers
from bot.store.schema_corpus import m001_corpus
from bot.store.schema_due import m027_due
from bot.store.schema_events import m003_received
from bot.store.schema_feeds import m012_feeds
from bot.store.schema_heartbeats import m004_heartbeats
from bot.store.schema_inbox import m008_inbox
from bot.store.schema_intake import m006_intake
from bot.store.schema_left import m026_left
from bot.store.schema_licensing import m020_licensing
from bot.store.schema_lists import m013_lists
from bot.store.schema_memberships import m021_memberships
from bot.store.schema_merges import m016_merges
from bot.store.schema_notes import m015_notes
from bot.store.schema_posting import m002_posting
from bot.store.schema_reminders import m014_reminders
from bot.store.schema_restore import m011_restore
from bot.store.schema_review import m007_review
from bot.store.schema_schedules import m005_schedules
from bot.store.schema_search import m009_search
from bot.store.schema_sharing import m023_sharing
from bot.store.schema_standing import m018_standing
from bot.store.schema_threads import m028_threads
from bot.store.schema_unions import m022_unions
from bot.store.schema_unshown import m024_unshown
from bot.store.schema_upkeep import m017_upkeep
from bot.store.schema_waiting import m019_waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

APPLICATION_ID = 0x476F6E67
"""``Gong`` in ASCII."""

MIGRATIONS: tuple[Callable[[Database], None], ...] = (
    m001_corpus,
    m002_posting,
    m003_received,
    m004_heartbeats,
    m005_schedules,
    m006_intake,
    m007_review,
    m008_inbox,
    m009_search,
    m010_access,
    m011_restore,
    m012_feeds,
    m013_lists,
    m014_reminders,
    m015_notes,
    m016_merges,
    m017_upkeep,
    m018_standing,
    m019_waiting,
    m020_licensing,
    m021_memberships,
    m022_unions,
    m023_sharing,
    m024_unshown,
    m025_answers,
    m026_left,
    m027_due,
    m028_threads,
)
SCHEMA_VERSION = len(MIGRATIONS)

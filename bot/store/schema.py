"""The tables, as an append-only list of migrations; a released migration is never edited, a new one is added.

``user_version`` counts the migrations applied, ``application_id`` says that the file is ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.migrations.access import m010_access
from bot.store.migrations.answers import m025_answers
from bot.store.migrations.compared import m038_compared
from bot.store.migrations.corpus import m001_corpus
from bot.store.migrations.due import m027_due
from bot.store.migrations.earlier_names import m037_earlier_names
from bot.store.migrations.events import m003_received
from bot.store.migrations.facts import m032_facts
from bot.store.migrations.feeds import m012_feeds
from bot.store.migrations.heartbeats import m004_heartbeats
from bot.store.migrations.inbox import m008_inbox
from bot.store.migrations.intake import m006_intake
from bot.store.migrations.keys import m035_keys
from bot.store.migrations.left import m026_left
from bot.store.migrations.licensing import m020_licensing
from bot.store.migrations.limits import m031_limits
from bot.store.migrations.lists import m013_lists
from bot.store.migrations.memberships import m021_memberships
from bot.store.migrations.merges import m016_merges
from bot.store.migrations.notes import m015_notes
from bot.store.migrations.posting import m002_posting
from bot.store.migrations.reminders import m014_reminders
from bot.store.migrations.repeats import m030_repeats
from bot.store.migrations.rescheduled import m029_rescheduled
from bot.store.migrations.restore import m011_restore
from bot.store.migrations.review import m007_review
from bot.store.migrations.roots import m034_roots
from bot.store.migrations.schedules import m005_schedules
from bot.store.migrations.search import m009_search
from bot.store.migrations.sharing import m023_sharing
from bot.store.migrations.shown import m033_shown
from bot.store.migrations.standing import m018_standing
from bot.store.migrations.states import m039_states
from bot.store.migrations.threads import m028_threads
from bot.store.migrations.told import m036_told
from bot.store.migrations.unions import m022_unions
from bot.store.migrations.unshown import m024_unshown
from bot.store.migrations.upkeep import m017_upkeep
from bot.store.migrations.waiting import m019_waiting

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
    m029_rescheduled,
    m030_repeats,
    m031_limits,
    m032_facts,
    m033_shown,
    m034_roots,
    m035_keys,
    m036_told,
    m037_earlier_names,
    m038_compared,
    m039_states,
)
SCHEMA_VERSION = len(MIGRATIONS)

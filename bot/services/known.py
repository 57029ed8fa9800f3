"""Whether a document was read before: told by its bytes alone, so that nothing has to be read again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.services.reports import IngestReport, Outcome, build_report
from bot.store.readings import find_reading

if TYPE_CHECKING:
    from bot.store.database import Store


def find_unchanged(store: Store, data: bytes) -> IngestReport | None:
    """Give the report of a document whose reading is in force, or None; takes the time of one hash.

    An issue that was read from two files is known by either of them.
    """
    with store.read() as db:
        held = find_reading(db, hashlib.sha256(data).hexdigest())
    return None if held is None else build_report(held.briefing_id, held.briefing, Outcome.UNCHANGED, (), posts=())

"""What a subscription did not bring because it was paused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.calendar.dates import beijing_day
from bot.domain.queries.query import parse_query
from bot.errors import BadQueryError
from bot.services.posting.coming_slots import list_coming_slots
from bot.services.posting.elsewhere import find_told
from bot.services.posting.summaries import Occasion, compose_window, drop_items_besides, get_issue
from bot.store.audit import list_audit
from bot.store.ledger import list_paused

if TYPE_CHECKING:
    import datetime as dt

    from bot.domain.posts.holidays import Holidays
    from bot.domain.posts.subscription import Subscription
    from bot.services.ports import ItemMatcher
    from bot.store.database import Database


def has_missed_slot(db: Database, rule: Subscription, holidays: Holidays, *, now: dt.datetime) -> bool:
    """Tell whether a digest of a rule would have come since it was paused; so it is, too, where nobody knows when."""
    paused_at = max((row.at for row in list_audit(db, rule.shown_id) if row.action == "pause"), default=None)
    if paused_at is None:
        return True
    found = list_coming_slots(db, rule, holidays, after=paused_at)
    return bool(found) and found[0].at <= now


def count_missed(db: Database, matcher: ItemMatcher, rule: Subscription, *, now: dt.datetime) -> int:
    """Give how many items a rule would have brought, had it not been paused since it last went on.

    None for a rule of deadlines: its next digest lists all that lie ahead.
    """
    try:
        query = parse_query(rule.filter, lexicon=matcher.lexicon(), today=beijing_day(now))
    except BadQueryError:
        return 0
    resumed = max((row.at for row in list_audit(db, rule.shown_id) if row.action == "resume"), default=None)
    paused = list_paused(db, rule.id, since=resumed)
    if query.due is not None or not paused:
        return 0
    issues = [drop_items_besides(get_issue(db, number), items) for number, items in paused.items()]
    told = find_told(db, rule, briefings=list(paused), now=now)
    found = compose_window(db, matcher, issues, query, occasion=Occasion(rule=rule.shown_id), told=told, now=now)
    return len(found.included)

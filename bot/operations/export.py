"""Everything in the store as one JSON value: format 1 of docs/commands.md, key order included.

The same store exports the same bytes: briefings by date then id, items by section and position, the rest by id.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from bot.model.briefing import Item, Link
from bot.model.policy import Policy, compose_policy, find_issue, list_counted_days, sort_reports
from bot.names.lexicon import Lexicon
from bot.names.records import Company
from bot.store.briefings import StoredBriefing, get_briefing, list_briefings
from bot.store.database import Store
from bot.store.items import StoredItem, list_items, list_items_of
from bot.store.policies import list_policies

FORMAT = 1


def compose_export(store: Store, lexicon: Lexicon, *, briefing: int | None = None) -> dict[str, Any]:
    """Return the whole store, or one briefing with the policies, bodies and companies of its items."""
    with store.read() as db:
        held = [get_briefing(db, briefing)] if briefing else list_briefings(db).values()
        items = {h.id: list_items_of(db, h.id) for h in held}
        chosen = [stored for listed in items.values() for stored in listed]
        shown = {stored.shown_id for stored in chosen}
        policies = [policy for policy in list_policies(db).values() if shown & set(policy.item_ids)]
        others = {int(each[1:]) for policy in policies for each in policy.item_ids} - {stored.id for stored in chosen}
        reports = {stored.shown_id: stored.item for stored in (*chosen, *list_items(db, sorted(others)))}
        return {
            "format": FORMAT,
            "briefings": [_briefing(h, items[h.id]) for h in held],
            "policies": [_policy(policy, reports) for policy in policies],
            "bodies": _bodies(chosen, lexicon),
            "companies": _companies(chosen, lexicon),
        }


def _briefing(held: StoredBriefing, items: list[StoredItem]) -> dict[str, Any]:
    briefing = held.briefing
    return {
        "id": held.shown_id,
        "publisher": briefing.publisher,
        "series": briefing.series,
        "title": briefing.title,
        "published_on": _day(briefing.published_on),
        "period_start": _day(briefing.period_start),
        "period_end": _day(briefing.period_end),
        "source_name": briefing.source_name,
        "media_type": briefing.media_type,
        "sha256": briefing.sha256,
        "people": [{"name": person.name, "role": person.role} for person in briefing.people],
        "unread": [{"page": block.page, "line": block.line, "text": block.text} for block in briefing.unread],
        "items": [_item(stored) for stored in items],
    }


def _item(stored: StoredItem) -> dict[str, Any]:
    item = stored.item
    return {
        "id": stored.shown_id,
        "section": item.section.value,
        "position": item.position,
        "headline": item.headline,
        "text": item.text,
        "points": list(item.points),
        "comment": item.comment,
        "reported_on": _day(item.reported_on),
        "policy_id": f"P{stored.policy_id}" if stored.policy_id else None,
        "issuing_bodies": list(item.issuing_bodies),
        "bodies": list(item.bodies),
        "companies": [company.name for company in item.companies],
        "topics": list(item.topics),
        "deadlines": [{"on": _day(d.on), "kind": d.kind.value, "quote": d.quote} for d in item.deadlines],
        "targets": [{"year": target.year, "quote": target.quote} for target in item.targets],
        "figures": [{"value": f.value, "unit": f.unit, "quote": f.quote} for f in item.figures],
        "links": [_link(link) for link in item.links],
        "pages": list(item.pages) if item.pages else None,
        "lines": list(item.lines) if item.lines else None,
    }


def _link(link: Link) -> dict[str, str | None]:
    """Return a link; ``via``, the address as printed, only where it leads through a redirector."""
    said = {"label": link.label, "url": link.url}
    return {**said, "via": link.via} if link.via else said


def _policy(policy: Policy, reports: Mapping[str, Item]) -> dict[str, Any]:
    """Return a policy; ``deadlines``, all that count, only where there are several of one kind."""
    every = sort_reports([(item_id, reports[item_id]) for item_id in policy.item_ids])
    notices, days = [each for each in every if each[1].is_official], list_counted_days(every)
    listed = [{"on": _day(d.on), "kind": kind.value, "quote": d.quote, "item_id": d.item_id} for kind, d in days]
    said = {
        "id": policy.id,
        **_facts(policy),
        "reports": [
            {
                "item_id": item_id,
                "issued_on": _day(find_issue(item)),
                "issuing_bodies": list(item.issuing_bodies),
            }
            for item_id, item in every
            if not item.is_official
        ],
        "official": _facts(compose_policy(policy.id, notices)) if notices else None,
        "item_ids": list(policy.item_ids),
    }
    return said if len(dict(days)) == len(days) else {**said, "deadlines": listed}


def _facts(facts: Policy) -> dict[str, Any]:
    return {
        "title_en": facts.title_en,
        "title_zh": facts.title_zh,
        "document_number": facts.document_number,
        "document_type": facts.document_type,
        "nature": facts.nature,
        "status": facts.status,
        "issuing_bodies": list(facts.issuing_bodies),
        "issued_on": _day(facts.issued_on),
        "comments_close_on": _day(facts.comments_close_on),
        "effective_on": _day(facts.effective_on),
    }


def _bodies(items: list[StoredItem], lexicon: Lexicon) -> list[dict[str, Any]]:
    named: defaultdict[str, list[StoredItem]] = defaultdict(list)
    for stored in items:
        for body_id in dict.fromkeys((*stored.item.issuing_bodies, *stored.item.bodies)):
            named[body_id].append(stored)
    rows = []
    for body_id in sorted(named):
        body = lexicon.body_by_id.get(body_id)
        rows.append(
            {
                "id": body_id,
                "name_en": body.name_en if body else None,
                "name_zh": body.name_zh if body else None,
                "aliases": list(body.aliases) if body else [],
                "item_ids": _ids(named[body_id]),
            }
        )
    return rows


def _companies(items: list[StoredItem], lexicon: Lexicon) -> list[dict[str, Any]]:
    named: defaultdict[str, list[StoredItem]] = defaultdict(list)
    for stored in items:
        for mention in stored.item.companies:
            companies = lexicon.find_companies(mention.company_id or mention.name)
            company = companies[0] if companies else Company(id=mention.name, name=mention.name, confirmed=False)
            named[company.id].append(stored)
    rows = []
    for company_id in sorted(named):
        company = lexicon.company_by_id[company_id]
        rows.append(
            {
                "id": company_id,
                "name": company.name,
                "aliases": [name for name in company.all_names if name not in {company.name, company.id}],
                "confirmed": company.confirmed,
                "item_ids": _ids(named[company_id]),
            }
        )
    return rows


def _ids(items: list[StoredItem]) -> list[str]:
    return [f"I{number}" for number in sorted({stored.id for stored in items})]


def _day(day: object) -> str | None:
    return str(day) if day else None

"""Why an item is in an answer or a post: what of a query it answers to, in the item's own words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.domain.ids import IdKind, format_id
from bot.domain.names import slug
from bot.domain.queries.query import describe_exclusions, parse_query
from bot.domain.queries.query_values import COMMENT_CLOSED
from bot.domain.queries.search_plan import compose_search_plan
from bot.domain.queries.search_text import facet_token, find_printed, index_text
from bot.domain.records.briefing import DeadlineKind, PolicyStatus
from bot.store.policies import list_policies
from bot.store.search_marks import list_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query import Query
    from bot.domain.records.briefing import Item
    from bot.domain.records.policy import Policy
    from bot.store.database import Database
    from bot.store.items import StoredItem

_MOST_FORMS = 3
"""So many forms of one word are named."""


def list_reasons(db: Database, stored: StoredItem, query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Give what of a query an item in force matches, in words; nothing for a query that asks for everything."""
    found = [
        *_list_names(stored.item, query, lexicon),
        *_list_facts(stored, query, _find_policy(db, stored)),
        *_list_days(stored, query),
        *_list_members(db, stored, query, lexicon),
        *_list_words(db, stored, query, lexicon),
        *describe_exclusions(query, lexicon),
    ]
    return tuple(dict.fromkeys(found))


def _list_names(item: Item, query: Query, lexicon: Lexicon) -> list[str]:
    companies = {mention.company_id: mention.name for mention in item.companies if mention.company_id}
    found = [_name_topic(each, lexicon) for each in item.topics if each in query.topic.include]
    issuing = [each for each in item.issuing_bodies if each in query.ministry.include]
    found += [f"issued by {_name_body(each, lexicon)}" for each in issuing]
    if query.joint.include:
        found += [f"issued by {_name_body(each, lexicon)}" for each in item.issuing_bodies]
    found += [f"names {_name_body(each, lexicon)}" for each in item.bodies if each in query.mentions.include]
    return [*found, *(f"names {name}" for each, name in companies.items() if each in query.company.include)]


def _list_facts(stored: StoredItem, query: Query, policy: Policy | None) -> Iterator[str]:
    item = stored.item
    if query.policy.include and stored.policy_id is not None:
        yield f"about {format_id(IdKind.POLICY, stored.policy_id)}"
    if policy and policy.document_type and policy.document_type in query.type.include:
        yield f"a document of the kind {policy.document_type.value.replace('_', ' ')}"
    if item.section in query.section.include:
        yield f"section {item.section.value.replace('_', ' ')}"
    if str(stored.briefing_id) in query.briefing.include:
        yield f"in briefing {format_id(IdKind.BRIEFING, stored.briefing_id)}"
    yield from (f"goal for {target.year}" for target in item.targets if target.year in query.targets)
    if policy and policy.status in query.status.include:
        until = policy.comments_close_on if policy.status is PolicyStatus.DRAFT_FOR_COMMENT else None
        yield f"status {policy.status.value.replace('_', ' ')}{f' until {until}' if until else ''}"
    elif policy and policy.comments_close_on and COMMENT_CLOSED in query.status.include:
        yield f"comments closed {policy.comments_close_on}"
    elif PolicyStatus.IN_FORCE in query.status.include:
        yield from (f"took effect {each.on}" for each in item.deadlines if each.kind is DeadlineKind.TAKES_EFFECT)


def _list_days(stored: StoredItem, query: Query) -> Iterator[str]:
    if (query.dates or query.as_of) and stored.item.reported_on:
        yield f"dated {stored.item.reported_on}"
    if query.learned:
        yield f"learned {stored.learned_at.date()}"
    if query.due is not None:
        yield from (f"deadline {each.on}" for each in stored.item.deadlines if query.due.contains(each.on))
    if query.without_due:
        yield "no deadline printed"
    if query.effect is not None:
        begins = [each.on for each in stored.item.deadlines if each.kind is DeadlineKind.TAKES_EFFECT]
        yield from (f"takes effect {day}" for day in begins if query.effect.contains(day))
        yield from () if begins else (f"in force, dated {stored.item.reported_on}",)


def _list_members(db: Database, stored: StoredItem, query: Query, lexicon: Lexicon) -> Iterator[str]:
    for held in filter(None, map(lexicon.find_list, query.list.include)):
        listed = parse_query(held.filter, lexicon=lexicon, today=dt.date.min)  # a list holds no dates
        yield from (f"on the list {held.name}: {each}" for each in list_reasons(db, stored, listed, lexicon))


def _list_words(db: Database, stored: StoredItem, query: Query, lexicon: Lexicon) -> Iterator[str]:
    """Give for each word or name asked for what the index finds of it: words as printed, else the record they mean."""
    item = stored.item
    text, records = _read_text(item), _read_records(item, lexicon)
    for wanted in compose_search_plan(query.terms, lexicon).wanted:
        marks = list_marks(db, wanted, stored.id)
        forms = [_print(text, mark) for mark in marks if mark not in records]
        for name, others in (records[mark] for mark in marks if mark in records):
            yield name
            forms += [find_printed(text, index_text(other)) for other in others]
        distinct: dict[str, str] = {}
        for form in filter(None, forms):
            distinct.setdefault(form.casefold(), form)
        yield from (f"“{form}”" for form in list(distinct.values())[:_MOST_FORMS])


def _print(text: str, mark: str) -> str:
    """Give a stretch of tokens as the text prints it, at least the first of them."""
    return find_printed(text, mark) or find_printed(text, mark.split(maxsplit=1)[0])


def _read_text(item: Item) -> str:
    titles = (item.policy.title_en, item.policy.title_zh, item.policy.document_number) if item.policy else ()
    parts = (item.headline, *titles, item.text, *item.points, *item.references, item.comment)
    return "\n".join(part for part in parts if part)


def _read_records(item: Item, lexicon: Lexicon) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give by index token what records an item has: in words, and the names under which the item may print them."""
    known = lexicon.body_by_id
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for each in (*item.bodies, *item.issuing_bodies):
        verb = "issued by" if each in item.issuing_bodies else "names"
        names = known[each].all_names if each in known else ()
        found[facet_token("body", each)] = f"{verb} {_name_body(each, lexicon)}", names
    found |= {facet_token("topic", each): (_name_topic(each, lexicon), ()) for each in item.topics}
    companies = ((each.company_id or slug(each.name), each.name) for each in item.companies)
    return found | {facet_token("company", each): (f"names {name}", ()) for each, name in companies}


def _name_body(body_id: str, lexicon: Lexicon) -> str:
    body = lexicon.body_by_id.get(body_id)
    return body.name_en if body and "_" in body_id else body_id


def _name_topic(topic_id: str, lexicon: Lexicon) -> str:
    name = next((topic.name_en for topic in lexicon.topics if topic.id == topic_id), topic_id)
    return f"topic {name}"


def _find_policy(db: Database, stored: StoredItem) -> Policy | None:
    return list_policies(db, [stored.policy_id]).get(stored.policy_id) if stored.policy_id else None

"""The form to search policies: words, names by typeahead, dates, kind and status; filled in from a query, and read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.domain.queries.query import Choices, Query, format_query, parse_query
from bot.domain.queries.query_keys import find_key
from bot.domain.queries.query_scan import fold_input
from bot.domain.queries.suggestions import describe_record
from bot.domain.records.briefing import DocumentType
from bot.errors import BadQueryError
from bot.slack.blocks import MAX_LABEL, Block, modal, plain
from bot.slack.mrkdwn import clean

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence

    from bot.domain.lexicon import Body, Company, Lexicon, Topic

SEARCH_VIEW = "search.form"
BODIES = "names.bodies"
COMPANIES = "names.companies"
TOPICS = "names.topics"
MAX_OPTIONS = 100
_WORDS = "words"
_DATES = "dates"
_TYPE = "type"
_STATUS = "status"
_MAX_WORDS = 1500
_MAX_DATES = 200
_MAX_VALUE = 150
_TYPES = tuple((kind.value, kind.value.replace("_", " ")) for kind in DocumentType)
_STATUSES = (
    ("draft_for_comment", "open for comment"),
    ("comment_closed", "comments closed"),
    ("issued", "issued"),
    ("in_force", "in force"),
)


class FormError(BadQueryError):
    """A field of the form that cannot be understood; ``block`` names it."""

    def __init__(self, error: BadQueryError, *, block: str) -> None:
        super().__init__(error.message, hint=error.hint)
        self.block = block


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fields:
    """A query by the fields of the form: what has none of its own stands among the words."""

    words: str = ""
    bodies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    dates: str = ""
    type: str = ""
    status: str = ""


def build_option(record: Body | Company | Topic) -> Block:
    """Build one choice of a menu of names; its value is the record's id."""
    return {"text": plain(describe_record(record), MAX_LABEL), "value": record.id[:_MAX_VALUE]}


def build_search_form(query: Query, lexicon: Lexicon, *, private: str = "") -> Block:
    """Build the form filled in with a query; ``private`` is what it carries unseen."""
    fields = _split(query, lexicon)
    blocks = [
        _text(_WORDS, "Words", fields.words, "data security", _MAX_WORDS),
        _names(BODIES, "Issued by", [lexicon.body_by_id[i] for i in fields.bodies if i in lexicon.body_by_id]),
        _names(TOPICS, "Topics", [lexicon.topic_by_id[i] for i in fields.topics if i in lexicon.topic_by_id]),
        _names(
            COMPANIES, "Companies", [lexicon.company_by_id[i] for i in fields.companies if i in lexicon.company_by_id]
        ),
        _text(_DATES, "Dates", fields.dates, "Nov 2023, Q4 2023, last month", _MAX_DATES),
        _select(_TYPE, "Kind of document", fields.type, _TYPES),
        _select(_STATUS, "Status", fields.status, _STATUSES),
    ]
    return modal("Search policies", blocks, callback_id=SEARCH_VIEW, submit="Search", private=private)


def parse_search_form(values: dict[str, Any], *, lexicon: Lexicon, today: dt.date) -> str:
    """Read what was filled in as the text of a policy search; FormError names the field that cannot be read."""
    words = _parse(_WORDS, _get_text(values, _WORDS), lexicon=lexicon, today=today)
    dates = _get_text(values, _DATES)
    if dates:
        text = dates if _has_key(dates) else f"on:{dates}"
        words = replace(words, dates=_parse(_DATES, text, lexicon=lexicon, today=today).dates)
    searched = replace(
        words,
        ministry=_add(words.ministry, _get_chosen(values, BODIES)),
        company=_add(words.company, _get_chosen(values, COMPANIES)),
        topic=_add(words.topic, _get_chosen(values, TOPICS)),
        type=_add(words.type, _get_chosen(values, _TYPE)),
        status=_add(words.status, _get_chosen(values, _STATUS)),
    )
    return format_query(searched, lexicon)


def _parse(block: str, text: str, *, lexicon: Lexicon, today: dt.date) -> Query:
    try:
        return parse_query(text, lexicon=lexicon, today=today)
    except BadQueryError as error:
        raise FormError(error, block=block) from error


def _has_key(text: str) -> bool:
    head, colon, _ = fold_input(text).partition(":")
    return bool(colon) and find_key(head.strip()) is not None


def _add(held: Choices, ids: tuple[str, ...]) -> Choices:
    return replace(held, include=tuple(dict.fromkeys((*ids, *held.include))))


def _keep_unlisted(held: Choices, known: Mapping[str, object]) -> Choices:
    """Give the choices that no menu offers."""
    return replace(held, include=tuple(each for each in held.include if each not in known))


def _split(query: Query, lexicon: Lexicon) -> _Fields:
    one_type = query.type.include[:1] if len(query.type.include) == 1 else ()
    one_status = tuple(s for s in query.status.include if s in dict(_STATUSES))
    one_status = one_status if len(query.status.include) == 1 else ()
    rest = replace(
        query,
        ministry=_keep_unlisted(query.ministry, lexicon.body_by_id),
        company=_keep_unlisted(query.company, lexicon.company_by_id),
        topic=_keep_unlisted(query.topic, lexicon.topic_by_id),
        type=replace(query.type, include=()) if one_type else query.type,
        status=replace(query.status, include=()) if one_status else query.status,
        dates=None,
    )
    return _Fields(
        words=format_query(rest, lexicon),
        bodies=query.ministry.include,
        companies=query.company.include,
        topics=query.topic.include,
        dates=format_query(Query(dates=query.dates), lexicon),
        type="".join(one_type),
        status="".join(one_status),
    )


def _input(block: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block,
        "optional": True,
        "label": plain(label, MAX_LABEL),
        "element": {**element, "action_id": block},
    }


def _text(block: str, label: str, value: str, placeholder: str, limit: int) -> Block:
    element: Block = {"type": "plain_text_input", "max_length": limit, "placeholder": plain(placeholder, MAX_LABEL)}
    return _input(block, label, element | ({"initial_value": clean(value)[:limit]} if value else {}))


def _names(block: str, label: str, records: list[Any]) -> Block:
    element: Block = {"type": "multi_external_select", "min_query_length": 0, "placeholder": plain("any", MAX_LABEL)}
    options = [build_option(record) for record in records[:MAX_OPTIONS]]
    return _input(block, label, element | ({"initial_options": options} if options else {}))


def _select(block: str, label: str, value: str, choices: Sequence[tuple[str, str]]) -> Block:
    options = [{"text": plain(shown, MAX_LABEL), "value": name} for name, shown in choices]
    held = [option for option in options if option["value"] == value]
    element: Block = {"type": "static_select", "options": options, "placeholder": plain("any", MAX_LABEL)}
    return _input(block, label, element | ({"initial_option": held[0]} if held else {}))


def _get(values: dict[str, Any], block: str) -> dict[str, Any]:
    held = (values.get(block) or {}).get(block)
    return held if isinstance(held, dict) else {}


def _get_text(values: dict[str, Any], block: str) -> str:
    return str(_get(values, block).get("value") or "").strip()


def _get_chosen(values: dict[str, Any], block: str) -> tuple[str, ...]:
    held = _get(values, block)
    chosen = [*(held.get("selected_options") or []), *filter(None, [held.get("selected_option")])]
    return tuple(str(option["value"]) for option in chosen)

"""The form to search policies: words, names by typeahead, dates, kind and status; filled in from a query, and read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.errors import BadQueryError
from bot.model.briefing import DocumentType
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic, describe_record
from bot.query.keys import find_key
from bot.query.query import fold_input, parse_query
from bot.query.query_record import Choices, Query, format_query
from bot.slack.blocks import MAX_LABEL, Block, modal, plain
from bot.slack.messages.inputs import (
    input_block,
    names_input,
    read_chosen,
    read_text,
    select_input,
    text_input,
)

SEARCH_VIEW = "search.form"
BODIES = "names.bodies"
COMPANIES = "names.companies"
TOPICS = "names.topics"
_WORDS = "words"
_DATES = "dates"
_TYPE = "type"
_STATUS = "status"
_MAX_WORDS = 1500
_MAX_DATES = 200
_MAX_VALUE = 150
_TYPES = {kind.value: kind.value.replace("_", " ") for kind in DocumentType}
_STATUSES = {
    "draft_for_comment": "open for comment",
    "comment_closed": "comments closed",
    "issued": "issued",
    "in_force": "in force",
}


class FormError(BadQueryError):
    """A field of the form that cannot be understood; ``block`` names it."""

    def __init__(self, error: BadQueryError, *, block: str) -> None:
        super().__init__(error.message, hint=error.hint)
        self.block = block


def build_option(record: Body | Company | Topic) -> Block:
    """Build one choice of a menu of names; its value is the record's id."""
    return {"text": plain(describe_record(record), MAX_LABEL), "value": record.id[:_MAX_VALUE]}


def build_search_form(query: Query, lexicon: Lexicon, *, private: str = "") -> Block:
    """Build the form filled in with a query; ``private`` is what it carries unseen.

    What of the query has no field of its own stands among the words.
    """
    kind = _find_only(query.type, _TYPES)
    status = _find_only(query.status, _STATUSES)
    rest = replace(
        query,
        ministry=_keep_unlisted(query.ministry, lexicon.body_by_id),
        company=_keep_unlisted(query.company, lexicon.company_by_id),
        topic=_keep_unlisted(query.topic, lexicon.topic_by_id),
        type=replace(query.type, include=()) if kind else query.type,
        status=replace(query.status, include=()) if status else query.status,
        dates=None,
    )
    dates = format_query(Query(dates=query.dates), lexicon)
    bodies = [lexicon.body_by_id[each] for each in query.ministry.include if each in lexicon.body_by_id]
    topics = [lexicon.topic_by_id[each] for each in query.topic.include if each in lexicon.topic_by_id]
    companies = [lexicon.company_by_id[each] for each in query.company.include if each in lexicon.company_by_id]
    words = text_input(format_query(rest, lexicon), limit=_MAX_WORDS, placeholder="data security")
    when = text_input(dates, limit=_MAX_DATES, placeholder="Nov 2023, Q4 2023, last month")
    blocks = [
        input_block(_WORDS, "Words", words),
        input_block(BODIES, "Issued by", names_input(map(build_option, bodies))),
        input_block(TOPICS, "Topics", names_input(map(build_option, topics))),
        input_block(COMPANIES, "Companies", names_input(map(build_option, companies))),
        input_block(_DATES, "Dates", when),
        input_block(_TYPE, "Kind of document", select_input(_TYPES, kind)),
        input_block(_STATUS, "Status", select_input(_STATUSES, status)),
    ]
    return modal("Search policies", blocks, callback_id=SEARCH_VIEW, submit="Search", private=private)


def parse_search_form(values: Mapping[str, Any], *, lexicon: Lexicon, today: dt.date) -> str:
    """Read what was filled in as the text of a policy search; FormError names the field that cannot be read."""
    view = {"state": {"values": values}}
    words = _parse(_WORDS, read_text(view, _WORDS), lexicon=lexicon, today=today)
    dates = read_text(view, _DATES)
    if dates:
        text = dates if _has_key(dates) else f"on:{dates}"
        words = replace(words, dates=_parse(_DATES, text, lexicon=lexicon, today=today).dates)
    searched = replace(
        words,
        ministry=_add(words.ministry, read_chosen(view, BODIES)),
        company=_add(words.company, read_chosen(view, COMPANIES)),
        topic=_add(words.topic, read_chosen(view, TOPICS)),
        type=_add(words.type, read_chosen(view, _TYPE)),
        status=_add(words.status, read_chosen(view, _STATUS)),
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


def _add(chosen: Choices, ids: tuple[str, ...]) -> Choices:
    return replace(chosen, include=tuple(dict.fromkeys((*ids, *chosen.include))))


def _keep_unlisted(chosen: Choices, known: Mapping[str, object]) -> Choices:
    """Return the choices that no menu offers."""
    return replace(chosen, include=tuple(each for each in chosen.include if each not in known))


def _find_only(chosen: Choices, known: Mapping[str, str]) -> str:
    """Return the one choice that a menu offers, "" for none or several."""
    return chosen.include[0] if len(chosen.include) == 1 and chosen.include[0] in known else ""

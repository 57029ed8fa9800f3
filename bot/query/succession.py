"""Bodies and what they were or became: a question for a former name is one for the body of today, and the reverse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.names.lexicon import Body, Lexicon
from bot.query.query_record import Choices, Query
from bot.query.search_plan import Alternatives, SearchPlan, facet_token, means_body


def list_line(body: Body, lexicon: Lexicon) -> tuple[Body, ...]:
    """Return the bodies that this one came from and those that came of it, however many steps away, nearest first."""
    line: dict[str, Body] = {}
    steps: tuple[Callable[[Body], Sequence[Body]], ...] = (
        lambda one: lexicon.successors(one.id),
        lambda one: _predecessors(one, lexicon),
    )
    for step in steps:
        waiting = list(step(body))
        while waiting:
            other = waiting.pop(0)
            if other.id != body.id and other.id not in line:
                line[other.id] = other
                waiting += step(other)
    return tuple(line.values())


def widen_bodies(query: Query, plan: SearchPlan, lexicon: Lexicon) -> tuple[Query, SearchPlan, list[str]]:
    """Return query and plan in which every body may be one of its line, and what was added in words.

    Only names in words and those lifted into ``ministry`` and ``mentions`` are widened.
    """
    said: list[str] = []
    wanted = list(plan.wanted)
    for index, text in enumerate(plan.texts):
        bodies = [body for body in lexicon.find_bodies(text) if means_body(text, body.id)]
        line = [other for body in bodies for other in list_line(body, lexicon)]
        if line:
            facets = tuple((facet_token("body", other.id),) for other in line)
            wanted[index] = Alternatives(wordings=(*wanted[index].wordings, *facets))
            said.append(_say(text, line))
    ministry, by_issuer = _widen(query.ministry, lexicon)
    mentions, by_name = _widen(query.mentions, lexicon)
    said += [*by_issuer, *by_name]
    if not said:
        return query, plan, said
    widened = replace(query, ministry=ministry, mentions=mentions)
    return widened, replace(plan, wanted=tuple(wanted)), said


def _widen(choices: Choices, lexicon: Lexicon) -> tuple[Choices, list[str]]:
    known = lexicon.body_by_id
    lines = {name: list_line(known[name], lexicon) for name in choices.include if name in known}
    said = [_say(name, line) for name, line in lines.items() if line]
    if not said:
        return choices, said
    added = (other.id for line in lines.values() for other in line)
    return replace(choices, include=tuple(dict.fromkeys((*choices.include, *added)))), said


def _say(text: str, line: tuple[Body, ...] | list[Body]) -> str:
    return f"{text}, {', '.join(dict.fromkeys(body.id for body in line))}"


def _predecessors(body: Body, lexicon: Lexicon) -> tuple[Body, ...]:
    known = lexicon.body_by_id
    return tuple(known[old] for old in body.predecessors if old in known)

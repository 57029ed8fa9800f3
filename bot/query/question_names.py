"""Names in the words of a question, and those that are to be left out: "not from MIIT", "except Huawei or ZTE".

A comma between names is no longer there when the words come here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise, product

from bot.errors import BadQueryError
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic
from bot.query.query_record import Choices, Query
from bot.query.query_scan import Term
from bot.query.search_plan import CAPITALS_ONLY, Alternatives, SearchPlan, facet_token, is_or, means_body
from bot.query.wording import Wording

# Bodies and what they were or became: a question for a former name is one for the body of today, and the reverse.


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


# Companies by their home country and their trade: "US companies", "firms from Germany", 美国企业, "carmakers".

_FIRMS = r"(?:compan(?:y|ies)|firms?|businesses|enterprises?)"
_OF = re.compile(
    rf"(?:all )?(.+?) {_FIRMS}(?: in the news)?|(?:all )?{_FIRMS} (?:from|of|in) (?:the )?(.+)|(.+?)的?(?:公司|企业)"
)
_FOREIGN = frozenset({"foreign", "外国"})
_CHINA = "CN"
_LONGEST, _MOST = 3, 250
"""Words of the longest text for companies, and so many of them at most: more are nearly all there are."""


def list_of_nation(text: str, lexicon: Lexicon, wording: Wording) -> frozenset[str]:
    """Return the ids of the companies on our list that are from the country a text names; none for any other text."""
    found = _OF.fullmatch(fold(text))
    said = next(filter(None, found.groups()), "") if found else ""
    if said in _FOREIGN:
        return frozenset(each.id for each in lexicon.companies if each.country not in {None, _CHINA})
    country = wording.nations.get(said)
    return frozenset(each.id for each in lexicon.companies if each.country == country) if country else frozenset()


def _list_firms(text: str, lexicon: Lexicon, wording: Wording) -> list[str]:
    """Return the ids of the companies on our list that a text means by their home, their trade or both."""
    said = fold(text)
    first, _, rest = said.partition(" ")
    country = wording.nations.get(first) if rest in wording.trades else None
    sector = wording.trades.get(rest if country else said)
    if sector is None:
        return sorted(list_of_nation(text, lexicon, wording))
    of_trade = [each for each in lexicon.companies if each.sector == sector]
    return sorted(each.id for each in of_trade if country in {None, each.country})


def widen_firms(plan: SearchPlan, lexicon: Lexicon, wording: Wording) -> tuple[SearchPlan, list[str]]:
    """Return the plan in which "German firms" may be any company on our list that is one, and what was added in words.

    What stood in quotes stays as it is.
    """
    wanted, texts = list(plan.wanted), list(plan.texts)
    said: list[str] = []
    for start in range(len(texts)):  # what is joined leaves places behind the last, where nothing stands
        for width in range(_LONGEST, 0, -1):
            run = slice(start, start + width)
            named = "" if plan.quoted.intersection(texts[run]) else " ".join(texts[run])
            firms = _list_firms(named, lexicon, wording) if len(texts[run]) == width else []
            if 0 < len(firms) <= _MOST:
                words = product(*(each.wordings for each in wanted[run]))
                facets = ((facet_token("company", firm),) for firm in firms)
                wanted[run] = [Alternatives(wordings=(*(tuple(chain(*each)) for each in words), *facets))]
                texts[run] = [named]
                said.append(f"{named} → any of {len(firms)} companies by name")
                break
    return replace(plan, wanted=tuple(wanted), texts=tuple(texts)), said


LONGEST_NAME = 8
"""Words of the longest name that is looked for."""
_POSSESSIVE = re.compile(r"['’]s$")
CAPITALS = frozenset({"US", "IT"})
"""Words for something only in capitals, and else fillers."""
_REACH = 2
"""So many words such as "from the" may stand between a negation and the name it leaves out ..."""
_REACH_OF_TOPIC = 1
"""... and before a topic: it may as well be what is asked for ("not yet published on AI")."""
_BORDERS = frozenset({"since", "before", "during", "between", "last", "this", "past", "early", "late", "mid"})
"""Words that begin something else than what is left out."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_NEGATION = 4
_LONGEST_DENIAL = 3
_PARTICLES = frozenset(
    {"a", "an", "the", "and", "of", "on", "in", "for", "to", "by", "with", "from", "about", "at", "as", "into"}
)
_JOINERS = frozenset({"and", "or", "nor"})


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """Names and words that are not wanted, and the words from ``start`` to ``end`` (the one behind) that say so."""

    start: int
    end: int
    bodies: tuple[str, ...] = ()
    companies: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: tuple[Term, ...] = ()


def is_filler(term: Term, wording: Wording) -> bool:
    """Return whether a word is one that a question is put in, and not what is asked for; "MOST" is a body."""
    if term.phrase or term.excluded or term.text in CAPITALS_ONLY | CAPITALS or is_or(term):
        return False
    folded = fold(_POSSESSIVE.sub("", term.text))
    return folded in wording.fillers or folded in wording.issuing


def drop_fillers(terms: tuple[Term, ...], texts: tuple[str, ...], wording: Wording) -> tuple[Term, ...]:
    """Return the terms without words such as "of", "using" and 政策, and for goals, where other words are left.

    ``texts`` are the words and known names that the terms make (see ``SearchPlan``); inside a name such a word stays,
    and beside a word with which it means one thing ("used cars").
    """
    light = wording.goals | wording.light

    def is_left(term: Term) -> bool:
        is_light = not term.phrase and (term.text in wording.chinese.fillers or fold(term.text) in light)
        return is_light or is_filler(term, wording)

    return _drop(terms, texts, is_left, wording)


def drop_asking(terms: tuple[Term, ...], texts: tuple[str, ...], wording: Wording) -> tuple[Term, ...]:
    """Return the terms without the words of a question alone ("rules", "of") in the same sense."""
    return _drop(terms, texts, lambda term: is_filler(term, wording), wording)


def drop_particles(terms: tuple[Term, ...], texts: tuple[str, ...]) -> tuple[Term, ...]:
    """Return the terms without articles, "and" and prepositions in the same sense; those in capitals may be names."""
    return _drop(terms, texts, _is_particle)


def _is_particle(term: Term) -> bool:
    return not term.phrase and not term.text.isupper() and fold(term.text) in _PARTICLES


def _drop(
    terms: tuple[Term, ...], texts: tuple[str, ...], is_left: Callable[[Term], bool], wording: Wording | None = None
) -> tuple[Term, ...]:
    kept: list[Term] = []
    waiting = [term for term in terms if not term.excluded]
    for text, behind in pairwise((*texts, "")):
        run: list[Term] = []
        while " ".join(term.text for term in run) != text:
            run.append(waiting.pop(0))
        before = kept[-1].text if kept else ""
        if len(run) > 1 or not is_left(run[0]) or (wording and _is_of_phrase(before, text, behind, wording)):
            kept += run
    return (*kept, *(term for term in terms if term.excluded)) if kept else terms


def _is_of_phrase(before: str, text: str, behind: str, wording: Wording) -> bool:
    """Return whether a word and the one before or behind it are together a name that our lists know."""
    pairs = (f"{one} {other}" for one, other in ((before, text), (text, behind)) if one and other)
    return any(wording.list_translations(pair) for pair in pairs)


def find_named(text: str, lexicon: Lexicon) -> tuple[tuple[Body, ...], tuple[Company, ...]]:
    """Return the bodies and the companies that a text in a sentence names, with or without article and possessive."""
    bare = _POSSESSIVE.sub("", text)
    for typed in dict.fromkeys((text, bare, bare.removeprefix("the "))):
        bodies = tuple(body for body in lexicon.find_bodies(typed) if means_body(typed, body.id))
        companies = lexicon.find_companies(typed)
        if bodies or companies:
            return bodies, companies
    return (), ()


def find_left_out(words: Sequence[Term | None], lexicon: Lexicon, wording: Wording) -> LeftOut | None:
    """Return the first names behind a negation, with those listed after it ("NDRC, MOF or SAMR"); None for none.

    Behind an exception ("other than") what is no name is left out as words, up to the next word that only links.
    """
    plain = [None if term is None or term.phrase or term.excluded else term for term in words]
    for start in range(len(plain)):
        said = _find_negation(plain, start, wording)
        if not said:
            continue
        behind = start + len(said.split())
        place = behind
        while place < min(len(plain), behind + _REACH) and _is_between(plain[place], wording):
            place += 1
        is_exception = said in wording.exceptions
        found = _find_whole_names(plain, place, lexicon, wording)
        if not is_exception and (found is None or (found[3] and place > behind + _REACH_OF_TOPIC)):
            continue
        first = start - 1 if is_exception and _is_excepted(plain, start - 1, wording) else start
        left_out = _list_left_out(plain, first, place, lexicon, wording, with_words=is_exception)
        if left_out is not None:
            return left_out
    return None


_Names = tuple[int, tuple["Body", ...], tuple["Company", ...], tuple["Topic", ...]]
"""The place behind a name, and what it may mean."""


def find_denial(words: Sequence[Term | None], place: int, wording: Wording) -> int:
    """Return how many words right before this place deny what stands there ("not yet"); 0 for none."""
    for width in range(_LONGEST_DENIAL, 0, -1):
        run = words[max(0, place - width) : place]
        said = fold(" ".join(term.text for term in run if term))
        if len(run) == width and all(run) and said in wording.untrue:
            return width
    return 0


def find_open_negation(terms: Sequence[Term], wording: Wording) -> str:
    """Return the word behind a negation that left nothing out, past words that only link; "" for none."""
    plain = [None if term.phrase or term.excluded else term for term in terms]
    for start in range(len(plain)):
        said = _find_negation(plain, start, wording)
        if not said:
            continue
        behind = (term for term in plain[start + len(said.split()) :] if term and not is_filler(term, wording))
        first = next(behind, None)
        if first is not None:
            return f"{said} {first.text}"
    return ""


def refuse_negation(unread: str) -> None:
    """Refuse a "not" or "without" that no item has as words: what stands behind it may be what is not wanted."""
    said, _, word = unread.rpartition(" ")
    raise BadQueryError(
        f"No item has the words “{said} … {word}”, and whether “{word}” is to be left out is not certain.",
        hint=f'Write -{word} to leave it out, or "{word}" to look for it.',
    )


def _find_negation(words: Sequence[Term | None], start: int, wording: Wording) -> str:
    """Return the longest negation that begins here, folded; "" for none."""
    for end in range(min(len(words), start + _LONGEST_NEGATION), start, -1):
        run = words[start:end]
        said = fold(" ".join(term.text for term in run if term))
        if all(run) and said in wording.negations:
            return said
    return ""


def _is_excepted(words: Sequence[Term | None], place: int, wording: Wording) -> bool:
    term = words[place] if place >= 0 else None
    return term is not None and fold(term.text) in wording.excepted


def _list_left_out(
    words: Sequence[Term | None], first: int, place: int, lexicon: Lexicon, wording: Wording, *, with_words: bool
) -> LeftOut | None:
    """Get what is left out from this place on: names, and ``with_words`` whatever an "and" joins; None for nothing."""
    named: list[_Names] = []
    listed: list[Term] = []
    end = place
    while True:
        found = _find_whole_names(words, place, lexicon, wording)
        run = None if found or not with_words else _read_run(words, place, lexicon, wording)
        if found:
            named += (found, *_list_joined(words, found[0], lexicon))
            end = named[-1][0]
        elif run:
            listed.append(run)
            end = place + len(run.text.split())
        here = words[end] if end < len(words) else None
        if not (found or run) or not with_words or here is None or fold(here.text) not in _JOINERS:
            break
        if run and run.phrase:
            raise BadQueryError(
                f"“{run.text}” can be one thing that is left out, or several.",
                hint=f'Write -"{run.text}" for one, or {" ".join(f"-{word}" for word in run.text.split())}.',
            )
        place = end + 1
    if not (named or listed):
        return None
    return LeftOut(
        start=first,
        end=end,
        bodies=tuple(body.id for _, bodies, _, _ in named for body in bodies),
        companies=tuple(company.id for _, _, companies, _ in named for company in companies),
        topics=tuple(topic.id for _, _, _, topics in named for topic in topics),
        words=tuple(listed),
    )


def _read_run(words: Sequence[Term | None], place: int, lexicon: Lexicon, wording: Wording) -> Term | None:
    """Return the words from here to the next that links or begins something else, as one that is left out."""
    end = place
    while end < len(words) and not _ends_run(words, end, lexicon, wording):
        end += 1
    text = " ".join(term.text for term in words[place:end] if term)
    return Term(text=text, phrase=end > place + 1, excluded=True) if text else None


def _ends_run(words: Sequence[Term | None], place: int, lexicon: Lexicon, wording: Wording) -> bool:
    """Say whether something else than what is left out begins here: a link, a date, a body or a company."""
    term = words[place]
    if term is None or is_filler(term, wording) or fold(term.text) in _JOINERS | wording.negations | _BORDERS:
        return True
    found = _find_names(words, place, lexicon)
    return bool(_YEAR.match(term.text) or (found and not found[3]))


def _is_between(term: Term | None, wording: Wording) -> bool:
    return term is not None and (is_filler(term, wording) or fold(term.text) in wording.negations)


def _find_whole_names(words: Sequence[Term | None], start: int, lexicon: Lexicon, wording: Wording) -> _Names | None:
    """Return what ``_find_names`` does, but no topic that is only the first word of something else: "carbon market"."""
    found = _find_names(words, start, lexicon)
    goes_on = found and found[3] and found[0] < len(words) and not _ends_run(words, found[0], lexicon, wording)
    return None if goes_on else found


def _find_names(words: Sequence[Term | None], start: int, lexicon: Lexicon) -> _Names | None:
    """Return what the longest name that begins here means; topics only where it is no body and no company."""
    for end in range(min(len(words), start + LONGEST_NAME), start, -1):
        run = words[start:end]
        if any(term is None for term in run):
            continue
        text = " ".join(term.text for term in run if term)
        bodies, companies = find_named(text, lexicon)
        topics = () if bodies or companies else lexicon.find_topics(text) or lexicon.find_topics(text.removesuffix("s"))
        if bodies or companies or topics:
            return end, bodies, companies, topics
    return None


def _list_joined(words: Sequence[Term | None], place: int, lexicon: Lexicon) -> list[_Names]:
    """Return the bodies and companies that go on a list of names, up to the last that an "or" or "and" joins to it.

    A topic there may as well be what is asked for.
    """
    listed: list[_Names] = []
    whole = 0
    while True:
        here = words[place] if place < len(words) else None
        is_joined = here is not None and fold(here.text) in _JOINERS
        found = _find_names(words, place + is_joined, lexicon)
        if found is None or found[3]:
            return listed[:whole]
        listed.append(found)
        place = found[0]
        whole = len(listed) if is_joined else whole

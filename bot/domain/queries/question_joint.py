"""Who issued together, or alone, in the words of a question: "joint rules of MIIT and NDRC", 工信部单独发布.

"Joint" and 联合 are such words only where a body is named and they speak of issuing: a joint venture is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.calendar.date_words import parse_number
from bot.domain.names import fold
from bot.domain.queries.query_keys import Key
from bot.domain.queries.query_scan import Term
from bot.domain.queries.query_values import find_value
from bot.domain.queries.question_counts import read_count
from bot.domain.queries.question_names import LONGEST_NAME, find_named
from bot.errors import BadQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.wording import Wording

_JOINT = "joint"
_TOGETHER = "together"
_COOPERATION = frozenset({"cooperation", "coordination", "collaboration", "partnership", "along"})
"""Before "with" they say that bodies issued together."""
_WITH, _WHOM = "with", "whom"
_BY = "by"
_COUNTED = re.compile(
    r"等?(?P<count>[2-9]|[1-9]\d|[二两三四五六七八九]|二?十[一二三四五六七八九]?)个?(?:部门|部委|单位|机构)(?:联合|共同)?"
)
_LET = "let"
_OTHERS = re.compile(r"等(?:有关|相关)?[一二三四五六七八九十两\d]*个?(?:部门|部委|单位|机构)")


def take_issuer_count(terms: tuple[Term, ...], wording: Wording) -> tuple[tuple[Term, ...], int, str] | None:
    """Give the terms without the words that count the bodies, how many they are, and these words; None without any.

    Such as "by four departments" and 四部门, which need not be printed where four have issued.
    """
    for place, term in enumerate(terms):
        if term.phrase or term.excluded:
            continue
        match = _COUNTED.search(term.text)
        if match:
            count = parse_number(match["count"].replace("两", "二"))
            rest = term.text[: match.start()] + term.text[match.end() :]
            words = (Term(text=rest),) if rest else ()
            return (*terms[:place], *words, *terms[place + 1 :]), count, match[0]
        behind = _text(terms, place + 1)
        count = read_count(fold(term.text)) or 0
        if count > 1 and behind.endswith("s") and behind in wording.english.ministries:
            start = place - 1 if place and _text(terms, place - 1) == _BY else place
            said = " ".join(each.text for each in terms[place : place + 2])
            return (*terms[:start], *terms[place + 2 :]), count, said
    return None


def tells_who_issued(terms: Sequence[Term], lexicon: Lexicon, wording: Wording) -> bool:
    """Say whether a text asks for what bodies issued together, or one alone: it names one and says so."""
    words = [None if term.phrase or term.excluded else term for term in terms]
    is_said = any(_is_said_at(words, place, wording) for place in range(len(words))) or _issues_with(
        words, lexicon, wording
    )
    return (is_said or _is_said_in_chinese(words, lexicon, wording)) and _names_body(words, lexicon)


def read_not_joint(terms: tuple[Term, ...], wording: Wording) -> tuple[Term, ...]:
    """Give the terms with "not joint" or "not together" as "alone", where nothing else is known for it the same."""
    said = ["" if term.phrase or term.excluded else fold(term.text) for term in terms]
    joint = wording.jointly | {_JOINT, _TOGETHER}
    place = next((n for n in range(1, len(said)) if said[n] in joint and said[n - 1] in wording.untrue), None)
    if place is None or not wording.english.alone:
        return terms
    return (*terms[: place - 1], Term(text=wording.english.alone[0]), *terms[place + 1 :])


def leave_others(term: Term) -> Term:
    """Give a word without the 等五部门 that counts the bodies it does not name; one of nothing else as it is."""
    return Term(text=_OTHERS.sub("", term.text) or term.text)


def drop_marks(words: Sequence[Term | None], wording: Wording) -> list[Term | None]:
    """Give the words without those that say that bodies issued together, or one alone."""
    marks = wording.jointly | wording.alone | {_JOINT, _TOGETHER}
    said = [_text(words, place) for place in range(len(words) + 1)]
    return [
        None
        if term and not term.phrase and (word in marks or (word in _COOPERATION and said[place + 1] == _WITH))
        else term
        for place, (term, word) in enumerate(zip(words, said, strict=False))
    ]


def asks_for_alone(words: Sequence[Term | None], wording: Wording) -> bool:
    """Say whether a text that tells who issued asks for what a body issued alone."""
    return any(term and not term.phrase and fold(term.text) in wording.alone for term in words)


def refuse_several_alone(names: Sequence[str]) -> None:
    """Refuse "alone" behind several bodies: it may mean each of them, or these and nobody else."""
    raise BadQueryError(
        f"“Alone” can be said of one body, and there are {len(names)}: {', '.join(names)}.",
        hint=f"Ask for one of them: issued alone by {names[0]}. Together: {' and '.join(names[:2])} jointly.",
    )


def _is_said_at(words: Sequence[Term | None], place: int, wording: Wording) -> bool:
    term = words[place]
    if term is None:
        return False
    said = fold(term.text)
    before = _text(words, place - 1) if place else ""
    after = _text(words, place + 1)
    if said == _JOINT:
        return _is_about_documents(words, place + 1, wording)
    if said == _TOGETHER:
        return after == "with" or before in wording.issuing
    if said in wording.alone:
        return before != _LET and term.text.isascii()
    return said in wording.jointly and term.text.isascii()


def _issues_with(words: Sequence[Term | None], lexicon: Lexicon, wording: Wording) -> bool:
    """Say whether a body issues "with" another that is named behind, or with one that is asked for ("with whom")."""
    said = [_text(words, place) for place in range(len(words))]
    if _WITH not in said or not wording.issuing.intersection(said):
        return False
    place = said.index(_WITH)
    after = words[place + 1 :]
    is_open = not any(after) or said[place + 1] == _WHOM
    is_named = any(_names_body([*after[:end]], lexicon) for end in range(1, min(len(after), LONGEST_NAME) + 1))
    return is_open or (_names_body(words[:place], lexicon) and is_named)


def _is_about_documents(words: Sequence[Term | None], place: int, wording: Wording) -> bool:
    """Say whether what stands behind "joint" is a document, a body in capitals, or nothing."""
    term = words[place] if place < len(words) else None
    if place >= len(words) or (term and term.text.isupper()):
        return True
    said = _text(words, place)
    return said in wording.fillers or find_value(Key.TYPE, said) is not None or said in wording.issuing


def _is_said_in_chinese(words: Sequence[Term | None], lexicon: Lexicon, wording: Wording) -> bool:
    text = " ".join(term.text if term else "" for term in words)
    if text.isascii():
        return False
    for mark in wording.chinese.jointly + wording.chinese.alone:
        for match in re.finditer(re.escape(mark), text):
            after = text[match.end() :].lstrip()
            if any(text.startswith(word, match.start()) for word in wording.chinese.kept):
                continue
            if not after or after.startswith((*wording.chinese.issuing, *wording.chinese.fillers)):
                return True
            if any(lexicon.find_bodies(after[:end]) for end in range(1, LONGEST_NAME * 3)):
                return True
    return False


def _names_body(words: Sequence[Term | None], lexicon: Lexicon) -> bool:
    for start, first in enumerate(words):
        if first is None:
            continue
        for end in range(start + 1, min(len(words), start + LONGEST_NAME) + 1):
            run = words[start:end]
            if all(run) and find_named(" ".join(term.text for term in run if term), lexicon)[0]:
                return True
        text = first.text
        if not text.isascii() and any(
            lexicon.find_bodies(text[place:end])
            for place in range(len(text))
            for end in range(place + 2, min(len(text), place + LONGEST_NAME * 3) + 1)
        ):
            return True
    return False


def _text(words: Sequence[Term | None], place: int) -> str:
    term = words[place] if place < len(words) else None
    return fold(term.text) if term else ""

"""What makes a text a question, and which of its words say only how it is put.

A question opens with a word of asking or for the newest, holds a Chinese mark of one, asks what may still be commented
on, or is a phrase in Chinese about what a known body did or what there is of a date ("去年的负面清单").
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.names import fold
from bot.domain.queries.query_values import is_kind
from bot.domain.queries.question_conditions import states_condition
from bot.domain.queries.question_counts import begins_with_count
from bot.domain.queries.question_dates import find_han_date, may_hold_date
from bot.domain.queries.question_deadlines import join_deadline_words
from bot.domain.queries.question_joiners import names_either
from bot.domain.queries.question_names import CAPITALS, is_filler
from bot.domain.queries.search_plan import CAPITALS_ONLY
from bot.errors import BadQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.lexicon import Lexicon
    from bot.domain.queries.query_scan import Term
    from bot.domain.queries.wording import Wording

_COUNTS = ("number of ", "count of ")
_BEFORE_NEWEST = frozenset({"the", "most", "our"})
"""Words that may stand before one for the newest: "the most recent"."""
_LONGEST_NEWEST = 3
_SHOUTED = 3
"""So many words or more, all in capitals, say nothing by their capitals."""
_YEAR = re.compile(r"20\d\d年?")
_YEAR_IN_HAN = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LETTERS = re.compile(r"[A-Z]{2,}")
_OF = "的"
_LONGEST_HAN_NAME = 20
_LONGEST_STRING = 6
"""Up to so many characters a text is a string that is looked for as it is."""
_ABOUT = "关于"
"""Opens the title of a document, or of a part of one."""
_MAY = frozenset({"can", "could", "may", "able"})
_BETWEEN = frozenset(
    {"we", "i", "one", "you", "they", "anybody", "anyone", "companies", "firms", "people", "still", "to", "be", "now"}
)
_COMMENT = frozenset({"comment", "comments", "commented"})
_OPEN = "open"
_SINCE_BRIEFING = re.compile(
    r"\bsince (?:(?:the|our|your|this|last|latest|previous|newest) ){1,3}"
    r"(?:briefing|issue|edition|newsletter|time|one)\b"
    r"|自?上(?:一)?(?:期|份)(?:简报)?(?:以来|之后)"
)
_ARE = frozenset({"are", "is", "still", "currently", "now"})
_FOR_COMMENT = frozenset({"for", "comment", "comments", "consultation"})
_DEADLINE_ZH = re.compile(r"截止(?:日期|时间|日)|到期日")
_DATE_WORDS, _EFFECT_WORDS = 2, 4
_NOUNS = frozenset({"deadline", "deadlines"})
_NOW_ZH = ("已", "现在", "目前", "当前", "仍", "还", "尚", "正在")
_BEHIND = frozenset({"on", "right", "now", "today", "currently", "still"})


def reads_as_question(terms: tuple[Term, ...], lexicon: Lexicon, wording: Wording) -> bool:
    """Say whether a text is put as a question."""
    plain = [term for term in terms if not term.phrase and not term.excluded]
    said = fold(" ".join(term.text for term in plain))
    if terms and plain[:1] == [terms[0]] and _opens_question(terms, wording):
        return len(terms) > 1 or said in wording.newest
    return (
        wording.denies_status(said)
        or said in wording.newest
        or said.startswith(_COUNTS)
        or _SINCE_BRIEFING.search(said) is not None
        or said in wording.said_statuses
        or begins_with_count(plain, wording)
        or names_either(plain, lexicon)
        or f"{said} ".startswith(wording.openings)
        or f" {said}".endswith(wording.endings)
        or find_may_comment(plain) is not None
        or find_open_drafts(plain, wording) is not None
        or states_condition(plain, wording)
        or _asks_for_deadlines(plain, wording)
        or _asks_for_goals(plain, wording)
        or (not said.isascii() and any(mark in term.text for term in plain for mark in wording.chinese.openers))
        or any(_asks_of_known(term.text, lexicon, wording) for term in plain)
    )


def asks_for_newest(terms: Sequence[Term], wording: Wording) -> bool:
    """Say whether a question asks for the newest there is: with one of its words, or beginning with several."""
    said = fold(" ".join(term.text for term in terms[:_LONGEST_NEWEST] if not term.phrase and not term.excluded))
    return f"{said} ".startswith(wording.newest_openings) or any(
        fold(term.text) in wording.newest or any(word in term.text for word in wording.chinese.newest)
        for term in terms
        if not term.phrase and not term.excluded
    )


def lower_shouted(terms: tuple[Term, ...], wording: Wording) -> tuple[Term, ...]:
    """Give the words of a text all in capitals with "MOST" and "SAFE" as words, save before a verb of issuing."""
    shouted = [term.text for term in terms if not term.phrase and term.text.isascii() and term.text.upper().isalpha()]
    if len(shouted) < _SHOUTED or not all(map(_LETTERS.fullmatch, shouted)):
        return terms
    behind = [*(fold(term.text) for term in terms[1:]), ""]
    return tuple(
        replace(term, text=term.text.lower())
        if term.text in CAPITALS_ONLY | CAPITALS and not term.phrase and word not in wording.issuing
        else term
        for term, word in zip(terms, behind, strict=True)
    )


def find_may_comment(terms: Sequence[Term | None]) -> tuple[int, int] | None:
    """Give where "can we still comment on" stands, as first place and the one behind it; None where it does not."""
    words = ["" if term is None or term.phrase or term.excluded else fold(term.text) for term in terms]
    for place, word in enumerate(words):
        start, end = place, place + 1
        while word in _MAY and end < len(words) and words[end] in _BETWEEN:
            end += 1
        if word not in _MAY or end == len(words) or words[end] not in _COMMENT:
            continue
        while end + 1 < len(words) and words[end + 1] in _BEHIND:
            end += 1
        while start and words[start - 1] in _BETWEEN:
            start -= 1
        return start, end + 1
    return None


def find_open_drafts(terms: Sequence[Term | None], wording: Wording) -> tuple[int, int] | None:
    """Give where "that are now open" stands behind a word for drafts, and from where to where; None where it does not.

    With other words between the two ("drafts on AI that are open") it must say that they are.
    """
    words = ["" if term is None or term.phrase or term.excluded else fold(term.text) for term in terms]
    for place in (place for place, word in enumerate(words) if word == _OPEN):
        start, end = place, place + 1
        while start and words[start - 1] in wording.fillers:
            start -= 1
        is_of_drafts = start and words[start - 1] in wording.drafts
        says_so = wording.drafts.intersection(words[:start]) and _ARE.intersection(words[start:place])
        if not (is_of_drafts or says_so):
            continue
        while end < len(words) and words[end] in _FOR_COMMENT | _BEHIND:
            end += 1
        return start, end
    return None


def refuse_since_briefing(terms: Sequence[Term]) -> None:
    """Refuse "since the last briefing": what is new in one is told on its card, and an issue is no day."""
    said = fold(" ".join(term.text for term in terms if not term.phrase and not term.excluded))
    match = _SINCE_BRIEFING.search(said)
    if match:
        raise BadQueryError(
            f"“{match[0]}” is no date.",
            hint="The command briefing tells what is new against the issue before. Or write a day: since 2025-04-02.",
        )


def is_said_of_date(term: Term, wording: Wording) -> bool:
    """Say whether a word beside a date only says that something of it is wanted ("rules in 2024"), and is no kind."""
    return is_filler(term, wording) and not is_kind(term.text)


def _asks_for_deadlines(terms: Sequence[Term], wording: Wording) -> bool:
    """Say whether a text is about drafts or comments and their deadlines ("drafts closing in May"), or "due soon".

    So is one on what is in force from a day that is said: "rules in force from 1 June 2025".
    """
    words = [fold(term.text) for term in join_deadline_words(terms, wording)]
    if len(words) > 1 and words[-1] in _NOUNS:
        return True
    deadlines = wording.deadlines | wording.deadlines_past
    named = [place for place, word in enumerate(words) if word in deadlines]
    if not named:
        return False
    days = [" ".join(words[place + 1 :][:_EFFECT_WORDS]) for place in named if words[place] in wording.effects]
    if any(may_hold_date(said) for said in days):
        return True
    if not any(word in wording.drafts | wording.calls for word in words):
        is_all = all(word in wording.deadlines | wording.ahead | wording.fillers for word in words)
        return is_all and any(word in wording.ahead for word in words)
    return any(
        words[place] in _NOUNS or place + 1 == len(words) or _goes_on(words[place + 1 :], wording) for place in named
    )


def _asks_for_goals(terms: Sequence[Term], wording: Wording) -> bool:
    """Say whether a word for goals stands beside a year: "robots targets 2025", 机器人 2025年 目标, 机器人目标2030."""
    said = [fold(term.text) for term in terms]
    if wording.goals.intersection(said) and any(_YEAR.fullmatch(word) for word in said):
        return True
    joined = [word for word in said if not word.isascii() and any(goal in word for goal in wording.goals)]
    return any(_YEAR_IN_HAN.search(word) for word in joined)


def _goes_on(words: Sequence[str], wording: Wording) -> bool:
    """Say whether what stands behind a word for deadlines is a date or a word that only links: no "due diligence"."""
    return words[0] in wording.fillers | wording.ahead or may_hold_date(" ".join(words[:_DATE_WORDS]), ahead=True)


def _opens_question(terms: tuple[Term, ...], wording: Wording) -> bool:
    place = 0
    while (
        place < len(terms) - 1 and terms[place].text not in CAPITALS_ONLY and fold(terms[place].text) in _BEFORE_NEWEST
    ):
        place += 1
    return fold(terms[0].text) in wording.openers or fold(terms[place].text) in wording.newest


def _asks_of_known(text: str, lexicon: Lexicon, wording: Wording) -> bool:
    """Say whether a text in Chinese asks for what is of a date (去年的…), a known name (工信部发布的…) or open now."""
    if text.isascii() or text.startswith(_ABOUT) or "《" in text:
        return False
    if len(text) > _LONGEST_STRING and text.startswith(tuple(f"{word}{_OF}" for word in wording.chinese.newest)):
        return True
    if any(call in text for call in wording.chinese.calls) and _DEADLINE_ZH.search(text):
        return True
    verbs = wording.chinese.issuing
    is_of = any(f"{verb}{_OF}" in text for verb in verbs) or (_OF in text and _ABOUT not in text)
    if find_han_date(text) is not None:
        return is_of or any(word in text for word in (*wording.chinese.deadlines, *wording.chinese.goals, *verbs))
    is_closing = any(word in text for word in wording.chinese.deadlines)
    if is_of and is_closing and any(word in text for word in wording.chinese.future):
        return True
    if is_of and any(now in text for now in _NOW_ZH) and any(said in text for said in wording.said_statuses):
        return True
    heads = (text[:end] for end in range(2, min(len(text), _LONGEST_HAN_NAME)))
    return is_of and any(lexicon.find_bodies(head) or lexicon.find_companies(head) for head in heads)


def asks_for_view(terms: Sequence[Term], wording: Wording) -> bool:
    """Tell whether a text asks for what the publisher thinks, in either language."""
    words = [fold(term.text) for term in terms if not term.phrase and not term.excluded]
    in_chinese = (said in word for word in words for said in wording.chinese.views)
    return not frozenset(words).isdisjoint(wording.english.views) or any(in_chinese)

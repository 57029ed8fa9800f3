"""What makes a text a question, and which of its words say only how it is put.

A question opens with a word of asking or for the newest, holds a Chinese mark of one, asks what may still be commented
on, or is a phrase in Chinese about what a known body did or what there is of a date ("去年的负面清单").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.dates.date_words import parse_number
from bot.errors import BadQueryError
from bot.model.ids import fold
from bot.names.lexicon import Lexicon
from bot.query.query_record import find_value, is_kind
from bot.query.query_scan import Key, Term
from bot.query.question_conditions import begins_with_count, read_count, states_condition
from bot.query.question_dates import find_han_date, join_deadline_words, may_hold_date
from bot.query.question_names import CAPITALS, LONGEST_NAME, find_named, is_filler
from bot.query.search_plan import CAPITALS_ONLY, is_or
from bot.query.wording import Wording

# Who issued together, or alone, in the words of a question: "joint rules of MIIT and NDRC", 工信部单独发布.

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
    """Return the terms without the words that count the bodies, how many they are, and these words; None without any.

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
    """Return the terms with "not joint" or "not together" as "alone", where nothing else is known for it the same."""
    said = ["" if term.phrase or term.excluded else fold(term.text) for term in terms]
    joint = wording.jointly | {_JOINT, _TOGETHER}
    place = next((n for n in range(1, len(said)) if said[n] in joint and said[n - 1] in wording.untrue), None)
    if place is None or not wording.english.alone:
        return terms
    return (*terms[: place - 1], Term(text=wording.english.alone[0]), *terms[place + 1 :])


def leave_others(term: Term) -> Term:
    """Return a word without the 等五部门 that counts the bodies it does not name; one of nothing else as it is."""
    return Term(text=_OTHERS.sub("", term.text) or term.text)


def drop_marks(words: Sequence[Term | None], wording: Wording) -> list[Term | None]:
    """Return the words without those that say that bodies issued together, or one alone."""
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


# Names that a word joins: "MIIT and NDRC" is both of them, "MIIT or NDRC" any, 比亚迪和宁德时代 two names.

_AND, _OR = frozenset({"and", "&"}), frozenset({"or", "vs", "vs.", "versus"})
_HAN_AND = re.compile(r"[和与及、]")


def names_either(terms: Sequence[Term], lexicon: Lexicon) -> bool:
    """Say whether an "or" or "vs" stands between two known bodies or companies."""
    places = (place for place, term in enumerate(terms) if _is(term, _OR))
    return any(_joins(terms, place, lexicon, with_topics=False) for place in places)


def part_names(terms: Sequence[Term], lexicon: Lexicon) -> tuple[Term, ...]:
    """Return the terms without an "and" between two known names, or an AND, and those of two names in Chinese apart."""
    parted: list[Term] = []
    for place, term in enumerate(terms):
        is_sign = term.text == "AND" and 0 < place < len(terms) - 1
        if _is(term, _AND) and (is_sign or _joins(terms, place, lexicon)):
            continue
        parted += _part(term, lexicon)
    return tuple(parted)


def take_either(words: list[Term | None], lexicon: Lexicon, wording: Wording) -> list[Term]:
    """Take out and give what an OR joins of which one is no name: it is searched for, and becomes no filter.

    An OR between two bodies or companies is dropped, since these are filters of which any holds; so is one that joins
    nothing that is asked for.
    """
    spans: list[tuple[int, int]] = []
    for place, term in enumerate(words):
        if term is None or not is_or(term):
            continue
        start, end = _reach(words, place, lexicon)
        first = spans.pop()[0] if spans and start < spans[-1][1] else start
        spans.append((first, end))
    taken: list[Term] = []
    for first, end in spans:
        run = [term for term in words[first:end] if term]
        sides = _part_sides(run)
        named = [_is_name(side, lexicon) for side in sides]
        is_asked = all(
            side and (name or not is_filler(side[0], wording)) for side, name in zip(sides, named, strict=True)
        )
        if is_asked and not all(named):
            taken += run
            words[first:end] = [None] * (end - first)
        else:
            words[first:end] = [None if is_or(each) else each for each in run]
    return taken


def _part_sides(words: Sequence[Term]) -> list[list[Term]]:
    """Return what stands on each side of each OR."""
    sides: list[list[Term]] = [[]]
    for term in words:
        if is_or(term):
            sides.append([])
        else:
            sides[-1].append(term)
    return sides


def take_full_names(words: list[Term | None], lexicon: Lexicon) -> list[Term]:
    """Take out and give full names that an abbreviation stands for: what is in one, "2025" or "made", says nothing."""
    taken: list[Term] = []
    for start in range(len(words)):
        for end in range(min(len(words), start + LONGEST_NAME), start + 1, -1):
            run = [term for term in words[start:end] if term and not term.phrase and not term.excluded]
            if len(run) == end - start and lexicon.find_same(" ".join(term.text for term in run)):
                taken += run
                words[start:end] = [None] * (end - start)
                break
    return taken


def _reach(words: Sequence[Term | None], place: int, lexicon: Lexicon) -> tuple[int, int]:
    """Return from where to where an OR joins: the longest known name on each side, else the next word."""
    start, end = max(0, place - 1), min(len(words), place + 2)
    starts = (each for each in range(max(0, place - LONGEST_NAME), start) if _is_name(words[each:place], lexicon))
    longest = min(len(words), place + LONGEST_NAME + 1)
    ends = (each for each in range(longest, end, -1) if _is_name(words[place + 1 : each], lexicon))
    return next(starts, start), next(ends, end)


def _is(term: Term, words: frozenset[str]) -> bool:
    return not term.phrase and not term.excluded and fold(term.text) in words


def _joins(terms: Sequence[Term], place: int, lexicon: Lexicon, *, with_topics: bool = True) -> bool:
    before = (terms[start:place] for start in range(max(0, place - LONGEST_NAME), place))
    after = (terms[place + 1 : end] for end in range(place + 2, min(len(terms), place + LONGEST_NAME + 1) + 1))
    return all(any(_is_name(run, lexicon, with_topics=with_topics) for run in runs) for runs in (before, after))


def _is_name(run: Sequence[Term | None], lexicon: Lexicon, *, with_topics: bool = False) -> bool:
    if any(term is None or term.phrase or term.excluded for term in run):
        return False
    text = " ".join(term.text for term in run if term)
    return any(find_named(text, lexicon)) or (with_topics and bool(lexicon.find_topics(text)))


def _part(term: Term, lexicon: Lexicon) -> list[Term]:
    if term.phrase or term.excluded or term.text.isascii():
        return [term]
    for sign in _HAN_AND.finditer(term.text):
        names = [Term(text=text) for text in (term.text[: sign.start()], term.text[sign.end() :]) if text]
        if len(names) > 1 and all(_is_name([name], lexicon) for name in names):
            return names
    return [term]


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
    """Return the words of a text all in capitals with "MOST" and "SAFE" as words, save before a verb of issuing."""
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
    """Return where "can we still comment on" stands, as first place and the one behind it; None where it does not."""
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
    """Get where "that are now open" stands behind a word for drafts, and from where to where; None where it does not.

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
    """Return whether a text asks for what the publisher thinks, in either language."""
    words = [fold(term.text) for term in terms if not term.phrase and not term.excluded]
    in_chinese = (said in word for word in words for said in wording.chinese.views)
    return not frozenset(words).isdisjoint(wording.english.views) or any(in_chinese)

"""The schedule that stands among the words of a subscription: ``daily at 09:00``, ``every monday``, ``fridays at 5pm``.

It is read wherever it stands. What looks like one and cannot be read, or could be a word as well, is refused; what
stands in quotes or in the value of a key is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.names.lexicon import Lexicon
from bot.query.query_build import Given
from bot.query.query_keys import Key, QueryTextError
from bot.query.query_record import find_value
from bot.query.reminder_words import begins_reminder
from bot.query.schedule_reader import AT_ONCE, HALF, NAMED_TIMES, SPAN, VAGUE, Reader, Run, refuse_schedule
from bot.query.schedule_tokens import EDGE, Token, list_tokens

ME = "me"
_WEEKLY = "weekly"
_PACES = frozenset({"immediate", "daily", _WEEKLY, "monthly"})
_LONE_TIME = re.compile(r"\d{1,2}:\d{2}(?:[ap]\.?m\.?)?|\d{1,2}(?:\.\d{2})?[ap]\.?m\.?")

_FIRST_AT_ONCE = frozenset(saying[0] for saying in AT_ONCE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """The text without its schedule, and what that gives."""

    text: str
    given: tuple[Given, ...]


def take_schedule(text: str, lexicon: Lexicon) -> Taken:
    """Take the schedule out of a text that ``fold_input`` folded; QueryTextError for one that cannot be read."""
    tokens = list_tokens(text, lexicon)
    runs: list[Run] = []
    at = 0
    while at < len(tokens):
        run = Reader(text, tokens, at).read()
        if run is not None and _is_meant(run, text, tokens):
            runs.append(run)
        at = run.end if run is not None else at + 1
    _refuse_lone_time(text, tokens, runs)
    given = _list_given(runs)
    for run in reversed(runs):
        text = f"{text[: tokens[run.first].start]} {text[tokens[run.end - 1].end :]}"
    return Taken(text=text.strip() if runs else text, given=given)


def begins_schedule(words: Sequence[str]) -> bool:
    """Say whether these words begin with one of a schedule, or with a saying for at once or for a reminder."""
    folded = [word.casefold() for word in words]
    return (
        is_schedule_word(words[0])
        or (folded[0] in _FIRST_AT_ONCE and any(folded[: len(saying)] == saying for saying in AT_ONCE))
        or begins_reminder(folded)
    )


def is_schedule_word(word: str) -> bool:
    """Say whether a word could be read as part of a schedule, so that it must stand in quotes to stay one."""
    folded = word.casefold()
    is_known = folded in NAMED_TIMES or VAGUE.fullmatch(folded) or SPAN.fullmatch(folded)
    return bool(is_known) or any(find_value(key, word) for key in (Key.EVERY, Key.AT))


def _refuse_lone_time(text: str, tokens: list[Token], runs: list[Run]) -> None:
    """Refuse a time of day that stands among the words: ``9am Shanghai`` is no word to search for."""
    taken = {at for run in runs for at in range(run.first, run.end)}
    for at, token in enumerate(tokens):
        if at in taken or not token.is_plain:
            continue
        has_half = at + 1 < len(tokens) and token.word.isdecimal() and HALF.fullmatch(tokens[at + 1].word)
        said = text[token.start : tokens[at + 1].end] if has_half else token.raw
        if _LONE_TIME.fullmatch("".join(said.casefold().split()).rstrip(EDGE)):
            raise QueryTextError(
                f"“{said}” can be a time of day or a word to search for.",
                hint=f"Write at {said} for the time, or the word in quotes.",
            )


def _is_meant(run: Run, text: str, tokens: list[Token]) -> bool:
    """Say whether a run is a schedule and no words; one word that could be either is refused before other words."""
    following = tokens[run.end] if run.end < len(tokens) else None
    ends = following is None or not following.is_plain
    if run.is_clear or run.parts > 1 or ends:
        return True
    said = text[tokens[run.first].start : tokens[run.end - 1].end]
    if run.at or tokens[run.first].in_name:
        return False
    raise QueryTextError(
        f"“{said}” can be a schedule or a word to search for.",
        hint=f"Write {said} at the end, or in quotes.",
    )


def _list_given(runs: list[Run]) -> tuple[Given, ...]:
    """Return the values of all runs; what says two things is refused. Days of the week are what ``weekly`` is on."""
    every = {text: find_value(Key.EVERY, text) or "" for run in runs for text in run.every}
    has_days = any(value not in _PACES for value in every.values())
    kept = {text: value for text, value in every.items() if not (has_days and value == _WEEKLY)}
    if len(set(kept.values())) > 1 and any(value in _PACES for value in kept.values()):
        refuse_schedule(f"“{' '.join(kept)}” names more than one schedule.")
    times = list(dict.fromkeys(time for run in runs for time in run.at))
    if len(times) > 1:
        refuse_schedule(f"“{' and '.join(times)}” are two times of day; a subscription has one.")
    zones = list(dict.fromkeys(zone for run in runs for zone in run.zone))
    values = [(Key.EVERY, value) for value in dict.fromkeys(kept.values())]
    values += [(Key.AT, time) for time in times] + [(Key.TZ, zone) for zone in zones]
    values += [(Key.REMIND, days) for days in dict.fromkeys(days for run in runs for days in run.remind)]
    values += [(Key.TO, ME)] if any(run.for_me for run in runs) else []
    return tuple(Given(key=key, text=value, excluded=False, ids=(value,)) for key, value in values)

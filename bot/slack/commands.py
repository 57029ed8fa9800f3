"""The one table of our commands, from which help, hints and documentation are made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from bot.query.query_scan import SEARCH_KEYS, Key


@dataclass(frozen=True, kw_only=True, slots=True)
class Subcommand:
    """A first word that does something of its own: ``usage`` as typed after the command, ``summary`` in one line."""

    name: str
    usage: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class Command:
    """A slash command without slash and prefix.

    ``alone`` is the action of the bare command and ``alone_summary`` says what it shows; ``words_summary`` says what it
    does with words, as shown by ``words_usage``. ``examples`` are texts that may follow it; ``has_keys``: so may keys.
    ``key_lines`` explain keys that only it understands.
    """

    name: str
    summary: str
    alone: str
    alone_summary: str
    words_usage: str
    words_summary: str
    subcommands: tuple[Subcommand, ...]
    examples: tuple[str, ...]
    has_keys: bool = True
    key_lines: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its subcommands, in the order of the table."""
        return tuple(subcommand.name for subcommand in self.subcommands)


_SCHEDULE_LINES = (
    (
        "*When*: `every:` immediate (as soon as a briefing is read), daily, weekdays, weekly (Monday), monthly (the"
        " 1st) or days such as mon,thu; `at:` 09:00; `tz:` Europe/Berlin. Or in words: `every monday at 5pm`."
    ),
    (
        "`quiet:` 20:00-07:00, weekends, holidays (China's): what comes at once waits until the quiet ends; a digest"
        " moves to the next day that is not quiet. `to:` me posts to your direct messages."
    ),
    "`remind:` 14,7,1 or none: how many days before a deadline a reminder comes; 7 without it.",
    "A digest brings what was announced since the one before; without anything it stays silent.",
)
_OWNERS_LINE = "Who set one up, and admins, may `change`, `pause`, `resume` and `unsubscribe` it."
_NOTE = "a note of the team on its card, in private; `note N3 text` changes it, `note delete N3` ends it"
_HELP = Subcommand(name="help", usage="help", summary="this text")
COMMANDS = (
    Command(
        name="policy",
        summary="search policies and news",
        alone="search",
        alone_summary="the newest policies",
        words_usage="words and keys",
        words_summary="what matches all of them; an id (P5) or document number opens the thing itself",
        subcommands=(
            Subcommand(name="due", usage="due [range]", summary="deadlines ahead, the next first"),
            Subcommand(
                name="timeline",
                usage="timeline [P5 or filter]",
                summary="what happened when, and what is ahead",
            ),
            Subcommand(name="targets", usage="targets [year]", summary="goals set for a year"),
            Subcommand(name="compare", usage="compare MIIT and NDRC", summary="two of a kind side by side"),
            Subcommand(
                name="list",
                usage="list [save us = names and words, show us, delete us]",
                summary="named lists of this channel, or with to:me your own; then `list:us` finds what has any of it",
            ),
            Subcommand(name="note", usage="note P5 text", summary=_NOTE),
            _HELP,
        ),
        examples=(
            "data security since:2023-11",
            "status:open",
            "ministry:MIIT type:notice",
            "due 30d",
            "due export:ics",
            "timeline P9",
            "targets 2025",
            "list save us = topic:robotics,ai company:Huawei",
            "list:us",
            "note P9 we answer by Friday",
        ),
    ),
    Command(
        name="ministry",
        summary="a ministry and what it issued",
        alone="list",
        alone_summary="the ministries named, those that issued most first",
        words_usage="name",
        words_summary="what it issued; English, Chinese, pinyin or abbreviation",
        subcommands=(
            Subcommand(name="list", usage="list", summary="all ministries named"),
            Subcommand(name="joint", usage="joint name", summary="what it issued with others, or several together"),
            Subcommand(name="note", usage="note name: text", summary=_NOTE),
            _HELP,
        ),
        examples=("MIIT", "工信部", "gongxinbu", "NDRC since:2023-11", "joint MIIT", "note MIIT: ask the desk officer"),
    ),
    Command(
        name="company",
        summary="a company in the news",
        alone="list",
        alone_summary="the companies in the news, the most recent first",
        words_usage="name",
        words_summary="the news that names it",
        subcommands=(
            Subcommand(name="list", usage="list", summary="all companies named"),
            Subcommand(name="note", usage="note name: text", summary=_NOTE),
            _HELP,
        ),
        examples=("Huawei", "华为 since:2023-11", "Huawei export:docx", "note Huawei: a client"),
    ),
    Command(
        name="briefing",
        summary="the briefings held",
        alone="latest",
        alone_summary="the latest briefing",
        words_usage="words, dates or id",
        words_summary="the briefings whose name holds the words, or of these dates; B1 opens one",
        subcommands=(
            Subcommand(name="latest", usage="latest", summary="the latest briefing"),
            Subcommand(name="list", usage="list", summary="all briefings, newest first"),
            Subcommand(name="compare", usage="compare B1 B4", summary="what is new, changed or gone since"),
            _HELP,
        ),
        examples=("B1", "Q3 2024", "since:2023-11"),
    ),
    Command(
        name="digest",
        summary="what is posted to this channel",
        alone="list",
        alone_summary="this channel's subscriptions",
        words_usage="words and keys",
        words_summary="a private preview of what such a subscription would bring",
        subcommands=(
            Subcommand(
                name="subscribe",
                usage="subscribe [filter] [weekly at 09:00]",
                summary="post here what is new; no filter means everything, `deadlines` those ahead",
            ),
            Subcommand(name="now", usage="now [filter]", summary="what you have not seen, for you alone"),
            Subcommand(name="list", usage="list", summary="this channel's subscriptions, and yours"),
            Subcommand(name="status", usage="status", summary="what is next, what waits or failed"),
            Subcommand(
                name="change",
                usage="change D3 [filter] [weekly]",
                summary="give one another filter or times",
            ),
            Subcommand(name="unsubscribe", usage="unsubscribe D3", summary="end one"),
            Subcommand(name="pause", usage="pause D3", summary="stop one for a while"),
            Subcommand(name="resume", usage="resume D3", summary="let it go on"),
            Subcommand(name="preview", usage="preview [D3 or filter]", summary="what it would have brought in 90 days"),
            _HELP,
        ),
        examples=(
            "subscribe ministry:MIIT data security",
            "subscribe topic:ai every:mon,thu at:09:00 tz:Europe/Berlin quiet:holidays",
            "subscribe deadlines weekly to:me",
            "preview topic:energy daily",
        ),
        key_lines=(*_SCHEDULE_LINES, _OWNERS_LINE),
    ),
    Command(
        name="ingest",
        summary="read briefings, for admins",
        alone="form",
        alone_summary="a form for files and web addresses (admins only; a file in a direct message does it too)",
        words_usage="https://…",
        words_summary="reads what stands at a public address, or at several; its report comes as a direct message",
        subcommands=(
            Subcommand(name="list", usage="list", summary="what was read, by whom and when, and where its posts stand"),
            Subcommand(name="show", usage="show B3", summary="the report of an ingest again, with its buttons"),
            Subcommand(name="review", usage="review", summary="what wants a person's look, least certain first"),
            Subcommand(name="hold", usage="hold B3", summary="keep its posts back until somebody lets them go"),
            Subcommand(name="release", usage="release B3", summary="post what waits or is on hold now"),
            Subcommand(name="announce", usage="announce B3", summary="post one that was archived in silence after all"),
            Subcommand(name="undo", usage="undo B3", summary="take its last ingest back, with all that came of it"),
            Subcommand(name="merge", usage="merge P3 P9", summary="make one policy of two; P9 then leads to P3"),
            Subcommand(name="split", usage="split I12", summary="take an item out of its policy into one of its own"),
            Subcommand(
                name="feed",
                usage="feed [add https://… every:6h, remove F1]",
                summary="the feeds that are polled for new issues; begin or end one",
            ),
            _HELP,
        ),
        examples=("list", "show B3", "review"),
        has_keys=False,
    ),
)
"""Our commands, in the order of the help."""
_ACTING = (Key.SHARE.value, Key.EXPORT.value)
"""Keys that post to a channel or send a file."""
_ASKING = {
    "policy": ("", "due", "timeline", "targets", "compare", "help"),
    "ministry": ("", "list", "joint", "help"),
    "company": ("", "list", "help"),
    "briefing": ("", "latest", "list", "compare", "help"),
    "digest": ("", "list", "status", "preview", "help"),
    "ingest": ("list", "show", "review", "help"),
}
"""Subcommands that change nothing and open no form; "" is the command alone or with words."""
_BY_NAME = {command.name: command for command in COMMANDS}
_KEY_LINES = (
    "*Keys*: " + " ".join(f"`{key}:`" for key in Key if key in SEARCH_KEYS),
    "The same key twice, or commas: any of them. Different keys: all of them.",
    'A dash before a word or key excludes it, "quotes" group words.',
    "Dates: `2023-11`, `Q4 2023`, `last month`, `past 2 weeks`, `10/25-11/28`.",
)


_PREFIX: ContextVar[str] = ContextVar("prefix", default="")
_PLAIN = re.compile(rf"(?<![\w/])/(?=(?:{'|'.join(_BY_NAME)})\b)")


@contextmanager
def typed_with(prefix: str) -> Iterator[None]:
    """Let ``name_commands`` know how commands begin here, until the end of the block."""
    token = _PREFIX.set(prefix)
    try:
        yield
    finally:
        _PREFIX.reset(token)


def name_commands(text: str, prefix: str | None = None) -> str:
    """Return what a service says, which knows of no prefix, with its commands as they are typed (here, without one)."""
    return _PLAIN.sub(f"/{_PREFIX.get() if prefix is None else prefix}", text)


def find_command(name: str) -> Command | None:
    """Return the command of this name, or None."""
    return _BY_NAME.get(name)


def only_asks(typed: object, text: object, prefix: str = "") -> bool:
    """Return whether a command as typed, with the text after it, does nothing but answer its asker privately."""
    if not isinstance(typed, str) or not isinstance(text, str):
        return False
    command = find_command(typed.removeprefix(f"/{prefix}"))
    folded = unicodedata.normalize("NFKC", text).casefold()
    if command is None or any(key in folded for key in _ACTING):
        return False
    first = next(iter(folded.split()), "")
    return (first if first in command.names else "") in _ASKING.get(command.name, ())


def build_help_text(command: str | None, prefix: str = "") -> str:
    """Return the help of one command, or of all for None or an unknown one, as Slack's mrkdwn."""
    found = _BY_NAME.get(command or "")
    if found is None:
        lines = [f"*{_slash(known, prefix)}* {known.summary}; alone: {known.alone_summary}" for known in COMMANDS]
        return "\n".join(
            [*lines, f"Type `{_slash(COMMANDS[0], prefix)} help` (or help after any of them) for what else it does."]
        )
    slash = _slash(found, prefix)
    lines = [f"*{slash}*: {found.summary}", f"`{slash}` {found.alone_summary}"]
    lines.append(f"`{slash} {found.words_usage}` {found.words_summary}")
    lines += [f"`{slash} {subcommand.usage}` {subcommand.summary}" for subcommand in found.subcommands]
    lines.append("*Examples*: " + " · ".join(f"`{slash} {example}`" for example in found.examples))
    lines += [*(_KEY_LINES if found.has_keys else ()), *found.key_lines]
    return "\n".join(lines)


def build_usage_hint(command: str, prefix: str = "") -> str:
    """Return one line that lists what may follow a command."""
    found = _BY_NAME[command]
    usages = ", ".join(subcommand.usage for subcommand in found.subcommands)
    return f"After {_slash(found, prefix)} come {found.words_usage}, or one of: {usages}."


def _slash(command: Command, prefix: str) -> str:
    return f"/{prefix}{command.name}"

"""The one table of our commands, from which help, hints and documentation are made."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import KW_ONLY, dataclass
from functools import cached_property

from bot.access.roles import Need
from bot.query.keys import ALL_KEYS, SCHEDULE_KEYS, SEARCH_KEYS, Key
from bot.query.questions import Asked


@dataclass(frozen=True)
class Subcommand:
    """A first word that does something of its own: ``usage`` as typed after the command, ``summary`` in one line.

    The usage says what it takes: ids (``P3 P9``), and in brackets one id or a filter (``[P5 or filter]``). One that
    ``is_question`` is understood as the words that it is. ``asked`` is the kind of answer that it asks for; ``changes``
    when it does more than answer in private.
    """

    usage: str
    summary: str
    asked: Asked | None = None
    _: KW_ONLY
    is_question: bool = False
    changes: bool = False

    @property
    def name(self) -> str:
        """The word itself."""
        return self.usage.partition(" ")[0]

    @property
    def ids(self) -> tuple[str, str]:
        """The letters of the ids that it needs (``PP``: two policies), and of one that it may have."""
        needed, _, optional = self.usage.partition("[")
        return "".join(_ID.findall(needed)), "".join(_ID.findall(optional))

    @property
    def takes_filter(self) -> bool:
        """Whether words and keys follow it."""
        return "filter]" in self.usage


@dataclass(frozen=True)
class Command:
    """A slash command without slash and prefix.

    ``alone`` is the action of the bare command and what it shows, ``words`` what else may be typed and what that does.
    ``examples`` are texts that may follow it, ``keys`` those that it takes. ``need`` is what whoever types it must be
    allowed to do.
    """

    name: str
    summary: str
    _: KW_ONLY
    alone: tuple[str, str]
    words: tuple[str, str]
    subcommands: tuple[Subcommand, ...] = ()
    examples: tuple[str, ...]
    keys: frozenset[Key] = SEARCH_KEYS
    need: Need = Need.READ

    @cached_property
    def by_name(self) -> dict[str, Subcommand]:
        """Its subcommands by name, in the order of the table, and help."""
        return {subcommand.name: subcommand for subcommand in (*self.subcommands, _HELP)}

    def list_usages(self) -> list[tuple[str, str]]:
        """Return all that may be typed, as a line of code, with what it does."""
        rows = [("", self.alone[1]), self.words, *((each.usage, each.summary) for each in self.by_name.values())]
        return [(f"`{f'/{self.name} {usage}'.strip()}`", summary) for usage, summary in rows]


_ID = re.compile(r"\b([A-Z])\d")
_HELP = Subcommand("help", "this text")
COMMANDS = (
    Command(
        "policy",
        "search policies and news",
        alone=("search", "the newest policies"),
        words=("words and keys", "what matches all of them; an id (P5) or document number opens it"),
        subcommands=(
            Subcommand("due [range]", "deadlines ahead, the next first", Asked.DUE),
            Subcommand("timeline [P5 or filter]", "what happened when, what is ahead", Asked.TIMELINE),
            Subcommand("targets [year]", "goals set for a year", is_question=True),
            Subcommand("compare MIIT and NDRC", "two of a kind side by side", is_question=True),
            Subcommand(
                "list [save us = names and words, show us, delete us]",
                "named lists of this channel (`to:me`: your own); `list:us` then finds any of their words",
                changes=True,
            ),
        ),
        examples=("data security since:2023-11", "status:open", "due 30d", "due export:ics", "targets 2025"),
    ),
    Command(
        "ministry",
        "a ministry and what it issued",
        alone=("list", "all ministries, those that issued most first"),
        words=("name", "what it issued; English, Chinese, pinyin or abbreviation"),
        subcommands=(Subcommand("list", "all ministries", Asked.MINISTRIES),),
        examples=("MIIT", "工信部", "gongxinbu", "NDRC since:2023-11", "joint MIIT"),
    ),
    Command(
        "company",
        "a company in the news",
        alone=("list", "the companies in the news, the most recent first"),
        words=("name", "the news about it"),
        subcommands=(Subcommand("list", "all companies", Asked.COMPANIES),),
        examples=("Huawei", "华为 since:2023-11", "Huawei export:docx"),
    ),
    Command(
        "briefing",
        "your briefings",
        alone=("latest", "the latest briefing"),
        words=("words, dates or id", "briefings by name or date; B1 opens one"),
        subcommands=(
            Subcommand("latest", "the latest briefing", Asked.BRIEFING),
            Subcommand("list", "all briefings, newest first", Asked.BRIEFINGS),
            Subcommand("compare B1 B4", "what is new, changed or gone", is_question=True),
        ),
        examples=("B1", "Q3 2024", "since:2023-11"),
    ),
    Command(
        "digest",
        "what is posted to this channel",
        alone=("list", "this channel's subscriptions"),
        words=("words and keys", "a private preview of such a subscription"),
        subcommands=(
            Subcommand(
                "subscribe [filter] [weekly at 09:00]",
                "post what is new here; without a filter everything, with `deadlines` what has one ahead",
                changes=True,
            ),
            Subcommand("list", "this channel's subscriptions, and yours"),
            Subcommand("status", "what comes next, what waits or failed"),
            Subcommand("change D3 [filter] [weekly]", "change what one follows or when", changes=True),
            Subcommand("unsubscribe D3", "end one", changes=True),
            Subcommand("pause D3", "pause one", changes=True),
            Subcommand("resume D3", "let it go on", changes=True),
            Subcommand("preview [D3 or filter]", "what it would have posted in 90 days"),
        ),
        examples=("subscribe ministry:MIIT AI weekly to:me", "preview topic:ai every:mon,thu at:09:00 quiet:holidays"),
        keys=ALL_KEYS,
    ),
    Command(
        "ingest",
        "read briefings, for admins",
        alone=("form", "a form for files and web addresses (or send me a file in a direct message)"),
        words=("https://…", "reads the document at this address, or at several; the report comes as a direct message"),
        subcommands=(
            Subcommand("list", "what was read, by whom and when, and what was posted"),
            Subcommand("show B3", "the report of a briefing again"),
            Subcommand("review", "what a person should check, least certain first"),
            Subcommand("hold B3", "don't post it yet", changes=True),
            Subcommand("release B3", "post it now", changes=True),
            Subcommand("announce B3", "post an old one after all", changes=True),
            Subcommand("undo B3", "take it back, with what came of it", changes=True),
            Subcommand("merge P3 P9", "make two policies one (P3)", changes=True),
            Subcommand("split I12", "make an item a policy of its own", changes=True),
        ),
        examples=("list", "show B3", "review"),
        keys=frozenset(),
        need=Need.INGEST,
    ),
)
"""Our commands, in the order of the help."""
BY_NAME = {command.name: command for command in COMMANDS}
_SENDING = (Key.SHARE.value, Key.EXPORT.value)
"""Keys that post to a channel or send a file."""
_KEY_LINES = (
    "The same key twice, or commas: any of them. Different keys: all of them.",
    'A dash before a word or key excludes it, "quotes" group words.',
    "Dates: `2023-11`, `Q4 2023`, `last month`, `past 2 weeks`, `10/25-11/28`.",
)
_PREFIX: ContextVar[str] = ContextVar("prefix", default="")
_PLAIN = re.compile(rf"(?<![\w/])/(?=(?:{'|'.join(BY_NAME)})\b)")


@contextmanager
def typed_with(prefix: str) -> Iterator[None]:
    """Let ``name_commands`` know how commands begin here, until the end of the block."""
    token = _PREFIX.set(prefix)
    try:
        yield
    finally:
        _PREFIX.reset(token)


def name_commands(text: str, prefix: str | None = None) -> str:
    """Return a text that knows of no prefix with its commands as they are typed in this workspace."""
    return _PLAIN.sub(f"/{_PREFIX.get() if prefix is None else prefix}", text)


def only_asks(typed: object, text: object, prefix: str = "") -> bool:
    """Return whether a command as typed, with the text after it, does nothing but answer its asker privately."""
    if not isinstance(typed, str) or not isinstance(text, str):
        return False
    command = BY_NAME.get(typed.removeprefix(f"/{prefix}"))
    folded = unicodedata.normalize("NFKC", text).casefold()
    if command is None or any(key in folded for key in _SENDING):
        return False
    subcommand = command.by_name.get(next(iter(folded.split()), ""))
    return bool(command.keys) if subcommand is None else not subcommand.changes


def build_help_text(command: str | None, prefix: str = "") -> str:
    """Return the help of one command, or of all for None or an unknown one, as Slack's mrkdwn."""
    found = BY_NAME.get(command or "")
    if found is None:
        lines = [f"*/{each.name}* {each.summary}; alone: {each.alone[1]}" for each in COMMANDS]
        lines.append("Type `/policy help` (or help after any of them) to see more.")
    else:
        examples = " · ".join(f"`/{found.name} {example}`" for example in found.examples)
        lines = [f"*/{found.name}*: {found.summary}", *(" ".join(row) for row in found.list_usages())]
        keys = " ".join(f"`{key}:`" for key in Key if key in found.keys & SEARCH_KEYS)
        lines += [f"*Examples*: {examples}", *((f"*Keys*: {keys}", *_KEY_LINES) if keys else ())]
        lines += [f"`{key}:` {key.doc}" for key in Key if key in found.keys & SCHEDULE_KEYS]
    return name_commands("\n".join(lines), prefix)

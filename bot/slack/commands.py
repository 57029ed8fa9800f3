"""The one table of our commands, from which help, hints and documentation are made."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.query_keys import SEARCH_KEYS, UNREADY_KEYS, Key


@dataclass(frozen=True, kw_only=True, slots=True)
class Subcommand:
    """A first word that does something of its own: ``usage`` as typed after the command, ``summary`` in one line."""

    name: str
    usage: str
    summary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A slash command without slash and prefix.

    ``alone`` is the action of the bare command and ``alone_summary`` says what it shows; ``words_summary`` says what it
    does with words, as shown by ``words_usage``. ``examples`` are texts that may follow it.
    """

    name: str
    summary: str
    alone: str
    alone_summary: str
    words_usage: str
    words_summary: str
    subcommands: tuple[Subcommand, ...]
    examples: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its subcommands, in the order of the table."""
        return tuple(subcommand.name for subcommand in self.subcommands)


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
            Subcommand(name="targets", usage="targets [year]", summary="goals set for a year"),
            _HELP,
        ),
        examples=("data security since:2023-11", "status:open", "ministry:MIIT type:notice", "due 30d", "targets 2025"),
    ),
    Command(
        name="ministry",
        summary="a ministry and what it issued",
        alone="list",
        alone_summary="the ministries named, those that issued most first",
        words_usage="name",
        words_summary="what it issued; English, Chinese, pinyin or abbreviation",
        subcommands=(Subcommand(name="list", usage="list", summary="all ministries named"), _HELP),
        examples=("MIIT", "工信部", "gongxinbu", "NDRC since:2023-11"),
    ),
    Command(
        name="company",
        summary="a company in the news",
        alone="list",
        alone_summary="the companies in the news, the most recent first",
        words_usage="name",
        words_summary="the news that names it",
        subcommands=(Subcommand(name="list", usage="list", summary="all companies named"), _HELP),
        examples=("Huawei", "华为 since:2023-11"),
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
            _HELP,
        ),
        examples=("B1", "Q4 2023", "since:2023-11"),
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
                usage="subscribe [filter] [immediate]",
                summary="post here what new briefings bring; no filter means everything",
            ),
            Subcommand(name="list", usage="list", summary="this channel's subscriptions"),
            Subcommand(name="unsubscribe", usage="unsubscribe D3", summary="end one"),
            Subcommand(name="pause", usage="pause D3", summary="stop one for a while"),
            Subcommand(name="resume", usage="resume D3", summary="let it go on"),
            Subcommand(name="preview", usage="preview [D3 or filter]", summary="show privately what it would post"),
            _HELP,
        ),
        examples=("subscribe ministry:MIIT data security", "subscribe topic:ai immediate", "preview topic:energy"),
    ),
)
"""Our commands, in the order of the help; ``/ingest`` is a form and has no words."""
_BY_NAME = {command.name: command for command in COMMANDS}
_KEY_LINES = (
    "*Keys*: " + " ".join(f"`{key}:`" for key in Key if key in SEARCH_KEYS - UNREADY_KEYS),
    "The same key twice, or commas: any of them. Different keys: all of them.",
    'A dash before a word or key excludes it, "quotes" group words.',
    "Dates: `2023-11`, `Q4 2023`, `last month`, `past 2 weeks`, `10/25-11/28`.",
)


def find_command(name: str) -> Command | None:
    """Give the command of this name, or None."""
    return _BY_NAME.get(name)


def build_help_text(command: str | None, prefix: str = "") -> str:
    """Give the help of one command, or of all for None or an unknown one, as Slack's mrkdwn."""
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
    lines += _KEY_LINES
    return "\n".join(lines)


def build_usage_hint(command: str, prefix: str = "") -> str:
    """Give one line that lists what may follow a command."""
    found = _BY_NAME[command]
    usages = ", ".join(subcommand.usage for subcommand in found.subcommands)
    return f"After {_slash(found, prefix)} come {found.words_usage}, or one of: {usages}."


def _slash(command: Command, prefix: str) -> str:
    return f"/{prefix}{command.name}"

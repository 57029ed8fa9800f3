"""Write the tables of commands, keys, settings and scopes into the pages of docs/, from the code: ``make docs``.

A page marks a table's place with ``<!-- table: keys -->`` and ``<!-- end -->``; what stands between is replaced.
With ``--check`` nothing is written: the status is 1 while a page is out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from bot.cli.main import cli
from bot.config import SETTINGS
from bot.query.query_scan import OUTPUT_KEYS, SCHEDULE_KEYS, Key
from bot.reading.layout.layouts import FIELDS, LOOKS
from bot.slack.calls.identity import SCOPES
from bot.slack.commands import COMMANDS

DOCS = Path(__file__).resolve().parent
_PLACE = re.compile(r"(<!-- table: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_KEY_MEANINGS = {
    Key.MINISTRY: "who issued it or acts; `ministry:MIIT,NDRC` is either of them",
    Key.JOINT: "issued together: `joint:MIIT,NDRC` by both, `joint:MIIT` by it with any others, `joint:4` by four",
    Key.MENTIONS: "a body named anywhere in it",
    Key.COMPANY: "a company named in it, such as `company:China Mobile`",
    Key.TOPIC: "what it is about, such as `topic:robotics`",
    Key.TYPE: "the kind of document, such as `type:measures`",
    Key.STATUS: "`draft_for_comment` (open today), `comment_closed`, `issued`, `in_force`, `amended`, `repealed` or"
    " `withdrawn`",
    Key.SECTION: "the part of the briefing: `top`, `policy_news`, `corporate_news` or `other`",
    Key.BRIEFING: "one briefing, such as `briefing:B1`",
    Key.POLICY: "all reports of a policy, its draft and its final text, such as `policy:P5`",
    Key.LIST: "a named list: `list:us` finds what has any of the names and words saved under that name",
    Key.SINCE: "dated on that day or later: `2023-11`, `5 Nov 2023`, `Q4 2023`, `last month`, `past 2 weeks`",
    Key.UNTIL: "dated on that day or earlier; `until:2023-11` has all of November",
    Key.ON: "dated on that day, in that month or in that range, such as `on:10/25-11/28`",
    Key.LEARNED: "when the briefing was read",
    Key.DUE: "a deadline in a range: `due:30d`, `due:2025-06`; `due:any` has one, `due:none` has none",
    Key.EFFECT: "takes effect in a range, such as `effect:2024`; `effect:any` has such a day",
    Key.TARGET: "a goal for that year, such as `target:2027`",
    Key.ASOF: "the answer as it was on that day",
    Key.SORT: "`relevance`, `date` or `due`",
    Key.LIMIT: "how many, up to 100",
    Key.SHARE: "`yes` answers to the whole channel",
    Key.EXPORT: "`csv`, `ics`, `md` or `docx`: a file in your direct messages",
    Key.EVERY: "`immediate`, `daily`, `weekdays`, `weekly` (Monday), `monthly` (the 1st) or days such as `mon,thu`",
    Key.AT: "the local time, such as `at:09:00`",
    Key.TZ: "the time zone, such as `tz:Europe/Berlin`; without it that of `GONGBAO_TZ`",
    Key.QUIET: "when nothing is posted: `20:00-07:00`, `weekends`, `holidays` (China's) or `none`",
    Key.REMIND: "how many days before a deadline a reminder comes: `7` (default), `14,7,1` or `none`",
    Key.TO: "`me` posts to your direct messages instead of the channel",
}
_DIGIT = re.compile(r"\d")
_EVERYWHERE = {"-h", "--help", "--db", "--now", "--json", "--version"}


def render_pages() -> dict[Path, tuple[str, str]]:
    """Return each page of docs/ with its text as it is and as the code says it should be."""
    pages = {}
    for path in sorted(DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        pages[path] = (text, _PLACE.sub(lambda place: place[1] + TABLES[place["name"]]() + place[3], text))
    return pages


def build_commands() -> str:
    """Return the table of slash commands with their subcommands."""
    rows = []
    for command in COMMANDS:
        slash = f"/{command.name}"
        rows.append((_code(slash), command.alone_summary))
        rows.append((_code(f"{slash} {command.words_usage}"), command.words_summary))
        rows += [(_code(f"{slash} {each.usage}"), each.summary) for each in command.subcommands if each.name != "help"]
    return _build_table(("you type", "you get"), rows)


def build_search_keys() -> str:
    """Return the table of the keys that say what an answer holds, or how it looks."""
    return _build_table(("key", "means"), _list_keys(key for key in Key if key not in SCHEDULE_KEYS | OUTPUT_KEYS))


def build_output_keys() -> str:
    """Return the table of the keys that say how an answer looks and where it goes."""
    return _build_table(("key", "means"), _list_keys(key for key in Key if key in OUTPUT_KEYS))


def build_schedule_keys() -> str:
    """Return the table of the keys that only a subscription understands."""
    return _build_table(("key", "means"), _list_keys(key for key in Key if key in SCHEDULE_KEYS))


def build_looks() -> str:
    """Return the table of the looks that lines of a document have; one row for all levels of a look."""
    rows = {_code(_DIGIT.sub("N", name)): _DIGIT.sub("N", words) for name, words in LOOKS.items()}
    return _build_table(("look", "is"), rows.items())


def build_layout_fields() -> str:
    """Return the list of what labels and columns of a layout may name, as one line."""
    return ", ".join(map(_code, FIELDS)) + ".\n"


def build_settings() -> str:
    """Return the table of settings from the environment."""
    return _build_table(("setting", "default", "means"), [(_code(name), *rest) for name, *rest in SETTINGS])


def build_scopes() -> str:
    """Return the table of the scopes of the bot's token, with what stops without each."""
    return _build_table(("scope", "without it"), [(_code(scope), lost) for scope, lost in SCOPES.items()])


def build_command_line() -> str:
    """Return the table of the commands of the terminal, in the order of the help."""
    with click.Context(cli, info_name="gongbao", **cli.context_settings) as context:
        rows = [(_code(usage), _first_sentence(command)) for usage, command in _walk(cli, context)]
    return _build_table(("command", "does"), rows)


TABLES = {
    "commands": build_commands,
    "search-keys": build_search_keys,
    "output-keys": build_output_keys,
    "schedule-keys": build_schedule_keys,
    "looks": build_looks,
    "layout-fields": build_layout_fields,
    "settings": build_settings,
    "scopes": build_scopes,
    "command-line": build_command_line,
}


def _walk(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Yield each command below a group with the line in which it is typed."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None:
            continue
        with click.Context(command, info_name=name, parent=context) as inner:
            if isinstance(command, click.Group):
                yield from _walk(command, inner)
            else:
                yield " ".join((inner.command_path, *_list_arguments(command, inner))), command


def _list_arguments(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield a command's arguments, then the options that not every command has."""
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Argument):
            yield parameter.make_metavar(context)
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option) and not parameter.hidden and parameter.opts[0] not in _EVERYWHERE:
            takes_none = parameter.is_flag or parameter.count
            yield f"[{'/'.join(parameter.opts)}{'' if takes_none else f' {parameter.make_metavar(context)}'}]"


def _first_sentence(command: click.Command) -> str:
    paragraph = " ".join((command.help or "").partition("\n\n")[0].split())
    return re.split(r"(?<=[a-z)\"])\. ", paragraph)[0].rstrip(".")


def _list_keys(keys: Iterable[Key]) -> list[tuple[str, ...]]:
    return [(_code(f"{key}:"), _KEY_MEANINGS[key]) for key in keys]


def _code(text: str) -> str:
    return f"`{text}`"


def _build_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *([cell.replace("|", r"\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> int:
    """Write the pages whose tables changed, or with ``--check`` name them."""
    stale = {path: new for path, (old, new) in render_pages().items() if old != new}
    for path, text in stale.items():
        if "--check" not in sys.argv[1:]:
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.name}\n")
    return int(bool(stale) and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

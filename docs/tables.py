"""Write the tables of commands, keys, settings and scopes into the pages of docs/, from the code: ``make docs``.

A page marks a table's place with ``<!-- table: keys -->`` and ``<!-- end -->``; what stands between is replaced.
With ``--check`` nothing is written: the status is 1 while a page is out of date.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from bot.cli.main import cli
from bot.config import SETTINGS
from bot.query.keys import OUTPUT_KEYS, SCHEDULE_KEYS, Key
from bot.reading.layout.layouts import FIELDS, LOOKS
from bot.slack.calls.doctor import SCOPES
from bot.slack.commands import COMMANDS

DOCS = Path(__file__).resolve().parent
_PLACE = re.compile(r"(<!-- table: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
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
    rows = [row for command in COMMANDS for row in command.list_usages() if not row[0].endswith(" help`")]
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
    rows: list[tuple[str, ...]] = []
    for key in keys:
        values = ", ".join(map(_code, dict.fromkeys(key.forms.values())))
        rows.append((_code(f"{key}:"), f"{key.doc} ({values})" if values else key.doc))
    return rows


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

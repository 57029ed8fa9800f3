"""The fields of forms: how each is built from a table, and what was filled in read back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from bot.errors import BadQueryError
from bot.names.records import Body, Company, Topic, describe_record
from bot.slack.blocks import MAX_LABEL, MAX_OPTION, MAX_OPTIONS, Block, plain
from bot.slack.mrkdwn import clean

TEXT, MENU, RADIO, TICKS = "plain_text_input", "static_select", "radio_buttons", "checkboxes"
MANY, TIME, FILE = "multi_static_select", "timepicker", "file_input"
NAME, NAMES = "external_select", "multi_external_select"
"""The kinds of fields, as Slack calls them; those of names offer them while somebody types."""
_INITIAL = {TEXT: "initial_value", TIME: "initial_time", TICKS: "initial_options", MANY: "initial_options"}
_INITIAL |= {NAMES: "initial_options", MENU: "initial_option", RADIO: "initial_option", NAME: "initial_option"}
"""What is in a field at first, as Slack calls it for each kind."""
_MAX_HINT = 2000


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form; block and element are both called ``name``.

    ``choices`` are the labels by value: of a field of names those of the chosen ones, of files their types.
    """

    name: str
    label: str
    kind: str = TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    _: KW_ONLY
    hint: str = ""
    placeholder: str = ""
    limit: int = 2000
    many_lines: bool = False
    optional: bool = True


class FieldError(BadQueryError):
    """What is wrong with one field of a form, and the name of its block."""

    def __init__(self, block: str, error: BadQueryError) -> None:
        super().__init__(error.message, hint=error.hint)
        self.block = block


Values = Mapping[str, Sequence[str]]
"""What is in each field: its text, or what is chosen."""


def build_fields(fields: Iterable[Field], values: Values) -> list[Block]:
    """Return the fields of a form with what is in them."""
    return [
        {
            "type": "input",
            "block_id": each.name,
            "optional": each.optional,
            "label": plain(each.label, _MAX_HINT),
            "element": build_element(each, values.get(each.name, ())),
            **({"hint": plain(each.hint, _MAX_HINT)} if each.hint else {}),
        }
        for each in fields
    ]


def build_element(each: Field, chosen: Sequence[str] = ()) -> Block:
    """Return what is filled in of a field, with what is chosen or written in it."""
    element: Block = {"type": each.kind, "action_id": each.name}
    initial: Any = [option(value, each.choices[value]) for value in chosen if value in each.choices][:MAX_OPTIONS]
    if each.placeholder:
        element["placeholder"] = plain(each.placeholder, MAX_LABEL)
    if each.kind == FILE:
        return element | {"filetypes": list(each.choices), "max_files": each.limit}
    if each.kind in {TEXT, TIME}:
        initial = clean(next(iter(chosen), ""))[: each.limit]
        element |= {"multiline": each.many_lines, "max_length": each.limit} if each.kind == TEXT else {}
    elif each.kind in {NAME, NAMES}:
        element |= {"min_query_length": 0, "placeholder": plain("Type a name, in English or Chinese", MAX_LABEL)}
    else:
        element["options"] = [option(*choice) for choice in each.choices.items()]
    name = _INITIAL[each.kind]
    return element | ({name: initial[0] if name == "initial_option" else initial} if initial else {})


def option(value: str, label: str) -> Block:
    """Return one choice."""
    return {"text": plain(label, MAX_LABEL), "value": value[:MAX_OPTION]}


def build_option(record: Body | Company | Topic) -> Block:
    """Return one choice of a field of names; its value is the record's id."""
    return option(record.id, describe_record(record))


def list_shown(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that a submitted view showed, by name, as Slack gives them."""
    values = (view.get("state") or {}).get("values") or {}
    return {name: (block or {}).get(name) for name, block in values.items()}


def read_chosen(view: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return what was chosen, ticked or written in a field, nothing where nothing was."""
    found = list_shown(view).get(name) or {}
    chosen = [*(found.get("selected_options") or ()), found.get("selected_option")]
    text = str(found.get("value") or found.get("selected_time") or "").strip()
    return (*(str(each.get("value")) for each in chosen if each), *filter(None, [text]))


def read_text(view: Mapping[str, Any], name: str) -> str:
    """Return the one thing that was written or chosen in a field, "" where nothing was."""
    return next(iter(read_chosen(view, name)), "")

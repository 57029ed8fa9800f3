"""Filling in a form of the in-memory workspace: its state as Slack would send it, one field after the other."""

from typing import Any

from bot.errors import NotFoundError
from bot.slack.in_memory.local import LocalPerson, LocalWorkspace, Screen
from bot.slack.in_memory.local_slack import Payload

_HOLDS = {
    "plain_text_input": "value",
    "timepicker": "selected_time",
    "datepicker": "selected_date",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "users_select": "selected_user",
}
"""What the state of a field that is typed into is called, by its type."""
_CHOSEN = ("selected_option", "selected_options")


class LocalForm:
    """The form on the screen, as somebody fills it in."""

    def __init__(self, workspace: LocalWorkspace) -> None:
        if workspace.screen is None or not _list_inputs(workspace.screen.payload):
            raise NotFoundError("There is no form on the screen.", hint="Open one with a button first.")
        self._workspace = workspace
        self._view = workspace.screen.payload
        self._person = LocalPerson(workspace, workspace.screen.user)
        self._values = {block["block_id"]: _read_initial(block["element"]) for block in _list_inputs(self._view)}

    def is_for(self, view: Payload) -> bool:
        """Say whether this is the form of that window."""
        return self._view is view

    def fill(self, label: str, typed: str) -> str:
        """Type into the field of this label, or of one that starts so, and give what it then holds."""
        wanted = label.strip().casefold()
        inputs = list(_list_inputs(self._view))
        block = next((each for each in inputs if each["label"]["text"].casefold().startswith(wanted)), None)
        if block is None or not wanted:
            known = ", ".join(each["label"]["text"] for each in inputs) or "none"
            raise NotFoundError(f"There is no field “{label.strip()}” here.", hint=f"Fields: {known}.")
        state, shown = self._fill(block["element"], typed.strip())
        self._values[block["block_id"]] = {block["element"]["action_id"]: state}
        return f"{block['label']['text']}: {shown}"

    def submit(self) -> Screen:
        """Submit it as it is filled in."""
        return self._workspace.submit(self._values)

    def _fill(self, element: Payload, typed: str) -> tuple[Payload, str]:
        kind = element["type"]
        if kind in _HOLDS:
            return {"type": kind, _HOLDS[kind]: typed or None}, typed or "empty"
        options = self._list_options(element, typed)
        if typed and not options:
            raise NotFoundError(f"“{typed}” is not offered here.", hint="Type less of it, or the whole name.")
        chosen = options[0] if typed else None
        shown = chosen["text"]["text"] if chosen else "empty"
        if kind.startswith("multi_") or kind == "checkboxes":
            return {"type": kind, "selected_options": [chosen] if chosen else []}, shown
        return {"type": kind, "selected_option": chosen}, shown

    def _list_options(self, element: Payload, typed: str) -> list[Payload]:
        if "options" not in element:
            return self._person.suggest(element["action_id"], typed)
        wanted = typed.casefold()
        return [option for option in element["options"] if wanted in option["text"]["text"].casefold()]


def _list_inputs(view: Payload) -> list[Payload]:
    return [block for block in view.get("blocks") or () if block.get("type") == "input"]


def _read_initial(element: Payload) -> dict[str, Any]:
    state = {"type": element["type"]}
    for name in (*_HOLDS.values(), *_CHOSEN):
        initial = f"initial_{name.removeprefix('selected_')}"
        state |= {name: element[initial]} if initial in element else {}
    return {element["action_id"]: state}

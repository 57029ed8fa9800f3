"""Print what each place sees of a publisher whose licence keeps it inside: ``make licences``.

Two briefings are in the store, one internal, one open. Each surface of the workspace is asked as each kind of person,
or made to show itself in each kind of channel; what is printed is whether a trace of the internal one was seen. It ends
with status 1 when one was seen where it may not be.
"""

import logging
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.slack.in_memory.local_slack import CHANNEL
from tests.slack.test_licences_on_surfaces import (
    CHANNELS,
    COMMANDS,
    ELSEWHERE,
    GUEST,
    MEMBER,
    OPENED,
    PARTNER,
    TRACES,
    Surfaces,
    _read,
    ask_and_press,
    search_by_form,
)

PLACES = ("member", "guest", "other organisation", "own channel", "channel outside its licence", "shared channel")
MAY_SEE = frozenset({"member", "own channel"})
_PERSONS = {"member": (MEMBER, CHANNEL), "guest": (GUEST, CHANNEL), "other organisation": (PARTNER, OPENED)}
_CHANNELS = {"own channel": CHANNEL, "channel outside its licence": CHANNEL, "shared channel": OPENED}


def _ask(command: str, place: str) -> Callable[[Surfaces], str]:
    user, channel = _PERSONS[place]
    return lambda room: ask_and_press(room, command, user=user, channel=channel)


def list_rows() -> dict[str, dict[str, Callable[[Surfaces], str]]]:
    """Return how each surface is seen, by the place."""
    rows: dict[str, dict[str, Callable[[Surfaces], str]]] = {
        command: {place: _ask(command, place) for place in _PERSONS} for command in COMMANDS
    }
    people = {"member": MEMBER, "guest": GUEST}
    rows["Home"] = {
        place: lambda room, user=user: _read(room.workspace.open_home(user=user))  # type: ignore[misc]
        for place, user in people.items()
    }
    rows["direct message"] = {
        place: lambda room, user=user: _read(room.workspace.write("robots", user=user))  # type: ignore[misc]
        for place, user in people.items()
    }
    rows["search form, typeahead"] = {
        place: lambda room, at=at: search_by_form(room, user=at[0], channel=at[1])  # type: ignore[misc]
        for place, at in _PERSONS.items()
    }
    for name, show in CHANNELS.items():
        rows[name] = {
            place: lambda room, show=show, channel=channel: show(room, channel=channel)  # type: ignore[misc]
            for place, channel in _CHANNELS.items()
        }
    return rows


def main() -> None:
    """Print the table."""
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    rows = list_rows()
    width = max(map(len, rows))
    sys.stdout.write("  ".join([" " * width, *PLACES]) + "\n")
    leaks = 0
    for name, shown in rows.items():
        cells = [f"{name:{width}}"]
        for place in PLACES:
            seen = "–"
            if place in shown:
                with tempfile.TemporaryDirectory() as folder:
                    room = Surfaces(Path(folder))
                    with room.app:
                        if place == "channel outside its licence":
                            room.set(ELSEWHERE)
                        said = shown[place](room)
                has_trace = any(trace in said for trace in TRACES)
                seen = "seen" if has_trace else "nothing"
                leaks += has_trace and place not in MAY_SEE
            cells.append(f"{seen:{len(place)}}")
        sys.stdout.write("  ".join(cells).rstrip() + "\n")
    sys.stdout.write(f"seen where it may not be: {leaks}\n")
    sys.exit(1 if leaks else 0)


if __name__ == "__main__":
    main()

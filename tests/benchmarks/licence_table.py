"""Print what each place sees of a publisher whose licence keeps it inside: ``make licences``.

Two briefings are in the store, one internal, one open. Each surface of the workspace is asked as each kind of person,
or made to show itself in each kind of channel; what is printed is whether a trace of the internal one was seen. It ends
with status 1 when one was seen where it may not be.
"""

import logging
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.slack.in_memory.local_slack import CHANNEL
from bot.store.access import Licence, LicenceKind
from tests.benchmarks.common import print_table
from tests.slack.test_licences_on_surfaces import (
    CHANNELS,
    COMMANDS,
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

ELSEWHERE = Licence(publisher="Institute", kind=LicenceKind.CHANNELS, channels=frozenset({"C9"}))
OUTSIDE = "channel outside its licence"
PERSONS = {"member": (MEMBER, CHANNEL), "guest": (GUEST, CHANNEL), "other organisation": (PARTNER, OPENED)}
PLACES = {"own channel": CHANNEL, OUTSIDE: CHANNEL, "shared channel": OPENED}
MAY_SEE = frozenset({"member", "own channel"})
Show = Callable[[Surfaces], str]


def _open_home(room: Surfaces, *, user: str, channel: str) -> str:
    _ = channel
    return _read(room.workspace.open_home(user=user))


def _write(room: Surfaces, *, user: str, channel: str) -> str:
    _ = channel
    return _read(room.workspace.write("robots", user=user))


def list_rows() -> dict[str, dict[str, Show]]:
    """Return how each surface is seen, by the place; nobody of another organisation has a Home or writes to the bot."""
    asked: dict[str, Callable[..., str]] = {command: partial(ask_and_press, command=command) for command in COMMANDS}
    more: dict[str, Callable[..., str]] = {"Home": _open_home, "direct message": _write}
    asked |= {**more, "search form, typeahead": search_by_form}
    by_person: dict[str, dict[str, Show]] = {
        name: {
            place: partial(show, user=user, channel=channel)
            for place, (user, channel) in PERSONS.items()
            if user != PARTNER or show not in {_open_home, _write}
        }
        for name, show in asked.items()
    }
    by_place: dict[str, dict[str, Show]] = {
        name: {place: partial(show, channel=channel) for place, channel in PLACES.items()}
        for name, show in CHANNELS.items()
    }
    return by_person | by_place


def is_seen(show: Show, place: str) -> bool:
    """Whether a trace of the internal briefing is seen there, in a workspace of its own."""
    with tempfile.TemporaryDirectory() as folder:
        room = Surfaces(Path(folder))
        with room.app:
            if place == OUTSIDE:
                room.set(ELSEWHERE)
            said = show(room)
    return any(trace in said for trace in TRACES)


def main() -> int:
    """Print the table."""
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    places = (*PERSONS, *PLACES)
    seen = {name: {place: is_seen(show, place) for place, show in shown.items()} for name, shown in list_rows().items()}
    signs = {True: "seen", False: "nothing", None: "–"}
    print_table(("", *places), [(name, *(signs[by.get(place)] for place in places)) for name, by in seen.items()])
    leaks = sum(is_there and place not in MAY_SEE for by in seen.values() for place, is_there in by.items())
    print(f"seen where it may not be: {leaks}")
    return 1 if leaks else 0


if __name__ == "__main__":
    sys.exit(main())

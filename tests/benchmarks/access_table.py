"""Print who reaches which listener: ``make access``.

Every listener of the app is sent what Slack would send, as each kind of person, over an empty database of its own; what
is printed is what came of it, beside the need that it was registered with (``LISTENERS``). It ends with status 1
when somebody reached what they may not, was refused what they may, or a refusal left no row in the audit log.
"""

import logging
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from collections.abc import Callable, Sequence

from tests.access_room import DROPPED, NEEDS, PERSONS, REACHED, REFUSED, AccessRoom, may_come_to

SIGNS = {REACHED: "yes", REFUSED: "no", DROPPED: "–"}
_LEGEND = "yes: reached · no: refused, with a row in the audit log · –: it names no person, and nothing came of it"


def print_table(
    folder: Path, *, guests_read: bool, say: Callable[[str], None], keys: Sequence[str] | None = None
) -> int:
    """Print the table with or without guests, for all listeners or these; give how many outcomes were wrong."""
    keys = list(keys or NEEDS)
    width = max(len(key) for key in keys)
    head = [f"{'listener':{width}}  {'needs':17}", *PERSONS]
    say("  ".join(head))
    wrong: list[str] = []
    counts = dict.fromkeys(SIGNS, 0)
    with AccessRoom(folder, guests_read=guests_read) as room:
        for key in keys:
            cells = [f"{key:{width}}  {NEEDS[key]:17}"]
            for person in PERSONS:
                outcome = room.try_listener(key, person).outcome
                counts[outcome] += 1
                if outcome not in may_come_to(key, person, guests_read=guests_read):
                    wrong.append(f"{key} as {person}: {outcome}")
                cells.append(f"{SIGNS[outcome]:{len(person)}}")
            say("  ".join(cells).rstrip())
    say(
        f"{len(keys)} listeners × {len(PERSONS)} persons: {counts[REACHED]} reached, {counts[REFUSED]} refused, "
        f"{counts[DROPPED]} without a person; otherwise than the table says: {len(wrong)}"
    )
    for line in wrong:
        say(f"  WRONG: {line}")
    return len(wrong)


def main() -> None:
    """Print the table twice: as it is set at first, and with guests who may read."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # standard output is a text stream here
    logging.getLogger("bot").setLevel(logging.CRITICAL)  # each refusal is logged too
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for setting in ("none", "read"):
            print(f"\n===== GONGBAO_GUESTS={setting} =====")
            wrong += print_table(Path(folder) / setting, guests_read=setting == "read", say=print)
    print(f"\n{_LEGEND}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

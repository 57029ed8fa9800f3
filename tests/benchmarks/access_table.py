"""Print who reaches which listener: ``make access``.

Every listener of the app is sent what Slack would send, as each kind of person, over an empty database of its own; what
is printed is what came of it, beside the need that it was registered with (``LISTENERS``): first as it is set at first,
then with guests who may read. It ends with status 1 when somebody reached what they may not, was refused what they may,
or a refusal left no row in the audit log.
"""

import logging
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.access_room import DROPPED, NEEDS, PERSONS, REACHED, REFUSED, AccessRoom, may_come_to
from tests.benchmarks.common import print_table

SIGNS = {REACHED: "yes", REFUSED: "no", DROPPED: "–"}
_LEGEND = "yes: reached · no: refused, with a row in the audit log · –: it names no person, and nothing came of it"


def try_all(folder: Path, *, guests_read: bool) -> int:
    """Print the table with or without guests; return how many outcomes were wrong."""
    rows: list[list[str]] = []
    wrong: list[str] = []
    counts: Counter[str] = Counter()
    with AccessRoom(folder, guests_read=guests_read) as room:
        for key, need in NEEDS.items():
            outcomes = {person: room.try_listener(key, person).outcome for person in PERSONS}
            counts.update(outcomes.values())
            wrong += [
                f"  WRONG: {key} as {person}: {outcome}"
                for person, outcome in outcomes.items()
                if outcome not in may_come_to(key, person, guests_read=guests_read)
            ]
            rows.append([key, need, *(SIGNS[outcome] for outcome in outcomes.values())])
    print_table(("listener", "needs", *PERSONS), rows)
    print(
        f"{len(NEEDS)} listeners × {len(PERSONS)} persons: {counts[REACHED]} reached, {counts[REFUSED]} refused, "
        f"{counts[DROPPED]} without a person; otherwise than the table says: {len(wrong)}"
    )
    print("".join(f"{line}\n" for line in wrong))
    return len(wrong)


def main() -> int:
    """Print both tables."""
    logging.getLogger("bot").setLevel(logging.CRITICAL)  # each refusal is logged too
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for setting in ("none", "read"):
            print(f"===== GONGBAO_GUESTS={setting} =====")
            wrong += try_all(Path(folder) / setting, guests_read=setting == "read")
    print(_LEGEND)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

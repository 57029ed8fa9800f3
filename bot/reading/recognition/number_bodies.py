"""Whose count a document number of an announcement or order belongs to, by the bodies that it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain.records.policy_identity import split_counted

if TYPE_CHECKING:
    from bot.reading.recognition.mentions import NameFinder

_BETWEEN = re.compile(r"[、,，和与]?(?:中华人民共和国)?")


def list_number_bodies(number: str | None, finder: NameFinder) -> tuple[str, ...]:
    """Give the ids of the bodies that the number of an announcement or order names, in its order.

    None of them where it names nobody, or anybody that no list holds or two bodies are called by: then it is not known
    whose number it is.
    """
    counted = split_counted(number) if number else None
    names, at, bodies = counted.names if counted else "", 0, []
    for mention in finder.find_mentions(names) if names else ():
        if not _BETWEEN.fullmatch(names, at, mention.start) or len(mention.bodies) != 1:
            return ()
        bodies.append(mention.bodies[0])
        at = mention.end
    return tuple(bodies) if at == len(names) else ()

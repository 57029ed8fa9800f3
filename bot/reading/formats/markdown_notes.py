"""Footnotes of Markdown ("[^1]" and "[^1]: Reuters, 5 March"): each stands behind the paragraph that cites it."""

from __future__ import annotations

import re

_DEFINITION = re.compile(r"[ ]{0,3}\[\^(?P<name>[^\]\s]{1,40})\]:[ \t]*(?P<text>\S.{0,300})$")
_MARK = re.compile(r"[ ]?\[\^(?P<name>[^\]\s]{1,40})\]")
_PARTS = re.compile(r"\s*(?:$|#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|>|\||\[\^)")
"""Opens a line that does not go on with the paragraph before it."""


def move_notes(text: str) -> str:
    """Give a text with its notes in brackets behind the paragraphs that cite them; its lines keep their numbers.

    Notes that nothing cites, long ones, and marks without a note stay as they are. Footnotes are an extension that
    GitHub and Pandoc share.
    """
    if "[^" not in text:
        return text
    lines = text.split("\n")
    notes = {found["name"]: found["text"].strip() for line in lines if (found := _DEFINITION.match(line))}
    cited = {mark["name"] for line in lines if not _DEFINITION.match(line) for mark in _MARK.finditer(line)}
    known = notes.keys() & cited
    if not known:
        return text
    waiting: list[str] = []
    for at, line in enumerate(lines):
        definition = _DEFINITION.match(line)
        if definition and definition["name"] in known:
            lines[at] = ""
            continue
        named = [mark["name"] for mark in _MARK.finditer(line) if mark["name"] in known]
        waiting += [notes[name].rstrip(".") for name in named]
        if named:
            lines[at] = _MARK.sub(lambda mark: "" if mark["name"] in known else mark[0], line)
        if waiting and (at + 1 == len(lines) or _PARTS.match(lines[at + 1])):
            lines[at] = f"{lines[at].rstrip()} ({'; '.join(dict.fromkeys(waiting))})"
            waiting = []
    return "\n".join(lines)

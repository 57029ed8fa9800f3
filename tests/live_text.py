"""What Slack would bring to life in a payload: mentions, links, fences, and signs that cannot be seen."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

_MARKUP = re.compile(r"<([^<>]*)>")
_OURS = re.compile(r"@U\w+|#C0LOCAL|https?://[^\s|<>]+\|[^|<>]+|!date\^\d+\^[^|<>^]+\|[^|<>]+")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\ud800-\udfff]")
_SHOWN = frozenset({"initial_value", "text", "alt_text", "name", "label", "caption", "title"})
_HIDDEN = frozenset({"event_payload", "private_metadata", "value"})


def list_live(value: Any, *, hosts: frozenset[str] = frozenset(), people: frozenset[str] = frozenset()) -> list[str]:
    """Return what Slack would bring to life in a payload: mentions, links, fences inside a text, bare ``&``.

    Links to these hosts and mentions of these people are our own, and so is a fence around a whole text. Signs that
    cannot be seen or that turn the direction of writing count too; so does mrkdwn that is not ``verbatim``, in which
    bare names and addresses come alive.
    """
    return list(_find_live(value, _Known(hosts, people), "payload"))


class _Known(NamedTuple):
    hosts: frozenset[str]
    people: frozenset[str]


def _find_live(value: Any, known: _Known, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from _find_live(each, known, f"{path}[{place}]")
    elif isinstance(value, dict):
        is_markup = value.get("type") in {"mrkdwn", "markdown"}
        if value.get("type") == "mrkdwn" and value.get("verbatim") is not True:
            yield f"{path}: mrkdwn that is not verbatim"
        for key, each in value.items():
            if isinstance(each, str) and key in _SHOWN:
                yield from (f"{path}.{key}: unseen {sign!r}" for sign in _UNSEEN.findall(each))
                if is_markup or (key == "text" and "blocks" in value):
                    yield from _find_markup(each, known, f"{path}.{key}")
            elif key not in _HIDDEN:
                yield from _find_live(each, known, f"{path}.{key}")


def _find_markup(text: str, known: _Known, path: str) -> Iterator[str]:
    for inner in _MARKUP.findall(text):
        host = re.match(r"https?://([^/|?#:]*)", inner)
        is_ours = host[1] in known.hosts if host else inner.startswith("!date") or inner[1:] in known.people
        if not is_ours or not _OURS.fullmatch(inner):
            yield f"{path}: <{inner}> is live"
    if re.search(r"<[^>]*$", text):
        yield f"{path}: an open <"
    if _ENTITY.search(text):
        yield f"{path}: & that is not escaped"
    if "```" in (text[3:-3] if text.startswith("```") and text.endswith("```") else text):
        yield f"{path}: a fence"

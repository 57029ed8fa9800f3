"""Words by which other bots are told to follow or stop: each points to the subcommand that does it here."""

from __future__ import annotations

import re

from bot.domain.ids import IdKind, find_id
from bot.errors import BadQueryError

_SUBSCRIBE = "subscribe"
_END = "unsubscribe"
_PAUSE = "pause"
_RESUME = "resume"
_CHANGE = "change"
_PREVIEW = "preview"
_MEANT = {
    "follow": _SUBSCRIBE,
    "unfollow": _END,
    "stop": _END,
    "end": _END,
    "cancel": _END,
    "delete": _END,
    "remove": _END,
    "mute": _PAUSE,
    "silence": _PAUSE,
    "snooze": _PAUSE,
    "unmute": _RESUME,
    "unpause": _RESUME,
    "continue": _RESUME,
    "edit": _CHANGE,
    "modify": _CHANGE,
    "update": _CHANGE,
    "set": _CHANGE,
    "why": _PREVIEW,
}
_DONE = {_END: "ends it", _PAUSE: "stops it for a while", _RESUME: "lets it go on"}
_SUBSCRIPTION = re.compile(r"[Dd]\d+\b")
_ALL = frozenset({"", "all", "everything", "it", "this", "digest", "digests"})


def refuse_other_words(text: str, *, slash: str) -> None:
    """Raise BadQueryError that names the subcommand, for a text of ``/digest`` that asks for one in another word.

    What may be words to search for as well, such as ``stop lending``, is left alone.
    """
    first, _, rest = text.partition(" ")
    action, rest = _MEANT.get(first.casefold()), rest.strip()
    if action is None:
        return
    named = find_id(rest)
    if action == _SUBSCRIBE:
        hint = f"Write {slash} {_SUBSCRIBE} {rest or 'topic:energy'}; a word to search for stands in quotes."
    elif action == _CHANGE and _SUBSCRIPTION.match(rest):
        hint = f"Write {slash} {_CHANGE} {rest}: behind the id its filter, its times or both, as they are to be."
    elif named and action == _PREVIEW and named[0] is IdKind.SUBSCRIPTION:
        hint = f"{slash} {_PREVIEW} D{named[1]} shows what it would have brought."
    elif action in _DONE and (named is not None or rest.casefold() in _ALL):
        shown = f"{named[0].value}{named[1]}" if named else "D3"
        one = [f"{slash} {action} {shown} {_DONE[action]}"]
        one += [f"{slash} {_PAUSE} {shown} {_DONE[_PAUSE]}"] if action == _END else []
        hint = f"{', '.join(one)}; {slash} list shows the ids."
    else:
        return
    raise BadQueryError(f"“{first}” is called “{action}” here.", hint=hint)

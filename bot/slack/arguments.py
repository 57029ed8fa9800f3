"""From a command's text to a request: what to do, and the query, ids, number or addresses to do it with.

A first word is a subcommand only if the rest parses as its arguments; otherwise it is a search word, and the answer
says so. An id or a document number alone opens the thing itself, in every command.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.model.ids import HAN, IdKind, find_id, normalise_document_number
from bot.model.intake import MOST_DOCUMENTS, Source, SourceKind
from bot.names.lexicon import Lexicon
from bot.query.keys import ALL_KEYS, OUTPUT_KEYS, SEARCH_KEYS, find_key
from bot.query.query import DASHES, fold_input, lift_ids, parse_query
from bot.query.query_record import Query
from bot.slack.actions import Ask
from bot.slack.commands import BY_NAME, Command, build_usage_hint
from bot.slack.mrkdwn import clean, unescape

SAVE_LIST, DELETE_LIST = "list save", "list delete"
TYPED_ONLY = frozenset({SAVE_LIST, DELETE_LIST})
"""Actions that write something down, which no button carries."""
_AHEAD = frozenset({"soon", "next", "upcoming", "ahead"})
"""What ``due`` says by itself: from today on, the soonest first."""
_TARGET_YEARS, _YEARS_BACK = 40, 10
_MAX_ADDRESS = 2000
_MAX_NUMBER = 80
_MAX_SHOWN = 80
_QUESTION_ENDS = "?？!！。 "
_OUTPUT = re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(OUTPUT_KEYS))}):\S+", re.IGNORECASE)
_KEY_FIRST = re.compile(r"([A-Za-z]+):(\S?)")
_OPENING = re.compile(
    r"\A(?:(?:please|show|open|give|see|me|the|item|policy|briefing)\s+|打开|查看)+(?=[PIBD]\d+\Z)", re.IGNORECASE
)
"""Words before an id that only say that it is to be opened."""
_CHANNEL_FIRST = re.compile(r"(?:<#[A-Z0-9]+\|([^>]*)>|#([\w-]+))(?=\s|\Z)")
_TO = re.compile(r"(?:^|\s)to:\s*(\S+)\s*$", re.IGNORECASE)
_SAVE = re.compile(r"save\s+([^\s=:]+)\s*[=:](.*)", re.IGNORECASE | re.DOTALL)
_ONE_LIST = re.compile(r"(show|delete)\s+(\S+)", re.IGNORECASE)
_NUMBERS_BETWEEN = re.compile(rf"(?<=号)\s*[和与及、]\s*(?=[{HAN}A-Za-z]{{1,30}}\s?[〔﹝【\[（(]?(?:19|20)\d\d)")
_NUMBER = re.compile(
    rf"(?:[{HAN}A-Za-z]{{0,30}}〔(?:19|20)\d\d〕(?:第)?\d{{1,5}}号"
    rf"|[{HAN}]{{2,30}}(?:(?:19|20)\d\d年)?第\d{{1,5}}号)"
)
_ROUND = str.maketrans({"(": "〔", ")": "〕", "《": "", "》": ""})
_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|[^<>]*)?>")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://\S+")

Id = tuple[IdKind, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a command asks for.

    ``action`` is ``open`` for an id or document number, a subcommand's name, ``read`` for addresses (``sources``),
    ``search`` for words, or the command's default. ``argument`` is the text after the subcommand, ``name`` that of a
    named list. ``notes`` say what was read differently than typed, beyond those of the query.
    """

    command: str
    action: str
    query: Query = field(default_factory=Query)
    ids: tuple[Id, ...] = ()
    document_number: str | None = None
    argument: str = ""
    name: str = ""
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> Id | None:
        """The first id that was typed, None without one."""
        return self.ids[0] if self.ids else None

    @property
    def number(self) -> int:
        """The number of that id, 0 without one."""
        return self.ids[0][1] if self.ids else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """A command with the text after it, entities resolved, and what names and days are read with."""

    command: Command
    text: str
    lexicon: Lexicon
    today: dt.date

    def request(self, action: str, **fields: Any) -> Request:  # noqa: ANN401  those of a request
        """Return what the command asks for."""
        return Request(command=self.command.name, action=action, **fields)

    def parse(self, text: str) -> Query:
        """Read words and keys as this command takes them."""
        is_digest = self.command.name == "digest"
        keys = ALL_KEYS if is_digest else SEARCH_KEYS
        text = _NUMBERS_BETWEEN.sub(" ", text)
        query = parse_query(text, lexicon=self.lexicon, today=self.today, keys=keys, bare_cadence=is_digest)
        return lift_ids(query) if self.command.name in {"policy", "briefing"} else query

    def parse_look(self, text: str) -> Query:
        """Read only how the answer is to be shown and sent."""
        return self.parse(" ".join(match[0].strip() for match in _OUTPUT.finditer(text)))


def parse_request(command: str, text: str, *, lexicon: Lexicon, today: dt.date) -> Request:
    """Return what this command asks for; ``command`` without slash and prefix. Only BadQueryError is raised."""
    said = (_LINK.sub(r"\1", text) if command == "ingest" else text).strip()
    asked = _Asked(command=BY_NAME[command], text=said, lexicon=lexicon, today=today)
    if not said:
        return asked.request(asked.command.alone[0])
    return _open(asked) or _run_subcommand(asked) or _search(asked)


def find_document_number(text: str) -> str | None:
    """Return the document number (文号) that the whole text is, with its brackets as 〔〕; else None."""
    if len(text) > _MAX_NUMBER:
        return None
    plain = normalise_document_number(unicodedata.normalize("NFKC", text).translate(_ROUND))
    return plain if _NUMBER.fullmatch(plain) else None


def parse_addresses(words: list[str]) -> tuple[Source, ...]:
    """Return the documents at these addresses, each once; BadQueryError for one that is no https address."""
    for word in words:
        if not word.lower().startswith("https://") or len(word) > _MAX_ADDRESS:
            raise BadQueryError(f"I can't read {word[:_MAX_SHOWN]}.", hint="Only addresses that start with https://.")
    sources = tuple(Source(kind=SourceKind.WEB, name=word, url=word) for word in dict.fromkeys(words))
    if len(sources) > MOST_DOCUMENTS:
        raise BadQueryError(f"These are {len(sources)} addresses.", hint=f"I read at most {MOST_DOCUMENTS} at once.")
    return sources


def _open(asked: _Asked) -> Request | None:
    """Read an id or a document number alone, and ``/briefing`` with nothing but how it is to be sent."""
    bare = unicodedata.normalize("NFKC", _OUTPUT.sub("", asked.text)).strip().rstrip(_QUESTION_ENDS)
    if _split(bare)[0].casefold() not in asked.command.by_name:
        bare = _OPENING.sub("", bare)
    named, number = find_id(bare), find_document_number(bare)
    if named is not None or number is not None:
        ids = (named,) if named else ()
        return asked.request("open", ids=ids, document_number=number, query=asked.parse_look(asked.text))
    if asked.command.alone[0] == "latest" and bare.casefold() in {"", "latest"}:
        return asked.request("latest", query=asked.parse_look(asked.text))
    return None


def _run_subcommand(asked: _Asked) -> Request | None:
    """Read a subcommand with its arguments; None where its name is a word of a search."""
    first, rest = _split(asked.text)
    subcommand, command = asked.command.by_name.get(first.casefold()), asked.command.name
    if subcommand is None:
        return None
    if not subcommand.ids:
        return _PARSERS.get(f"{command} {subcommand.name}", _parse_alone)(asked, subcommand.name, rest)
    found = [find_id(word) for word in rest.split()]
    if "".join(each[0].value if each else "?" for each in found) != subcommand.ids:
        hint = f"Type /{command} {subcommand.usage}; /{command} list shows the ids."
        raise BadQueryError(
            f"“{subcommand.name}” needs {'two ids' if len(subcommand.ids) > 1 else 'an id'}, and nothing else.",
            hint=hint,
        )
    return asked.request(subcommand.name, ids=tuple(found))


def _parse_alone(asked: _Asked, action: str, rest: str) -> Request | None:
    """Read a subcommand that takes nothing, or keys where it is a list."""
    if action == "list" and asked.command.has_keys and rest and _starts_with_key(rest):
        return _search(replace(asked, text=rest))
    return None if rest else asked.request(action)


def _parse_due(asked: _Asked, action: str, rest: str) -> Request | None:
    """Read ``due`` with a range, with keys only, or alone (from today on); None when it is something else."""
    rest = "" if rest.casefold() in _AHEAD else rest
    is_range = bool(rest) and not _starts_with_key(rest)
    try:
        query = asked.parse(f"due:{rest}" if is_range else rest)
    except BadQueryError:
        if is_range:
            return None
        raise
    due, today = query.due, query.as_of or asked.today
    if due is None and not query.without_due:
        due = DateRange(start=today)
    elif is_range and due and due.start is None and due.end and due.end > today:
        due = replace(due, start=today)
    return asked.request(action, query=replace(query, due=due, sort=query.sort or "due"))


def _parse_targets(asked: _Asked, action: str, rest: str) -> Request | None:
    """Read ``targets`` with a year or range, with keys only, or alone (any year); None when it is something else."""
    if year := re.match(r"(?:(by|for|in|of)\s+)?(?=(?:19|20)\d\d(?!\d))", rest, re.IGNORECASE):
        years = rest if (year[1] or "by").lower() == "by" else rest[year.end() :]
        return asked.request(action, query=asked.parse(f"target:{years}"))
    if rest and not _starts_with_key(rest):
        return None
    query, first = asked.parse(rest), asked.today.year - _YEARS_BACK
    return asked.request(
        action, query=replace(query, targets=query.targets or tuple(range(first, first + _TARGET_YEARS)))
    )


def _parse_timeline(asked: _Asked, action: str, rest: str) -> Request | None:
    """Read ``timeline`` with a policy's id, with keys and words, or alone; None for an id of something else."""
    if named := find_id(_OUTPUT.sub("", rest).strip()):
        is_policy = named[0] is IdKind.POLICY
        return asked.request(action, ids=(named,), query=asked.parse_look(rest)) if is_policy else None
    query = asked.parse(rest)
    if query.as_of:
        raise BadQueryError(
            "A timeline has all days that are known today, so asof: means nothing in it.",
            hint=f"Type /policy timeline until:{query.as_of}, or /policy due asof:{query.as_of}.",
        )
    return asked.request(action, query=query)


def _parse_compare(asked: _Asked, _action: str, rest: str) -> Request:
    if not rest:
        raise BadQueryError("What should be compared?", hint=build_usage_hint(asked.command))
    return asked.request("search", argument=asked.text, query=asked.parse(asked.text))


def _parse_list(asked: _Asked, action: str, rest: str) -> Request | None:
    """Read what is to be done with a named list, and whose it is; None when ``list`` is a word of a search."""
    to = _TO.search(rest)
    text, query = (rest[: to.start()], Query(to=to[1])) if to else (rest, Query())
    if not text:
        return asked.request(action, query=query)
    if saved := _SAVE.fullmatch(fold_input(text)):
        return asked.request(SAVE_LIST, name=saved[1], argument=saved[2].strip(), query=query)
    if named := _ONE_LIST.fullmatch(text):
        is_delete = named[1].casefold() == "delete"
        return asked.request(DELETE_LIST if is_delete else action, name=named[2], query=query)
    return None


def _parse_filter(asked: _Asked, action: str, rest: str) -> Request:
    """Read the filter of a subscription; refuse a channel's name before it, since one posts where it is made."""
    if named := _CHANNEL_FIRST.match(rest):
        channel, words = named[1] or named[2], rest[named.end() :].strip()
        raise BadQueryError(
            "Subscriptions are set up in the channel itself.",
            hint=f"Go to #{channel} and type /digest subscribe {words}".rstrip() + ".",
        )
    return asked.request(action, query=asked.parse(rest))


def _parse_preview(asked: _Asked, action: str, rest: str) -> Request:
    named = find_id(rest)
    if named and named[0] is IdKind.SUBSCRIPTION:
        return asked.request(action, ids=(named,))
    return asked.request(action, query=asked.parse(rest))


def _parse_change(asked: _Asked, action: str, rest: str) -> Request:
    """Read the id of a subscription and what is to change of it, of which something must be said."""
    first, words = _split(rest)
    named = find_id(first)
    if named is None or named[0] is not IdKind.SUBSCRIPTION or not words:
        said = f"What should {first} become?" if named else "“change” needs the id of a subscription."
        raise BadQueryError(said, hint="Type what it follows, when, or both: /digest change D3 topic:energy weekly.")
    return asked.request(action, ids=(named,), query=asked.parse(words))


_PARSERS: dict[str, Callable[[_Asked, str, str], Request | None]] = {
    "policy due": _parse_due,
    "policy timeline": _parse_timeline,
    "policy targets": _parse_targets,
    "policy compare": _parse_compare,
    "policy list": _parse_list,
    "briefing compare": _parse_compare,
    "digest subscribe": _parse_filter,
    "digest preview": _parse_preview,
    "digest change": _parse_change,
}
"""What reads the rest behind a subcommand; None where its name is a word of a search instead."""


def _search(asked: _Asked) -> Request:
    """Read words and keys, for ``/digest`` as a preview; for ``/ingest`` they must be addresses."""
    command = asked.command
    if command.name == "ingest":
        words = clean(asked.text).split()
        if words and all(_ADDRESS.fullmatch(word) for word in words):
            return asked.request("read", sources=parse_addresses(words))
        raise BadQueryError(f"/ingest can't do “{' '.join(words)[:_MAX_SHOWN]}”.", hint=build_usage_hint(command))
    first, action = _split(asked.text)[0].casefold(), "search"
    notes = [f"“{first}” was read as a search word. {build_usage_hint(command)}"] if first in command.by_name else []
    if command.name == "digest":
        action = "preview"
        notes.append("This is a preview. To post it here, type /digest subscribe and the same words.")
    return asked.request(action, query=asked.parse(asked.text), argument=asked.text, notes=tuple(notes))


def _split(text: str) -> tuple[str, str]:
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0].strip() if rest else ""


def _starts_with_key(text: str) -> bool:
    match = _KEY_FIRST.match(fold_input(text).lstrip(DASHES))
    return match is not None and (bool(match[2]) or find_key(match[1]) is not None)


# Messages to the bot as questions: a command without its slash, or plain words, which search policies. Slack writes a
# message with entities: ``&amp;`` for signs, ``<@U1>`` for people, ``<#C1|name>`` for channels, ``<https://x|label>``
# for links (docs.slack.dev, "Formatting message text").

HELP = "help"
THANKS = "thanks"
_GOES_ON = re.compile(r"(?:ministry|company|policy)\s+(?:of|news)\b", re.IGNORECASE)
"""A name of a command that goes on as words: "Ministry of Finance", "company news"."""
_ENTITY = re.compile(r"<([@!#]?)([^<>|]*)(?:\|([^<>]*))?>")
_CALLED = re.compile(r"\A(?:\s*<@[^<>]*>(?:[\s,]|:(?!\w+:))*)+")
"""Who is called before anything is said: the bot, and whoever is to see it."""
_EMOJI = re.compile(r"(?<!\w):[a-z0-9_+'-]+:(?!\w)|[\U0001f000-\U0001faff\ufe0f\u200d]+")
_SIGNS = r"[\s,.;!–—，。；！、]"
_GREETING = (
    r"(?:hi|hey|hello|good\s(?:morning|afternoon|evening))(?:\s(?:all|there|team|everyone))?|dear\sall|[你您]好|大家好"
)
_COURTESY = (
    rf"(?:{_GREETING}|(?:many\s)?thank(?:s|\syou)(?:\s(?:so|very)\smuch|\sa\slot)?|thx|cheers|please|ok(?:ay)?"
    r"|@?gongbao|-|(?:谢谢|多谢|感谢)[你您]?|好的)"
)
_FIRST = re.compile(rf"\A(?:{_COURTESY}(?=[:?？]|{_SIGNS}|\Z):?{_SIGNS}*)+", re.IGNORECASE)
_LAST = re.compile(rf"(?:(?<=[\s,.;?!，。；？！]){_COURTESY}{_SIGNS}*)+\Z", re.IGNORECASE)
_GREETS = re.compile(_GREETING, re.IGNORECASE)
_ABOUT_US = re.compile(
    r"help(?:\sme)?|wh(?:o|at)\sare\syou|what\scan\s(?:you|i)\s(?:do|ask)"
    r"|how\s(?:do|does|can)\s(?:i|it|this|you)\s(?:work|subscribe|use\s(?:this|it))|你[能会]做什么|你是谁|怎么用|帮助",
    re.IGNORECASE,
)


def _read_message(text: str, bot_user: str) -> str:
    """Return what a person wrote, entities resolved: people and channels by name, links as their addresses."""

    def resolve(match: re.Match[str]) -> str:
        sign, target, label = match[1], match[2], match[3] or ""
        if sign == "!" or (sign == "@" and target == bot_user):
            return label or " "
        if sign:
            return sign + (label or target).removeprefix(sign)
        return label if label and target.startswith("mailto:") else target

    return unescape(_ENTITY.sub(resolve, _CALLED.sub("", text))).strip()


def parse_plain_question(text: str, *, bot_user: str = "", prefix: str = "") -> Ask:
    """Read a message as a question; one that says nothing, greets, or asks what the bot is, asks for help.

    A first word that names a command, with or without slash and prefix, is that command; else it is a policy search.
    Greetings before a question, thanks behind a search and emoji are left out.
    """
    said = _read_message(text, bot_user)
    asked = _FIRST.sub("", _EMOJI.sub(" ", said).lstrip(" \n,.;")).strip("`*_~ \n")
    first, rest = _split(asked)
    name = first.casefold().rstrip(":,").removeprefix("/").removeprefix(prefix)
    if name in BY_NAME and not _GOES_ON.match(asked):
        return Ask(command=name, text=rest)
    asked = _LAST.sub("", asked).strip()
    bare = asked.strip("?!？。. ")
    if not bare:
        return Ask(command=HELP if not said.strip("?!？ ") or _GREETS.search(said) else THANKS)
    return Ask(command=HELP) if _ABOUT_US.fullmatch(bare) else Ask(command="policy", text=asked)

"""From a command's text to a request: what to do, and the query, ids, number or addresses to do it with.

A first word is a subcommand only if the rest parses as its arguments; otherwise it is a search word, and the answer
says so. An id or a document number alone opens the thing itself, in every command.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from bot.errors import BadQueryError
from bot.model.ids import HAN, IdKind, find_id
from bot.model.intake import MOST_DOCUMENTS, Source, SourceKind
from bot.names.lexicon import Lexicon
from bot.query.keys import OUTPUT_KEYS, find_key
from bot.query.query import DASHES, fold_input, lift_ids, parse_query
from bot.query.query_record import Query
from bot.reading.facts.document_numbers import NUMBER, find_document_number
from bot.slack.actions import Ask
from bot.slack.commands import BY_NAME, Command, Subcommand
from bot.slack.mrkdwn import clean, unescape

SAVE_LIST, DELETE_LIST = "list save", "list delete"
TYPED_ONLY = frozenset({SAVE_LIST, DELETE_LIST})
"""Actions that write something down, which no button carries."""
_AHEAD = frozenset({"soon", "next", "upcoming", "ahead"})
_MAX_ADDRESS, _MAX_SHOWN = 2000, 80
_OUTPUT = re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(OUTPUT_KEYS))}):\S+", re.IGNORECASE)
_KEY_FIRST = re.compile(r"([A-Za-z]+):(\S?)")
_TO = re.compile(r"(?:^|\s)to:\s*(\S+)\s*$", re.IGNORECASE)
_NAMED_LIST = re.compile(r"(save|show|delete)\s+([^\s=:]+)(?:\s*[=:](.*))?", re.IGNORECASE | re.DOTALL)
_NUMBERS_BETWEEN = re.compile(rf"(?<=号)\s*[和与及、]\s*(?=[{HAN}A-Za-z]{{1,30}}\s?[〔﹝【\[（(]?(?:19|20)\d\d)")
_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|[^<>]*)?>")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://\S+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a command asks for.

    ``action`` is ``open`` for an id or document number, a subcommand's name, ``read`` for addresses (``sources``),
    ``search`` for words, or the command's default. ``name`` and ``argument`` are those of a named list. ``notes`` say
    what was read differently than typed, beyond those of the query.
    """

    command: str
    action: str
    query: Query = field(default_factory=Query)
    ids: tuple[tuple[IdKind, int], ...] = ()
    document_number: str | None = None
    argument: str = ""
    name: str = ""
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> tuple[IdKind, int] | None:
        """The first id that was typed, None without one."""
        return self.ids[0] if self.ids else None

    @property
    def number(self) -> int:
        """The number of that id, 0 without one."""
        return self.ids[0][1] if self.ids else 0


def parse_request(command: str, text: str, *, lexicon: Lexicon, today: dt.date) -> Request:
    """Return what this command asks for; ``command`` without slash and prefix. Only BadQueryError is raised."""
    said = (_LINK.sub(r"\1", text) if command == "ingest" else text).strip()
    return _Typed(command=BY_NAME[command], text=said, lexicon=lexicon, today=today).read()


def parse_addresses(words: list[str]) -> tuple[Source, ...]:
    """Return the documents at these addresses, each once; BadQueryError for one that is no https address."""
    for word in words:
        if not word.lower().startswith("https://") or len(word) > _MAX_ADDRESS:
            raise BadQueryError(f"I can't read {word[:_MAX_SHOWN]}.", hint="Only addresses that start with https://.")
    sources = tuple(Source(kind=SourceKind.WEB, name=word, url=word) for word in dict.fromkeys(words))
    if len(sources) > MOST_DOCUMENTS:
        raise BadQueryError(f"These are {len(sources)} addresses.", hint=f"I read at most {MOST_DOCUMENTS} at once.")
    return sources


@dataclass(frozen=True, kw_only=True, slots=True)
class _Typed:
    """A command with the text after it, entities resolved, and what names and days are read with."""

    command: Command
    text: str
    lexicon: Lexicon
    today: dt.date

    def read(self) -> Request:
        """Return what is asked for: a thing by its id, a subcommand, words, or with nothing the command's default."""
        bare = _drop_look(self.text).strip("《》")
        named, number = find_id(bare), find_document_number(bare) if NUMBER.fullmatch(bare) else None
        if named is not None or number is not None:
            return self.look("open", ids=(named,) if named else (), document_number=number)
        if not bare:
            return self.look(self.command.alone[0])
        first, rest = _split(self.text)
        known = self.command.by_name.get(first.casefold())
        if known is None or known.is_question:
            return self.read_words()
        note = f"“{known.name}” was read as a search word. "
        return self.read_subcommand(known, rest) or self.read_words(note)

    def look(self, action: str, **fields: Any) -> Request:  # noqa: ANN401  those of a request
        """Return a request whose text says nothing more than how its answer is shown and sent."""
        query = self.parse(" ".join(_OUTPUT.findall(self.text)))
        return Request(command=self.command.name, action=action, query=query, **fields)

    def parse(self, text: str) -> Query:
        """Read words and keys as this command takes them."""
        text, keys = _NUMBERS_BETWEEN.sub(" ", text), self.command.keys
        is_digest = self.command.name == "digest"
        query = parse_query(text, lexicon=self.lexicon, today=self.today, keys=keys, bare_cadence=is_digest)
        return lift_ids(query) if self.command.name in {"policy", "briefing"} else query

    def read_subcommand(self, known: Subcommand, rest: str) -> Request | None:
        """Read a subcommand with its arguments; None where its name is a word of a search."""
        needed, may = known.ids
        bare = _drop_look(rest)
        named = find_id(bare)
        if needed:
            return self.read_ids(known, needed, rest)
        if named and named[0] == may:
            return self.look(known.name, ids=(named,))
        if known.name == "due":
            return self.read_due(rest)
        if known.name == "list" and known.changes:
            return self.read_list(rest)
        if known.takes_filter:
            return Request(command=self.command.name, action=known.name, query=self.parse(rest))
        if known.name == "list" and _starts_with_key(rest) and self.command.keys:
            return replace(self, text=rest).read_words()
        return None if bare else self.look(known.name)

    def read_ids(self, known: Subcommand, needed: str, rest: str) -> Request:
        """Read the ids that a subcommand needs, and what else is to be said behind them."""
        words = rest.split(maxsplit=len(needed))
        ids, said = [find_id(word) for word in words[: len(needed)]], " ".join(words[len(needed) :])
        if "".join(each[0].value if each else "?" for each in ids) != needed or bool(said) != known.takes_filter:
            more = "what is to change" if known.takes_filter else "nothing else"
            needs = "two ids" if len(needed) > 1 else "an id"
            hint = f"Type /{self.command.name} {known.usage}; /{self.command.name} list shows the ids."
            raise BadQueryError(f"“{known.name}” needs {needs}, and {more}.", hint=hint)
        query = self.parse(said)
        return Request(command=self.command.name, action=known.name, ids=tuple(filter(None, ids)), query=query)

    def read_due(self, rest: str) -> Request | None:
        """Read ``due`` with a range, with keys only, or alone (from today on); None when it is something else."""
        if not rest or rest.casefold() in _AHEAD or _starts_with_key(rest):
            return self.read_words()
        try:
            query = self.parse(f"due:{rest}")
        except BadQueryError:
            return None
        due, today = query.due, query.as_of or self.today
        if due and due.start is None and due.end and due.end > today:
            due = replace(due, start=today)
        return Request(command="policy", action="due", query=replace(query, due=due, sort=query.sort or "due"))

    def read_list(self, rest: str) -> Request | None:
        """Read what is to be done with a named list, and whose it is; None when ``list`` is a word of a search."""
        to = _TO.search(rest)
        text, query = (rest[: to.start()], Query(to=to[1])) if to else (rest, Query())
        found = _NAMED_LIST.fullmatch(fold_input(text))
        does, name, words = found.groups() if found else ("show", "", None)
        does = does.casefold()
        if (text and not found) or (does == "save") != (words is not None):
            return None
        action = {"save": SAVE_LIST, "delete": DELETE_LIST}.get(does, "list")
        return Request(command="policy", action=action, name=name, argument=(words or "").strip(), query=query)

    def read_words(self, note: str = "") -> Request:
        """Read words and keys, for ``/digest`` as a preview; for ``/ingest`` they must be addresses."""
        name, usages = self.command.name, ", ".join(each.usage for each in self.command.by_name.values())
        hint = f"Type /{name} and {self.command.words[0]}, or one of: {usages}."
        if name == "ingest":
            words = clean(self.text).split()
            if words and all(_ADDRESS.fullmatch(word) for word in words):
                return Request(command=name, action="read", sources=parse_addresses(words))
            raise BadQueryError(f"/ingest can't do “{' '.join(words)[:_MAX_SHOWN]}”.", hint=hint)
        notes = [f"{note}{hint}"] if note else []
        notes += ["This is a preview. To post it here, type /digest subscribe and the same words."] * (name == "digest")
        action = "preview" if name == "digest" else "search"
        return Request(command=name, action=action, query=self.parse(self.text), notes=tuple(notes))


def _drop_look(text: str) -> str:
    """Return a text without the keys that say how its answer is shown and sent."""
    return unicodedata.normalize("NFKC", _OUTPUT.sub("", text)).strip().rstrip("?!。 ")


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
_GREETING = r"(?:hi|hey|hello|good\s(?:morning|afternoon|evening))(?:\s(?:all|there|team))?|dear\sall|[你您]好|大家好"
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
        sign, target, label = match.groups("")
        if sign == "!" or (sign == "@" and target == bot_user):
            return label or " "
        return sign + (label or target).removeprefix(sign) if sign else target.removeprefix("mailto:")

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

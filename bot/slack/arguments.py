"""From a command's text to a request: what to do, and the query, id or document number to do it with."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bot.answers.notes import find_note_id
from bot.dates.date_phrases import parse_date_phrase
from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.model.ids import HAN, IdKind, find_id, normalise_document_number, parse_id
from bot.model.intake import MOST_DOCUMENTS, Source, SourceKind
from bot.names.lexicon import Lexicon
from bot.names.records import Topic
from bot.query.query import find_partners, lift_ids, parse_query
from bot.query.query_record import NO_DAY, Choices, Query
from bot.query.query_scan import ALL_KEYS, DASHES, OUTPUT_KEYS, SEARCH_KEYS, Key, find_key, find_name_ids, fold_input
from bot.slack.commands import COMMANDS, Command, build_usage_hint, find_command
from bot.slack.mrkdwn import clean, unescape
from bot.slack.plain_questions import drop_greeting, drop_thanks, is_courtesy, is_thanks, refuse_other_words

# Document numbers (文号) as people type them, in any brackets.

_ROUND = str.maketrans({"(": "〔", ")": "〕", "《": "", "》": ""})
_NUMBER = re.compile(
    rf"(?:[{HAN}A-Za-z]{{0,30}}〔(?:19|20)\d\d〕(?:第)?\d{{1,5}}号"
    rf"|[{HAN}]{{2,30}}(?:(?:19|20)\d\d年)?第\d{{1,5}}号)"
)
_NUMBER_LEAD = re.compile(
    r"\A(?:(?:what|which|who|whose|is|are|was|does|has|have|had|bears|carries|issued|show|find|open|give|me|the|a|policy"
    r"|policies|text|with|under|of|about|in|by)\s+)*"
    r"(?:(?:document )?(?:number|no\.?)|document|文号)?[\s:：]*(?=[\u4e00-\u9fff])",
    re.IGNORECASE,
)
_WORDS_BEFORE = re.compile(rf"[A-Za-z]\s+[{HAN}]")
"""Words in English before a number: they are no part of it."""
_MAX_NUMBER = 80


def find_document_number(text: str) -> str | None:
    """Return the document number (文号) that the whole text is, with its brackets as 〔〕; else None."""
    if len(text) > _MAX_NUMBER or _WORDS_BEFORE.search(text):
        return None
    plain = normalise_document_number(unicodedata.normalize("NFKC", text).translate(_ROUND))
    return plain if _NUMBER.fullmatch(plain) else None


def find_asked_number(text: str) -> str | None:
    """Return the document number that a text asks for, with words of asking, "number" or 文号 before it."""
    return find_document_number(_NUMBER_LEAD.sub("", text.strip().rstrip(_QUESTION_ENDS)))


# What follows ``/ingest``: addresses to read, or one of its subcommands.

_LINK = re.compile(r"<(https?://[^|<>\s]+)(?:\|[^<>]*)?>")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://\S+")
_MAX_ADDRESS = 2000
_ON_BRIEFING = frozenset({"show", "hold", "release", "announce", "undo"})
_ALONE = frozenset({"help", "list", "review"})


@dataclass(frozen=True, kw_only=True, slots=True)
class IngestRequest:
    """What ``/ingest`` is to do.

    ``action`` is ``form``, ``read`` (``sources``), ``open`` (an id or a document number, ``argument``), ``feed add``,
    ``feed list`` and ``feed remove`` (``argument``), or a subcommand's name; ``number`` is the briefing's, or
    the item's to split; ``policies`` are the two to merge.
    """

    action: str
    sources: tuple[Source, ...] = ()
    number: int = 0
    policies: tuple[int, int] = (0, 0)
    argument: str = ""


def parse_ingest(text: str, *, prefix: str = "") -> IngestRequest:
    """Read what follows the command; BadQueryError with what there is for anything else."""
    plain = clean(unescape(_LINK.sub(r"\1", text))).strip()
    if not plain:
        return IngestRequest(action="form")
    words = plain.split()
    name, rest = words[0].casefold(), words[1:]
    if all(_ADDRESS.fullmatch(word) for word in words):
        return IngestRequest(action="read", sources=parse_addresses(words))
    if find_id(plain) is not None or find_document_number(plain) is not None:
        return IngestRequest(action="open", argument=plain)
    if name in _ALONE and not rest:
        return IngestRequest(action=name)
    if name in _ON_BRIEFING:
        if len(rest) != 1:
            raise BadQueryError(
                f"“{name}” needs the id of a briefing.",
                hint=f"Write /{prefix}ingest {name} B3; /{prefix}ingest list shows the ids.",
            )
        return IngestRequest(action=name, number=parse_id(rest[0], IdKind.BRIEFING))
    if name == "merge":
        return _parse_merge(rest, prefix)
    if name == "split":
        return _parse_split(rest, prefix)
    if name == "feed":
        return _parse_feed(rest, prefix)
    raise BadQueryError(
        f"“{plain[:80]}” is nothing that /{prefix}ingest does.", hint=build_usage_hint("ingest", prefix)
    )


def parse_addresses(words: list[str]) -> tuple[Source, ...]:
    """Return the documents at these addresses, each once; BadQueryError for one that is no https address."""
    for word in words:
        if not word.lower().startswith("https://") or len(word) > _MAX_ADDRESS:
            shown = word if len(word) <= 100 else f"{word[:99]}…"  # noqa: PLR2004  what one line bears
            raise BadQueryError(f"{shown} is not read.", hint="Only addresses that start with https:// are.")
    sources = tuple(Source(kind=SourceKind.WEB, name=word, url=word) for word in dict.fromkeys(words))
    if len(sources) > MOST_DOCUMENTS:
        raise BadQueryError(f"These are {len(sources)} addresses.", hint=f"At most {MOST_DOCUMENTS} are read at once.")
    return sources


def _parse_feed(rest: list[str], prefix: str) -> IngestRequest:
    verb, *more = rest or ["list"]
    verb, wanted = verb.casefold(), {"list": 0, "remove": 1}
    if (verb == "add" and more) or wanted.get(verb) == len(more):
        return IngestRequest(action=f"feed {verb}", argument=" ".join(more))
    raise BadQueryError(
        f"“feed {' '.join(rest)[:80]}” is not understood.",
        hint=f"Write /{prefix}ingest feed, or feed add https://… every:6h, or feed remove F1.",
    )


def _parse_merge(rest: list[str], prefix: str) -> IngestRequest:
    found = [find_id(word) for word in rest]
    numbers = [each[1] for each in found if each is not None and each[0] is IdKind.POLICY]
    if len(rest) != 2 or len(numbers) != 2:  # noqa: PLR2004  two policies
        raise BadQueryError(
            "“merge” needs the ids of two policies.", hint=f"Write /{prefix}ingest merge P3 P9: P9 then leads to P3."
        )
    return IngestRequest(action="merge", policies=(numbers[0], numbers[1]))


def _parse_split(rest: list[str], prefix: str) -> IngestRequest:
    if len(rest) != 1:
        raise BadQueryError(
            "“split” needs the id of an item.",
            hint=f"Write /{prefix}ingest split I12: I12 is then about a policy of its own.",
        )
    return IngestRequest(action="split", number=parse_id(rest[0], IdKind.ITEM))


# What people type behind a command that asks for nothing held: a greeting, more of the list above, which topics.

_MORE = re.compile(
    r"(?:(?:show|see|give)(?:\s+me)?\s+)?(?:some\s+)?more(?:\s+(?:results|of\s+(?:them|these|those)))?(?:\s+please)?"
    r"|(?:the\s+)?(?:next\s+page|next\s+ones|rest)"
    r"|(?:还有)?更多(?:结果)?|还有(?:吗|呢)|下一页|下页|继续",
    re.IGNORECASE,
)
_TOPICS = re.compile(
    r"(?:(?:which|what|list(?:\s+of)?|show(?:\s+me)?|all)\s+(?:(?:are\s+)?the\s+)?(?:all\s+)?)?topics"
    r"(?:\s+(?:(?:are|do|can|is)\s+)?(?:there|you|i|we|covered|cover|have|know|known|exist|held|follow|available|ask|for)\b)*"
    r"|(?:都?有|列出)?(?:哪些|什么|所有)?主题(?:有哪些)?",
    re.IGNORECASE,
)
_EDGES = " \t\r\n.,!?。，！？"
_MOST_AT_ONCE = 50


def answer_aside(text: str, command: Command, slash: str, topics: Iterable[Topic]) -> str | None:
    """Return the line that answers such a text, with what to press or type instead; None for any other text.

    ``topics`` are those there are.
    """
    if _TOPICS.fullmatch(text.strip(_EDGES)):
        listed = ", ".join(topic.id for topic in topics)
        return f"Topics: {listed}. Behind `topic:` each finds what is about it, here and in subscriptions: `topic:ai`."
    if _MORE.fullmatch(text.strip(_EDGES)):
        longer = f" `{slash} limit:{_MOST_AT_ONCE}` gives up to {_MOST_AT_ONCE} at once, behind words and keys too."
        ends = "" if command.name == "digest" else longer
        return f"A list goes on with the button *More* below it (in the terminal: its number).{ends}"
    if not is_courtesy(text):
        return None
    said = "You are welcome." if is_thanks(text) else "Hello."
    example = f"`{slash} {command.examples[0]}`"
    return f"{said} `{slash}`: {command.summary}, such as {example}; `{slash} help` tells the rest."


_OUTPUT = re.compile(rf"(?:^|\s)(?:{'|'.join(sorted(OUTPUT_KEYS))}):\S+", re.IGNORECASE)
_KEY_FIRST = re.compile(r"([A-Za-z]+):(\S?)")
_OPENING = re.compile(
    r"\A(?:(?:(?:show|open|give|see|cite|share|explain|me|us|the|item|policy|briefing|number)\s+)+|(?:打开|查看|显示|看看)\s*)"
    r"(?=[PIBD]\d+[?？!！.。]*\Z)",
    re.IGNORECASE,
)
"""Words before an id that only say that it is to be opened."""
_FIGURE = re.compile(r"\d|[^\x00-\x7f]")
"""What every id and number holds: a figure, or a sign that may stand for one."""
_QUESTION_ENDS = "?？!！。 "
_CHANNEL_FIRST = re.compile(r"(?:<#[A-Z0-9]+\|([^>]*)>|#([\w-]+))(?=\s|\Z)")
_TO = re.compile(r"(?:^|\s)to:\s*(\S+)\s*$", re.IGNORECASE)
_SAVE_LIST = re.compile(r"save\s+([^\s=:]+)\s*[=:](.*)", re.IGNORECASE | re.DOTALL)
_ONE_LIST = re.compile(r"(show|delete)\s+(\S+)(?:\s+to:\s*(\S+))?", re.IGNORECASE)
SAVE_LIST = "list save"
DELETE_LIST = "list delete"
ADD_NOTE = "note add"
CHANGE_NOTE = "note change"
DELETE_NOTE = "note delete"
_NUMBERS_BETWEEN = re.compile(rf"(?<=号)\s*[和与及、]\s*(?=[{HAN}A-Za-z]{{1,30}}\s?[〔﹝【\[（(]?(?:19|20)\d\d)")
_NAME_END = " \t:："
_NAME_BORDER = re.compile(r"(?=[\s:：])|$")
_LONGEST_NAME = 12
TYPED_ONLY = frozenset({SAVE_LIST, DELETE_LIST, ADD_NOTE, CHANGE_NOTE, DELETE_NOTE})
"""Actions that write, which only a typed command may set off."""
_ID_ACTIONS = frozenset({"unsubscribe", "pause", "resume"})
_LATEST = "latest"
_AHEAD = frozenset({"soon", "next", "upcoming", "ahead"})
"""What ``due`` says by itself: from today on, the soonest first."""
_LISTED = frozenset({"ministry", "company", "briefing"})
"""Commands whose list is narrowed by keys."""
_TIMELINE = re.compile(r"\A(?:the\s+)?(?:(P\d+)(?:['’]s)?\s+timeline|timeline\s+(?:of|for)\s+(P\d+))\Z", re.IGNORECASE)
_ASKING = re.compile(r"policy (?:targets|list(?!\s+(?:save|show|delete)\b))(?!\S)", re.IGNORECASE)
"""Subcommands whose name opens a question of the same, so that it is no search word there."""
_TARGET_YEARS = 40
"""Goals for any year are those of so many years around the day of asking."""
_YEARS_BACK = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """What a command asks for.

    ``action`` is ``open`` for an id or document number, a subcommand's name, ``search`` for words, or the command's
    default. ``argument`` is the text after the subcommand (of ``help`` the line that answers a greeting), ``name`` that
    of a named list, or what a note is on.
    ``notes`` say what was read differently than typed, beyond the notes of the query.
    """

    command: str
    action: str
    query: Query = field(default_factory=Query)
    id: tuple[IdKind, int] | None = None
    document_number: str | None = None
    argument: str = ""
    name: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """A command with the text after it, entities resolved, and what names and days are read with."""

    command: Command
    text: str
    lexicon: Lexicon
    today: dt.date
    prefix: str

    @property
    def slash(self) -> str:
        return f"/{self.prefix}{self.command.name}"

    def parse(self, text: str) -> Query:
        is_digest = self.command.name == "digest"
        keys = ALL_KEYS if is_digest else SEARCH_KEYS
        text = _NUMBERS_BETWEEN.sub(" ", text)
        query = parse_query(text, lexicon=self.lexicon, today=self.today, keys=keys, bare_cadence=is_digest)
        return lift_ids(query) if self.command.name in {"policy", "briefing"} else query

    def parse_look(self, text: str) -> Query:
        """Read only how the answer is to be shown and sent."""
        return self.parse(" ".join(match[0].strip() for match in _OUTPUT.finditer(text)))


def parse_request(command: str, text: str, *, lexicon: Lexicon, today: dt.date, prefix: str = "") -> Request:
    """Return what this command asks for; ``command`` without slash and prefix. Only BadQueryError is raised.

    A first word is a subcommand only if the rest parses as its arguments; otherwise it is a search word, and ``notes``
    say so. An id or a document number alone opens the thing itself, in every command.
    """
    found = find_command(command)
    if found is None:
        listed = ", ".join(f"/{prefix}{known.name}" for known in COMMANDS)
        raise BadQueryError(f"/{prefix}{command[:40]} is not a command here.", hint=f"There are {listed}.")
    said = drop_greeting(unescape(text).strip())
    if found.name == "policy" and (of_one := _TIMELINE.match(said.rstrip(_QUESTION_ENDS))):
        said = f"timeline {of_one[1] or of_one[2]}"
    asked = _Asked(command=found, text=said, lexicon=lexicon, today=today, prefix=prefix)
    if not asked.text:
        return Request(command=command, action=found.alone)
    return _answer_aside(asked) or _open(asked) or _open_latest(asked) or _run_subcommand(asked) or _search(asked)


def _answer_aside(asked: _Asked) -> Request | None:
    """Read what asks for nothing as a call for help; ``argument`` is the line that answers it."""
    line = answer_aside(asked.text, asked.command, asked.slash, asked.lexicon.topics)
    return Request(command=asked.command.name, action="help", argument=line) if line else None


def _open(asked: _Asked) -> Request | None:
    if not _FIGURE.search(asked.text):
        return None
    bare = drop_thanks(_OUTPUT.sub("", asked.text).strip())
    if bare.partition(" ")[0].casefold() not in asked.command.names:
        bare = _OPENING.sub("", bare).rstrip(_QUESTION_ENDS)
    named, number = find_id(unicodedata.normalize("NFKC", bare)), find_asked_number(bare)
    if named is None and number is None:
        return None
    look = asked.parse_look(asked.text)
    return Request(command=asked.command.name, action="open", id=named, document_number=number, query=look)


def _open_latest(asked: _Asked) -> Request | None:
    """Read a command that alone opens the latest thing, or says ``latest``, with nothing but how it is shown."""
    if asked.command.alone != _LATEST or _OUTPUT.sub("", asked.text).strip().casefold() not in {"", _LATEST}:
        return None
    return Request(command=asked.command.name, action=_LATEST, query=asked.parse_look(asked.text))


def _run_subcommand(asked: _Asked) -> Request | None:
    first, rest = _split(asked.text)
    action = first.casefold()
    if action not in asked.command.names:
        return None
    request = Request(command=asked.command.name, action=action, argument=rest)
    if action == "note":
        return _parse_note(asked, request, rest)
    if action == "list" and asked.command.name == "policy":
        return _parse_list(request, rest)
    if action == "list" and asked.command.name in _LISTED and rest and _starts_with_key(rest):
        return _search(replace(asked, text=rest))
    return _parse_asked(asked, request, rest)


def _parse_asked(asked: _Asked, request: Request, rest: str) -> Request | None:
    """Read what is asked with a subcommand; None when the rest is not its arguments."""
    action = request.action
    match action:
        case "due":
            query = _parse_due(asked, rest)
        case "targets":
            query = _parse_targets(asked, rest)
        case "timeline":
            return _parse_timeline(asked, request, rest)
        case "compare":
            return Request(command=asked.command.name, action="search", query=asked.parse(asked.text)) if rest else None
        case "joint":
            return _parse_joint(asked, request, rest)
        case "subscribe" | "now":
            _refuse_channel(asked, rest)
            query = asked.parse(rest)
        case "change":
            changed, words = _split_id(asked, rest)
            return replace(request, id=changed, query=asked.parse(words))
        case "preview":
            named = find_id(rest)
            return replace(request, id=named) if named else replace(request, query=asked.parse(rest))
        case _ if action in _ID_ACTIONS:
            return replace(request, id=_parse_subscription(asked, action, rest))
        case _:
            query = None if rest else Query()
    return replace(request, query=query) if query is not None else None


def _refuse_channel(asked: _Asked, rest: str) -> None:
    """Refuse a channel's name before a filter: a subscription is set up where it posts."""
    if named := _CHANNEL_FIRST.match(rest):
        channel, words = named[1] or named[2], rest[named.end() :].strip()
        raise BadQueryError(
            "Subscriptions are set up in the channel itself.",
            hint=f"Go to #{channel} and type {asked.slash} subscribe {words}".rstrip() + ".",
        )


def _parse_list(request: Request, rest: str) -> Request | None:
    """Read what is to be done with a named list; None when ``list`` is a word of a search."""
    if not rest:
        return replace(request, argument="")
    saved = _SAVE_LIST.fullmatch(fold_input(rest))
    if saved:
        to = _TO.search(saved[2])
        text = saved[2][: to.start()] if to else saved[2]
        query = Query(to=to[1]) if to else Query()
        return replace(request, action=SAVE_LIST, name=saved[1], argument=text.strip(), query=query)
    named = _ONE_LIST.fullmatch(rest)
    if named is None:
        return None
    action = DELETE_LIST if named[1].casefold() == "delete" else request.action
    query = Query(to=named[3]) if named[3] else Query()
    return replace(request, action=action, name=named[2], argument="", query=query)


def _parse_note(asked: _Asked, request: Request, rest: str) -> Request | None:
    """Read a note on a policy, body or company, or a change to one; None when ``note`` is a word of a search.

    ``name`` is the subject, or the id of the note. What is named without a text is opened: its card shows its notes.
    """
    first, text = _split(rest) if rest else ("", "")
    if first.casefold() == "delete" and find_note_id(text):
        return replace(request, action=DELETE_NOTE, name=text)
    if find_note_id(first):
        return replace(request, action=CHANGE_NOTE, name=first, argument=text)
    named = find_id(first.rstrip(_NAME_END))
    if named is not None and named[0] is IdKind.POLICY:
        subject = f"{IdKind.POLICY.value}{named[1]}"
        return (
            replace(request, action=ADD_NOTE, name=subject, argument=text)
            if text
            else replace(request, action="open", id=named)
        )
    return _parse_named_note(asked, request, rest)


def _parse_named_note(asked: _Asked, request: Request, rest: str) -> Request | None:
    """Read a note on the body or company whose name the text begins with, the longest that there is."""
    if asked.command.name not in {"ministry", "company"}:
        return None
    key = Key(asked.command.name)
    ends = [match.start() for match in _NAME_BORDER.finditer(rest)][:_LONGEST_NAME]
    for end in reversed(ends):
        ids = find_name_ids(key, rest[:end], asked.lexicon)
        if len(ids) == 1:
            text = rest[end:].lstrip(_NAME_END)
            prefix = "company" if key is Key.COMPANY else "body"
            if text:
                return replace(request, action=ADD_NOTE, name=f"{prefix}:{ids[0]}", argument=text)
            chosen = Choices(include=ids)
            query = Query(company=chosen) if key is Key.COMPANY else Query(ministry=chosen)
            return replace(request, action="search", query=query)
    return None


def _split_id(asked: _Asked, rest: str) -> tuple[tuple[IdKind, int], str]:
    """Read the id of a subscription and what is to change of it, of which something must be said."""
    first, words = _split(rest) if rest else ("", "")
    named = _parse_subscription(asked, "change", first)
    if not words:
        raise BadQueryError(
            f"What is {first} to become?",
            hint=f"Write its filter, its times or both: {asked.slash} change {first} topic:energy weekly at 09:00.",
        )
    return named, words


def _split(text: str) -> tuple[str, str]:
    first, *rest = text.split(maxsplit=1)
    return first, rest[0].strip() if rest else ""


def _starts_with_key(text: str) -> bool:
    match = _KEY_FIRST.match(fold_input(text).lstrip(DASHES))
    return match is not None and (bool(match[2]) or find_key(match[1]) is not None)


def _parse_due(asked: _Asked, rest: str) -> Query | None:
    """Read ``due`` with a range, with keys only, or alone (from today on); None when it is something else."""
    if not rest or rest.casefold() in _AHEAD or _starts_with_key(rest):
        query = asked.parse("" if rest.casefold() in _AHEAD else rest)
        ahead = None if query.without_due else DateRange(start=query.as_of or asked.today)
        return replace(query, due=query.due or ahead, sort=query.sort or "due")
    words = rest.split()
    if not any(_is_days(" ".join(words[:count]), asked.today) for count in range(1, min(len(words), 8) + 1)):
        return None
    query = asked.parse(f"due:{rest}")
    due = query.due
    today = query.as_of or asked.today
    if due and due.start is None and due.end and due.end > today:
        due = DateRange(start=today, end=due.end)
    return replace(query, due=due, sort=query.sort or "due")


def _is_days(text: str, today: dt.date) -> bool:
    if text.casefold() == NO_DAY:
        return True
    try:
        parse_date_phrase(text, today=today, ahead=True)
    except BadQueryError:
        return False
    return True


def _parse_targets(asked: _Asked, rest: str) -> Query | None:
    """Read ``targets`` with a year or range, with keys only, or alone (any year); None when it is something else."""
    if re.match(r"(?:by\s+)?(?:19|20)\d\d(?!\d)", rest, re.IGNORECASE):
        return asked.parse(f"target:{rest}")
    if rest and not _starts_with_key(rest):
        return None
    query = asked.parse(rest)
    first = asked.today.year - _YEARS_BACK
    return replace(query, targets=query.targets or tuple(range(first, first + _TARGET_YEARS)))


def _parse_timeline(asked: _Asked, request: Request, rest: str) -> Request | None:
    """Read ``timeline`` with a policy's id, with keys and words, or alone; None for an id of something else."""
    named = find_id(_OUTPUT.sub("", rest).strip())
    if named is not None:
        return replace(request, id=named, query=asked.parse_look(rest)) if named[0] is IdKind.POLICY else None
    query = asked.parse(rest)
    if query.as_of:
        raise BadQueryError(
            "A timeline tells all days that are known today, so asof: has no meaning in it.",
            hint=f"Write {asked.slash} timeline until:{query.as_of}, or {asked.slash} due asof:{query.as_of}.",
        )
    return replace(request, query=query)


def _parse_joint(asked: _Asked, request: Request, rest: str) -> Request | None:
    """Read ``joint`` with the name of a body that is known, or of several; None when it is something else."""
    query = asked.parse(rest)
    words = " ".join(term.text for term in query.terms if not term.excluded)
    one = tuple(body.id for body in asked.lexicon.find_bodies(words)) if words else query.ministry.include
    named = Choices(include=one) if len(one) == 1 else find_partners(words, asked.lexicon)
    if named is None:
        return None
    return replace(request, query=replace(query, terms=(), ministry=Choices(), joint=named))


def _parse_subscription(asked: _Asked, action: str, rest: str) -> tuple[IdKind, int]:
    named = find_id(rest)
    if named is None or named[0] is not IdKind.SUBSCRIPTION:
        first, more = _split(rest) if rest else ("", "")
        if more and find_id(first):
            raise BadQueryError(f"“{more}” was not read.", hint=f"{asked.slash} {action} {first} takes the id alone.")
        hint = f"Write {asked.slash} {action} D3; {asked.slash} list shows the ids."
        raise BadQueryError(f"“{action}” needs the id of a subscription.", hint=hint)
    return named


def _search(asked: _Asked) -> Request:
    said = drop_thanks(asked.text)
    asked = asked if said == asked.text else replace(asked, text=said)
    name = asked.command.name
    first = _split(asked.text)[0].casefold()
    notes: tuple[str, ...] = ()
    if first in asked.command.names and not _ASKING.match(f"{name} {asked.text}"):
        notes = (f"“{first}” was read as a search word. {build_usage_hint(name, asked.prefix)}",)
    if name == "digest":
        refuse_other_words(asked.text, slash=asked.slash)
    query = asked.parse(asked.text)
    if name == "digest":
        notes += (f"This is a preview; to post it here, write {asked.slash} subscribe and the same words.",)
        return Request(command=name, action="preview", query=query, argument=asked.text, notes=notes)
    return Request(command=name, action="search", query=query, argument=asked.text, notes=notes)

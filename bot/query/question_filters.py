"""Rules that make filters of the pieces of a question: negations, issuers, phrases, names, kinds, order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.errors import BadQueryError
from bot.model.deadlines import DateRange
from bot.names.lexicon import Lexicon
from bot.names.records import NamedList
from bot.query.phrases import Mark
from bot.query.pieces import Piece
from bot.query.query import follow_list
from bot.query.query_record import COMMENT_CLOSED
from bot.query.query_scan import Key, Term, strip_word
from bot.query.question_text import QuestionText

ANY_DRAFT = ("draft_for_comment", COMMENT_CLOSED)
"""The statuses of a draft, open or closed."""
_AFTER_TODAY = "effect:after_today"
_REACH = 2
"""So many words such as "from the" may stand between a negation and what it denies."""


def read_negations(text: QuestionText) -> None:
    """Leave out what stands behind a "not", "without" or "except"; what cannot be read so is told as unread."""
    for place, piece in enumerate(text.pieces):
        if not piece.has(Mark.NOT, Mark.EXCEPT, Mark.NOT_YET):
            continue
        behind = place + 1
        while (
            behind < len(text.pieces) and behind <= place + _REACH and text.pieces[behind].has(Mark.PLAIN, Mark.ASKING)
        ):
            behind += 1
        taken = _deny(text, place, behind)
        if taken:
            before = text.pieces[place - 1] if place else piece
            text.take(*text.pieces[place:taken], *([before] if before.has(Mark.EXCEPTED) else []))
        elif behind < len(text.pieces) and text.pieces[behind].is_word:
            text.unread = text.unread or f"{piece.text} {text.pieces[behind].text}"


def _deny(text: QuestionText, place: int, behind: int) -> int:
    """Leave out what stands here, and return the place behind it; 0 where nothing is left out."""
    sign, target = text.pieces[place], text.pieces[behind] if behind < len(text.pieces) else None
    if target is None:
        return 0
    if target.has(Mark.EFFECT) or (target.phrase and target.phrase.denied == _AFTER_TODAY and sign.has(Mark.NOT_YET)):
        if not sign.has(Mark.NOT_YET):
            return 0
        text.lifted = replace(text.lifted, effect=DateRange(start=text.today + dt.timedelta(days=1)))
    elif target.has(Mark.DEADLINE):
        text.lifted, text.leaves_out = replace(text.lifted, without_due=True), True
    elif target.has(Mark.DRAFT):
        text.choose(Key.STATUS, ANY_DRAFT, exclude=True)
    elif target.filter:
        _deny_filter(text, target)
    elif target.is_name:
        return _leave_out_names(text, behind)
    elif target.kind and sign.has(Mark.EXCEPT):
        text.choose(Key.TYPE, (target.kind,), exclude=True)
    else:
        return _leave_out_words(text, behind, is_exception=sign.has(Mark.EXCEPT))
    return behind + 1


def _deny_filter(text: QuestionText, piece: Piece) -> None:
    phrase = piece.phrase
    if phrase is not None and phrase.denied and phrase.denied != _AFTER_TODAY:
        text.add_filter(phrase.denied)
    else:
        text.add_filter(" ".join(f"-{word}" for word in piece.filter.split()))
        text.leaves_out = True


def _leave_out_names(text: QuestionText, place: int) -> int:
    """Leave out the names from here on, with those that a comma or an "or" joins to them."""
    while place < len(text.pieces):
        piece = text.pieces[place]
        joins = piece.has(Mark.AND, Mark.OR) and place + 1 < len(text.pieces) and text.pieces[place + 1].is_name
        if not (piece.is_name or joins):
            break
        text.choose(Key.MENTIONS, piece.bodies, exclude=True)
        text.choose(Key.COMPANY, piece.companies, exclude=True)
        place += 1
    return place


def _leave_out_words(text: QuestionText, place: int, *, is_exception: bool) -> int:
    """Leave out a topic, or behind an exception whatever words stand here up to the next that only links."""
    end = place
    while end < len(text.pieces) and (text.pieces[end].is_word or (text.pieces[end].kind and end > place)):
        end += 1
    said = strip_word(" ".join(piece.text for piece in text.pieces[place:end]))
    topics = text.lexicon.find_topics(said)
    if topics:
        text.choose(Key.TOPIC, [topic.id for topic in topics], exclude=True)
    elif is_exception and said:
        excluded = Term(text=said, phrase=" " in said, excluded=True)
        text.lifted, text.leaves_out = replace(text.lifted, terms=(*text.lifted.terms, excluded)), True
    return end if topics or (is_exception and said) else 0


_OWN_NAMES = ("us", "我们")
_SHOWN = 8


def read_own_list(text: QuestionText) -> None:
    """Read "about us" as the named list of whoever asks."""
    if text.has(Mark.OURS):
        held = choose_own_list(text.lexicon)
        text.lifted = follow_list(text.lifted, held, lexicon=text.lexicon, today=text.today)
        text.leaves_out = True
        text.take_marked(Mark.OURS)


def choose_own_list(lexicon: Lexicon) -> NamedList:
    """Return the list named "us" (or 我们), else the only one; BadQueryError, saying what to write, for neither."""
    named = next((held for name in _OWN_NAMES if (held := lexicon.find_list(name))), None)
    if named is not None:
        return named
    if not lexicon.lists:
        raise BadQueryError(
            "There is no list that says who “us” is.",
            hint="Save one and ask again: /policy list save us = topic:robotics company:Huawei.",
        )
    if len(lexicon.lists) > 1:
        listed = ", ".join(f"list:{held.name}" for held in lexicon.lists[:_SHOWN])
        raise BadQueryError("There are several lists, and none is named “us”.", hint=f"Write one of {listed}.")
    return lexicon.lists[0]


def tells_issuers(text: QuestionText) -> bool:
    """Return whether a text asks for what bodies issued together, or one alone."""
    return any(piece.bodies for piece in text.pieces) and any(
        _is_said_of_issuers(text, place) for place, piece in enumerate(text.pieces) if piece.has(Mark.JOINT, Mark.ALONE)
    )


def _is_said_of_issuers(text: QuestionText, place: int) -> bool:
    """Return whether "joint" or "alone" is said of who issued: no "joint venture", no "met together"."""
    piece = text.pieces[place]
    behind = text.pieces[place + 1] if place + 1 < len(text.pieces) else None
    said = piece.text.casefold()
    if said == "together":
        return bool(place) and Mark.ISSUING in text.pieces[place - 1].marks
    is_bare = said == "joint"
    return behind is None or not behind.is_word or not is_bare


def read_issuers(text: QuestionText) -> None:
    """Read bodies that issued together as such, and one that issued alone."""
    bodies = [piece for piece in text.names if piece.bodies]
    if not tells_issuers(text):
        return
    ids = [piece.bodies[0] for piece in bodies]
    if not text.has(Mark.ALONE):
        text.choose(Key.JOINT, ids)
    elif len(ids) > 1:
        raise BadQueryError(
            f"“Alone” can be said of one body, and there are {len(ids)}: {', '.join(ids)}.",
            hint=f"Ask for one of them: issued alone by {ids[0]}. Together: {' and '.join(ids[:2])} jointly.",
        )
    else:
        text.choose(Key.MINISTRY, ids)
        text.choose(Key.JOINT, ids, exclude=True)
    text.take(*bodies)
    text.take_marked(Mark.JOINT, Mark.ALONE)


def read_filters(text: QuestionText) -> None:
    """Read the phrases of the table that mean a filter; what describes one document that is named is only asked."""
    for piece in text.pieces:
        if piece.filter and not piece.is_used and piece.phrase is not None:
            if not (piece.phrase.of_document and text.is_of_one and not piece.filter.startswith("status:draft")):
                text.add_filter(piece.filter)
            text.take(piece)
    if ANY_DRAFT[0] in text.lifted.status.include:
        text.take_marked(Mark.COMMENTS)


def read_names(text: QuestionText) -> None:
    """Read the names of bodies and companies; a body is the issuer where the question says that it acts."""
    acts = text.command == "ministry" or any(
        piece.marks & {Mark.ISSUING, Mark.COMPARE, Mark.SUCCESSION, Mark.DEADLINE} for piece in text.pieces
    )
    acts = acts or (not text.words and any(piece.kind and not piece.marks for piece in text.pieces))
    for place, piece in enumerate(text.pieces):
        if not piece.is_name or piece.is_used or _joins_words(text.pieces, place):
            continue
        text.choose(Key.MINISTRY if acts else Key.MENTIONS, piece.bodies)
        text.choose(Key.COMPANY, piece.companies)
        text.take(piece)
    field = " ".join(piece.text for piece in text.words)
    if text.command == "ministry" and not text.lifted.ministry and (bodies := text.lexicon.find_bodies_of_field(field)):
        text.choose(Key.MINISTRY, [body.id for body in bodies])
        text.take(*text.words)
    for place, piece in enumerate(text.pieces):
        if piece.has(Mark.OR) and not _joins_words(text.pieces, place):
            text.take(piece)


def _joins_words(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether an OR joins a piece to a word, so that both are searched for."""
    around = [pieces[at] for at in (place - 1, place + 1) if 0 <= at < len(pieces)]
    if pieces[place].has(Mark.OR):
        return len(around) > 1 and not all(piece.is_name or not piece.is_word for piece in around)
    signs = [at for at in (place - 1, place + 1) if 0 <= at < len(pieces) and Mark.OR in pieces[at].marks]
    return any(_joins_words(pieces, at) for at in signs)


def read_kinds(text: QuestionText) -> None:
    """Read the kind of document that a question begins with, one in a mere list of conditions, or drafts."""
    told = [
        piece
        for piece in text.pieces
        if not piece.is_used and (piece.kind or piece.is_word or piece.has(Mark.DRAFT, Mark.CALL))
    ]
    leads = text.pieces[0].has(Mark.OPENER) if text.pieces else False
    for number, piece in enumerate(told):
        is_several = piece.text[-1:] in "sS" or not piece.text.isascii()
        is_last = number + 1 == len(told) and not piece.text.isascii()
        begins = all(Mark.DRAFT in other.marks for other in told[:number]) and (leads or is_several)
        if piece.has(Mark.CALL):
            text.choose(Key.STATUS, () if text.lifted.status else ANY_DRAFT)
            text.take(piece)
        elif piece.has(Mark.DRAFT):
            is_of_kind = bool(told[number + 1 :] and told[number + 1].kind) or len(told) == 1
            if (is_several or is_of_kind) and not text.lifted.status:
                is_now = text.is_of_now and not is_several and len(told) > 1
                text.choose(Key.STATUS, ANY_DRAFT[: 1 if is_now else 2])
            text.take(piece)
        elif piece.kind and not piece.marks and (begins or is_last or not text.words):
            text.choose(Key.TYPE, (piece.kind,))
            text.take(piece)


def read_order(text: QuestionText) -> None:
    """Put the newest first where they are asked for, and what closes next where deadlines are."""
    lifted = text.lifted
    if lifted.sort is None and text.has(Mark.NEWEST):
        text.lifted = replace(lifted, sort="date")

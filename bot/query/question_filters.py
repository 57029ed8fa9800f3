"""Rules that make filters of the pieces of a question: negations, issuers, phrases, names, kinds, order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

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
_DRAFTS = (Mark.DRAFT, Mark.CALL)
_AFTER_TODAY = "effect:after_today"
_REACH = 2
"""So many words such as "from the" may stand between a negation and what it denies."""


def read_negations(text: QuestionText) -> None:
    """Leave out what stands behind a "not", "without" or "except"; what cannot be read so is told as unread."""
    for place, piece in enumerate(text.pieces):
        if not piece.has(Mark.NOT, Mark.EXCEPT, Mark.NOT_YET):
            continue
        behind = place + 1
        for linking in text.pieces[place + 1 : place + 1 + _REACH]:
            if not linking.has(Mark.PLAIN, Mark.ASKING):
                break
            behind += 1
        if behind == len(text.pieces):
            continue
        taken = _deny(text, piece, behind)
        if taken:
            before = text.pieces[max(0, place - 1)]
            text.take(*text.pieces[place:taken], *([before] if before.has(Mark.EXCEPTED) else []))
        elif text.pieces[behind].is_word:
            text.unread = text.unread or f"{piece.text} {text.pieces[behind].text}"


def _deny(text: QuestionText, sign: Piece, place: int) -> int:
    """Leave out what stands here, and return the place behind it; 0 where nothing is left out."""
    target = text.pieces[place]
    if sign.has(Mark.NOT_YET) and (target.has(Mark.EFFECT) or (target.phrase and target.phrase.denied == _AFTER_TODAY)):
        text.lifted = replace(text.lifted, effect=DateRange(start=text.today + dt.timedelta(days=1)))
    elif target.has(Mark.DEADLINE):
        text.lifted, text.leaves_out = replace(text.lifted, without_due=True), True
    elif target.has(Mark.DRAFT):
        text.choose(Key.STATUS, ANY_DRAFT, exclude=True)
    elif target.phrase and target.phrase.denied not in {"", _AFTER_TODAY}:
        text.add_filter(target.phrase.denied)
    elif target.filter:
        text.add_filter(" ".join(f"-{word}" for word in target.filter.split()))
        text.leaves_out = True
    elif target.is_name:
        return _leave_out_names(text, place)
    elif target.kind and sign.has(Mark.EXCEPT):
        text.choose(Key.TYPE, (target.kind,), exclude=True)
    else:
        return _leave_out_words(text, place, is_exception=sign.has(Mark.EXCEPT))
    return place + 1


def _leave_out_names(text: QuestionText, place: int) -> int:
    """Leave out the names from here on, with those that a comma or an "or" joins to them."""
    while place < len(text.pieces) and (text.pieces[place].is_name or text.pieces[place].has(Mark.AND, Mark.OR)):
        text.choose(Key.MENTIONS, text.pieces[place].bodies, exclude=True)
        text.choose(Key.COMPANY, text.pieces[place].companies, exclude=True)
        place += 1
    return place


def _leave_out_words(text: QuestionText, place: int, *, is_exception: bool) -> int:
    """Leave out a topic, or behind an exception whatever words stand here up to the next that only links."""
    words = [piece.text for piece in takewhile(lambda piece: piece.is_word or piece.kind, text.pieces[place:])]
    said = strip_word(" ".join(words))
    topics = text.lexicon.find_topics(said)
    if topics:
        text.choose(Key.TOPIC, [topic.id for topic in topics], exclude=True)
    elif is_exception and said:
        excluded = Term(text=said, phrase=" " in said, excluded=True)
        text.lifted, text.leaves_out = replace(text.lifted, terms=(*text.lifted.terms, excluded)), True
    return place + len(words) if topics or (is_exception and said) else 0


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
    """Return whether a text asks for what bodies issued together, or one alone, and not for a joint venture."""
    if not any(piece.bodies for piece in text.pieces):
        return False
    for piece, before, behind in zip(text.pieces, [None, *text.pieces], [*text.pieces[1:], None], strict=False):
        if piece.has(Mark.JOINT, Mark.ALONE):
            said = piece.text.casefold()
            is_of_word = said == "joint" and behind is not None and behind.is_word
            if not is_of_word and (said != "together" or (before is not None and Mark.ISSUING in before.marks)):
                return True
    return False


def read_issuers(text: QuestionText) -> None:
    """Read bodies that issued together as such, and one that issued alone."""
    if not tells_issuers(text):
        return
    bodies = [piece for piece in text.names if piece.bodies]
    ids = [piece.bodies[0] for piece in bodies]
    is_alone = text.has(Mark.ALONE)
    if is_alone and len(ids) > 1:
        raise BadQueryError(
            f"“Alone” can be said of one body, and there are {len(ids)}: {', '.join(ids)}.",
            hint=f"Ask for one of them: issued alone by {ids[0]}. Together: {' and '.join(ids[:2])} jointly.",
        )
    text.choose(Key.MINISTRY, ids if is_alone else ())
    text.choose(Key.JOINT, ids, exclude=is_alone)
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
    acting = (Mark.ISSUING, Mark.COMPARE, Mark.SUCCESSION, Mark.DEADLINE)
    acts = text.command == "ministry" or any(not piece.marks.isdisjoint(acting) for piece in text.pieces)
    acts = acts or (not text.words and any(piece.kind and not piece.marks for piece in text.pieces))
    for place, piece in enumerate(text.pieces):
        if (piece.is_name or piece.has(Mark.OR)) and not piece.is_used and not _joins_words(text.pieces, place):
            text.choose(Key.MINISTRY if acts else Key.MENTIONS, piece.bodies)
            text.choose(Key.COMPANY, piece.companies)
            text.take(piece)
    if text.command == "ministry" and not text.lifted.ministry:
        bodies = text.lexicon.find_bodies_of_field(" ".join(piece.text for piece in text.words))
        text.choose(Key.MINISTRY, [body.id for body in bodies])
        text.take(*(text.words if bodies else ()))


def _joins_words(pieces: Sequence[Piece], place: int) -> bool:
    """Return whether an OR joins a piece to a word, so that both are searched for."""
    signs = range(place, place + 1) if Mark.OR in pieces[place].marks else range(place - 1, place + 2, 2)
    return any(
        0 < at < len(pieces) - 1 and Mark.OR in pieces[at].marks and (pieces[at - 1].is_word or pieces[at + 1].is_word)
        for at in signs
    )


def read_kinds(text: QuestionText) -> None:
    """Read the kind of document that a question begins with, one in a mere list of conditions, or drafts."""
    told = [each for each in text.pieces if not each.is_used and (each.kind or each.is_word or each.has(*_DRAFTS))]
    leads = text.pieces[0].has(Mark.OPENER)
    for number, piece in enumerate(told):
        is_chinese = not piece.text.isascii()
        is_several = piece.text[-1:] in "sS" or is_chinese
        if piece.has(*_DRAFTS):
            is_of_kind = len(told) == 1 or bool(told[number + 1 :] and told[number + 1].kind)
            if (is_several or is_of_kind or piece.has(Mark.CALL)) and not text.lifted.status:
                is_now = text.is_of_now and not is_several and len(told) > 1
                text.choose(Key.STATUS, ANY_DRAFT[: 1 if is_now else 2])
            text.take(piece)
        elif piece.kind and not piece.marks:
            begins = all(Mark.DRAFT in other.marks for other in told[:number]) and (leads or is_several)
            if begins or not text.words or (is_chinese and number + 1 == len(told)):
                text.choose(Key.TYPE, (piece.kind,))
                text.take(piece)


def read_order(text: QuestionText) -> None:
    """Put the newest first where they are asked for, and what closes next where deadlines are."""
    lifted = text.lifted
    if lifted.sort is None and text.has(Mark.NEWEST):
        text.lifted = replace(lifted, sort="date")

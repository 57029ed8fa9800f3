"""Labels: the words before a part of an item that say which part it is ("At a glance:", 发布日期), and column heads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.dates.printed_dates import find_printed_dates
from bot.model.ids import fold
from bot.reading.layout.label_names import COLUMN_NAMES, LABEL_NAMES, STRONG_NAMES, Field
from bot.reading.layout.spans import is_mostly_han

TOLD_WITH_LABEL = frozenset({Field.CLOSES, Field.EFFECT, Field.STATUS, Field.COMPANY})
"""Fields whose label stays before the value in the item's text, since it says what the value means."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A label: its field, its words as printed, and the offset behind it where its value starts.

    A strong one is a label wherever it stands, a weak one only before a colon, a bar or in bold.
    """

    field: Field
    words: str
    end: int
    is_strong: bool = False


_LONG_NAMES = [name for name in LABEL_NAMES if name.isascii() and len(name) > len("article")]
_VIEWS = ("what this means", "what it means", "implications for", "our view on", "our take on", "what we think about")
_ADVICE = frozenset({"you", "members", "companies", "clients", "businesses", "firms", "investors"})
_COMMENT_ENDS = frozenset({"comment", "comments", "commentary"})
_VIEW_ENDS = frozenset({"analysis", "assessment", "take", "view", "insight", "insights", "perspective", "opinion"})
_NO_COMMENT = frozenset({"public", "draft", "for", "open", "no", "not", "seeking", "under", "until", "of", "the", "on"})
_COMMENT_ENDS_ZH = ("点评", "短评", "快评", "锐评", "简评", "评析", "观点")
_VIEW_ENDS_ZH = ("提示", "提醒", "看法", "建议", "研判", "解读", "视角", "启示", "观察")
_NO_VIEW_ZH = ("风险", "温馨", "特别", "重要", "投资", "友情", "官方", "政策")
_MOST_WORDS, _LONGEST, _LONGEST_ZH, _ENOUGH = 7, 60, 8, 50_000
LIKE = 91
"""So much alike, of a hundred, is a name spelled a little otherwise."""
_LEADS = " \t\n>→»*_▪•■►▶▷▹◇◆○●|·-–—"
_ENDS, _COLONS = " \t*_", ":："
_SIGN = re.compile(r"(?P<colon>[:：])|(?P<bar>[|｜])|(?<= )(?P<dash>[–—-])(?= )|\n")
"""What may end a label's words, dashes only those of a few fields."""
_SENTENCE_ENDS = frozenset('.!?。！？…;；|｜·•\n”"）)')
_BEFORE_DASH = frozenset({Field.SUMMARY, Field.COMMENT, Field.ISSUER})
_TOLD_ALONE = frozenset({Field.SUMMARY, Field.COMMENT, Field.SOURCE})
"""Fields whose weak labels are labels without a colon too: words such as "Policy" or "Companies" head sections."""
_NEVER_IN_LABEL = ".!?。！？;；,，>)）》\n"
Own = Mapping[str, Field] | None
"""The publisher's own labels, folded."""


def tell_label(words: str, own: Own = None) -> Label | None:
    """Return the label that a whole text is (a heading, words in bold, a cell), spelled a little otherwise perhaps."""
    closed = words.rstrip(_ENDS).endswith((":", "：", "】"))
    bare = words.strip(_LEADS + _COLONS + "?？【】[]()（）.")
    field = _find_field(bare, own, closed=closed)
    strong = field is not None and _is_strong(bare, own)
    if field is None or not (closed or strong or field in _TOLD_ALONE):
        return None
    return Label(field=field, words=bare, end=len(words), is_strong=strong)


def find_label(raw: str, own: Own = None) -> Label | None:
    """Return the label with which a text starts: before a colon, a bar or a dash, in brackets, or alone on its line."""
    start = len(raw) - len(raw.lstrip(_LEADS))
    opening = raw[start : start + _LONGEST]
    if opening.startswith("【"):
        return _find_bracketed(raw, start, own)
    sign = _SIGN.search(opening)
    words = opening[: sign.start() if sign else None].strip(_ENDS).rstrip("?？ ")
    kind = (sign.lastgroup or "line") if sign else "line" if start + len(opening) == len(raw) else ""
    field = _find_field(words, own, closed=kind == "colon") if kind else None
    strong = field is not None and _is_strong(words, own)
    if field is None or (kind == "dash" and field not in _BEFORE_DASH) or not (strong or kind in {"colon", "bar"}):
        return None
    return Label(
        field=field, words=words, end=_skip(raw, start + (sign.end() if sign else len(opening))), is_strong=strong
    )


def _skip(raw: str, end: int) -> int:
    """Return where a value starts behind its label."""
    return end + len(raw[end:]) - len(raw[end:].lstrip(" \t\n|*_:："))


def _find_bracketed(raw: str, start: int, own: Own) -> Label | None:
    """Return the label that stands in brackets ("【点评】", "【文  号】"), which are a colon's worth."""
    end = raw.find("】", start, start + _LONGEST)
    words = raw[start + 1 : end].replace(" ", "")
    field = _find_field(words, own, closed=True) if end > 0 else None
    strong = field is not None and _is_strong(words, own)
    if field is None or not (field is Field.COMMENT or strong or raw[end + 1 : end + 2] in _COLONS):
        return None
    return Label(field=field, words=words, end=_skip(raw, end + 1), is_strong=strong)


def list_labels(raw: str, own: Own = None) -> list[tuple[int, Label]]:
    """Return all labels of a text in order, each with the offset where it starts.

    The first may open the text; others stand before a colon: on a line of their own, behind a sentence's end or a
    parting sign, strong ones behind any word.
    """
    found: list[tuple[int, Label]] = []
    taken = 0
    for start in (0, *_list_starts(raw, own)):
        label = find_label(raw[start : start + 2 * _LONGEST] if start else raw, own) if start >= taken else None
        if label is not None and (not start or raw[:start].strip()):
            taken = start + label.end
            found.append((start, replace(label, end=taken)))
    return found


def _list_starts(raw: str, own: Own) -> Iterator[int]:
    """Yield the offsets before each line and each colon at which a label may start."""
    at = 0
    for end in (end for end in range(min(len(raw), _ENOUGH)) if raw[end] in ":：\n"):
        start = end + 1 if raw[end] == "\n" else _find_start(raw, max(at, end - _LONGEST), end, own)
        at = end + 1
        if start:
            yield start


def _find_start(raw: str, low: int, colon: int, own: Own) -> int | None:
    """Return where the label before a colon starts: the longest words that are one, at a place where one may be."""
    low += max(raw[low:colon].rfind(sign) for sign in _NEVER_IN_LABEL) + 1
    words = raw[low:colon]
    starts = [at for at in range(len(words)) if words[at].isalpha() and (at == 0 or _may_start(words, at))]
    for at in starts[-_MOST_WORDS - _LONGEST_ZH :]:
        bare = words[at:].strip(_ENDS)
        before = words[:at].rstrip()[-1:]
        closed = not before or before in _SENTENCE_ENDS or (words[at - 1].isspace() and not bare.isascii())
        if not (bare[:1].isupper() or not bare.isascii()) or not (field := _find_exact(bare, own, closed=True)):
            continue
        dated = field is Field.DATE and raw[colon + 1 : colon + 8].lstrip()[:4].isdigit()
        if closed or dated or _is_strong(bare, own):
            return low + at
    return None


def _may_start(words: str, at: int) -> bool:
    before = words[at - 1]
    return before.isspace() or before in _SENTENCE_ENDS or not words[at].isascii()


def tell_column(head: str, own: Own = None) -> Field:
    """Return what a column holds by the words of its head."""
    words = head.strip(_LEADS + _COLONS)
    bare = fold(words.strip("."))
    named = Field.INDEX if head.strip() in {"#", "№"} else (own or {}).get(bare) or COLUMN_NAMES.get(bare)
    return named or _find_field(words, own, closed=True) or Field.OTHER


def tell_columns(heads: Sequence[str], own: Own = None) -> tuple[Field, ...] | None:
    """Return what the columns of a table hold, where the row is a head: two names are known and no cell has a day."""
    fields = [tell_column(head, own) for head in heads]
    known = set(fields) - {Field.INDEX, Field.CONTACT, Field.OTHER}
    dated = any(find_printed_dates(head[:_LONGEST], default_year=2000) for head in heads)
    return None if len(known) < min(2, len(heads)) or dated else tuple(fields)


def _is_strong(words: str, own: Own) -> bool:
    folded = fold(words)
    return folded in (own or ()) or any(part in STRONG_NAMES for part in _list_tongues(folded))


def _find_exact(words: str, own: Own, *, closed: bool) -> Field | None:
    folded = fold(words)
    parts = _list_tongues(folded)
    named = next((names[part] for names in (STRONG_NAMES, LABEL_NAMES) for part in parts if part in names), None)
    return (own or {}).get(folded) or named or _find_view(words, closed=closed)


def _find_field(words: str, own: Own, *, closed: bool) -> Field | None:
    """Return the field of a label's words; ``closed`` tells that a colon or brackets set them off."""
    if not words or len(words) > _LONGEST or len(words.split()) > _MOST_WORDS:
        return None
    folded = fold(words)
    exact = _find_exact(words, own, closed=closed)
    if own and not exact and (near := process.extractOne(folded, own.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)):
        return own[near[0]]
    return exact or (_find_alike(folded) if folded.isascii() and len(folded) > len("article") else None)


@lru_cache(maxsize=4096)
def _list_tongues(folded: str) -> tuple[str, ...]:
    """Return a name, and the parts of it in either language where it is printed in both ("issuer 发布机构")."""
    name = folded.strip(" /|·()")
    if name.isascii():
        return (name, name.partition(" (")[0])
    latin = "".join(char if char.isascii() and not char.isdigit() else " " for char in name).strip(" /|·()")
    han = "".join(char for char in name if not char.isascii()).strip("（）")
    bare = name.replace(" ", "")
    return (name, bare, " ".join(latin.split()), han) if latin else (name, bare)


@lru_cache(maxsize=4096)
def _find_alike(folded: str) -> Field | None:
    """Return the field of the name that a text is, spelled a little otherwise."""
    near = process.extractOne(folded, _LONG_NAMES, scorer=fuzz.ratio, score_cutoff=LIKE)
    return LABEL_NAMES[near[0]] if near else None


def _find_view(words: str, *, closed: bool) -> Field | None:
    """Return the comment's field for a name of the house's own view ("Harbour Institute comment")."""
    if is_mostly_han(words):
        bare = words.replace(" ", "")
        ends = bare.endswith(_COMMENT_ENDS_ZH) or (closed and bare.endswith(_VIEW_ENDS_ZH))
        return Field.COMMENT if ends and len(bare) <= _LONGEST_ZH and not bare.startswith(_NO_VIEW_ZH) else None
    folded = fold(words).split() or [""]
    named = len(folded) > 1 and not _NO_COMMENT.intersection(folded) and words[:1].isupper()
    views = named and (folded[-1] in _COMMENT_ENDS or (closed and folded[-1] in _VIEW_ENDS))
    asks = folded[0] == "what" and "do" in folded and not _ADVICE.isdisjoint(folded[1:2])
    return Field.COMMENT if views or asks or " ".join(folded).startswith(_VIEWS) else None

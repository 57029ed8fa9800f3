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
_NO_COMMENT = frozenset(
    {"public", "draft", "for", "open", "no", "not", "seeking", "soliciting", "under", "until", "of", "the", "on"}
)
_COMMENT_ENDS_ZH = ("点评", "短评", "快评", "锐评", "简评", "评析", "观点")
_VIEW_ENDS_ZH = ("提示", "提醒", "看法", "建议", "研判", "解读", "视角", "启示", "观察")
_NO_VIEW_ZH = ("风险", "温馨", "特别", "重要", "投资", "友情", "官方", "政策")
_MOST_WORDS, _LONGEST, _LONGEST_ZH, _ENOUGH = 7, 60, 8, 50_000
LIKE = 91
"""So much alike, of a hundred, is a name spelled a little otherwise."""
_LEADS = " \t\n>→»*_▪•■►▶▷▹◇◆○●|·-–—"
_ENDS = " \t*_"
_COLONS = ":："
_COLON_OR_LINE = re.compile(r"[:：\n]")
_SENTENCE_ENDS = frozenset('.!?。！？…;；|｜·•\n”"）)')
_BEFORE_DASH = frozenset({Field.SUMMARY, Field.COMMENT, Field.ISSUER})
_TOLD_ALONE = frozenset({Field.SUMMARY, Field.COMMENT, Field.SOURCE})
"""Fields whose weak labels are labels without a colon too: words such as "Policy" or "Companies" head sections."""
_NEVER_IN_LABEL = ".!?。！？;；,，>)）》\n"


def tell_label(words: str, own: Mapping[str, Field] | None = None) -> Label | None:
    """Return the label that a whole text is (a heading, words in bold, a cell), spelled a little otherwise perhaps."""
    if len(words) > _LONGEST:
        return None
    closed = words.rstrip(_ENDS).endswith((":", "：", "】"))
    bare = words.strip(_LEADS + _COLONS + "?？【】[]()（）.")
    field = _find_field(bare, own, closed=closed)
    strong = field is not None and _is_strong(bare, own)
    if field is None or not (closed or strong or field in _TOLD_ALONE):
        return None
    return Label(field=field, words=bare, end=len(words), is_strong=strong)


def find_label(raw: str, own: Mapping[str, Field] | None = None) -> Label | None:
    """Return the label with which a text starts: before a colon, a bar or a dash, in brackets, or alone on its line."""
    start = len(raw) - len(raw.lstrip(_LEADS))
    opening = raw[start : start + _LONGEST]
    if opening.startswith(("【", "[")):
        return _find_bracketed(raw, start, own)
    end, sign = _find_sign(opening)
    words = opening[:end].strip(_ENDS)
    if not words or (not sign and start + end < len(raw) and raw[start + end] != "\n"):
        return None
    field = _find_field(words.rstrip("?？ "), own, closed=sign == ":")
    strong = field is not None and _is_strong(words.rstrip("?？ "), own)
    if field is None or not (strong or sign in {":", "|"}) or (sign == "–" and field not in _BEFORE_DASH):
        return None
    behind = start + end + (1 if sign else 0)
    behind += len(raw[behind:]) - len(raw[behind:].lstrip(" \t\n|*_" if sign != "–" else " –—-\t\n*_"))
    return Label(field=field, words=words, end=behind, is_strong=strong)


def list_labels(raw: str, own: Mapping[str, Field] | None = None) -> list[tuple[int, Label]]:
    """Return all labels of a text in order, each with the offset where it starts.

    The first may open the text; others stand before a colon: on a line of their own, behind a sentence's end or a
    parting sign, strong ones behind any word.
    """
    found: list[tuple[int, Label]] = []
    first = find_label(raw, own)
    if first is not None:
        found.append((0, first))
    taken = first.end if first else 0
    for start in _list_starts(raw, own):
        if start < taken or not raw[:start].strip():
            continue
        label = find_label(raw[start : start + 2 * _LONGEST], own)
        if label is not None:
            taken = start + label.end
            found.append((start, replace(label, end=taken)))
    return found


def tell_column(head: str, own: Mapping[str, Field] | None = None) -> Field:
    """Return what a column holds by the words of its head."""
    bare = fold(head.strip(_LEADS + _COLONS + "."))
    if head.strip() in {"#", "№"}:
        return Field.INDEX
    if own and bare in own:
        return own[bare]
    return COLUMN_NAMES.get(bare) or _find_field(head.strip(_LEADS + _COLONS), own, closed=True) or Field.OTHER


def tell_columns(heads: Sequence[str], own: Mapping[str, Field] | None = None) -> tuple[Field, ...] | None:
    """Return what the columns of a table hold, where the row is a head: two names are known and no cell has a day."""
    fields = [tell_column(head, own) for head in heads]
    if len(set(fields) - {Field.INDEX, Field.CONTACT, Field.OTHER}) < min(2, len(heads)):
        return None
    if any(len(head) > _LONGEST or find_printed_dates(head, default_year=2000) for head in heads):
        return None
    return tuple(fields)


def _find_bracketed(raw: str, start: int, own: Mapping[str, Field] | None) -> Label | None:
    """Return the label that stands in brackets ("【点评】", "【文  号】"), which are a colon's worth."""
    closing = "】" if raw[start] == "【" else "]"
    end = raw.find(closing, start, start + _LONGEST)
    words = "".join(raw[start + 1 : end].split(" ")) if closing == "】" else raw[start + 1 : end]
    field = _find_field(words, own, closed=True) if end > 0 else None
    if field is None or not (field is Field.COMMENT or _is_strong(words, own) or raw[end + 1 : end + 2] in _COLONS):
        return None
    behind = end + 1
    behind += len(raw[behind:]) - len(raw[behind:].lstrip(" \t\n|*_:："))
    return Label(field=field, words=words, end=behind, is_strong=_is_strong(words, own))


def _find_sign(opening: str) -> tuple[int, str]:
    """Return where the words of a label may end, and the sign there: a colon, a bar, a dash, or none."""
    for at, char in enumerate(opening):
        if char in _COLONS:
            return at, ":"
        if char in "|｜":
            return at, "|"
        if char in "–—-" and opening[at - 1 : at] == " " and opening[at + 1 : at + 2] == " ":
            return at, "–"
        if char == "\n":
            return at, ""
    return len(opening), ""


def _list_starts(raw: str, own: Mapping[str, Field] | None) -> Iterator[int]:
    """Yield the offsets before each line and each colon at which a label may start."""
    at = 0
    for sign in _COLON_OR_LINE.finditer(raw, 0, _ENOUGH):
        start = sign.end() if sign[0] == "\n" else _find_start(raw, max(at, sign.start() - _LONGEST), sign.start(), own)
        at = sign.end()
        if start is not None:
            yield start


def _find_start(raw: str, low: int, colon: int, own: Mapping[str, Field] | None) -> int | None:
    """Return where the label before a colon starts: the longest words that are one, at a place where one may be."""
    words = raw[low:colon]
    low += max(words.rfind(sign) for sign in _NEVER_IN_LABEL) + 1
    words = raw[low:colon]
    starts = [at for at in range(len(words)) if words[at].isalnum() and (at == 0 or _may_start(words, at))]
    for at in starts[-_MOST_WORDS - _LONGEST_ZH :]:
        bare = words[at:].strip(_ENDS)
        before = words[:at].rstrip()[-1:]
        closed = not before or before in _SENTENCE_ENDS or (words[at - 1].isspace() and not bare.isascii())
        field = _find_exact(bare, own, closed=True)
        dated = field is Field.DATE and raw[colon + 1 : colon + 8].lstrip()[:4].isdigit()
        if field and (closed or dated or _is_strong(bare, own)) and (bare[:1].isupper() or not bare.isascii()):
            return low + at
    return None


def _may_start(words: str, at: int) -> bool:
    before = words[at - 1]
    return before.isspace() or before in _SENTENCE_ENDS or not words[at].isascii()


def _is_strong(words: str, own: Mapping[str, Field] | None) -> bool:
    folded = fold(words)
    return bool(own and folded in own) or any(part in STRONG_NAMES for part in _list_tongues(folded))


def _find_exact(words: str, own: Mapping[str, Field] | None, *, closed: bool) -> Field | None:
    folded = fold(words)
    return (own.get(folded) if own else None) or _find_named(folded) or _find_view(words, closed=closed)


def _find_field(words: str, own: Mapping[str, Field] | None, *, closed: bool) -> Field | None:
    """Return the field of a label's words; ``closed`` tells that a colon or brackets set them off."""
    if not words or len(words.split()) > _MOST_WORDS or "。" in words:
        return None
    folded = fold(words)
    exact = _find_exact(words, own, closed=closed)
    if own and not exact and (near := process.extractOne(folded, own.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)):
        return own[near[0]]
    if exact or not folded.isascii() or len(folded) <= len("article"):
        return exact
    return _find_alike(folded)


def _find_named(folded: str) -> Field | None:
    parts = _list_tongues(folded)
    strong = (STRONG_NAMES[part] for part in parts if part in STRONG_NAMES)
    return next(strong, None) or next((LABEL_NAMES[part] for part in parts if part in LABEL_NAMES), None)


@lru_cache(maxsize=4096)
def _list_tongues(folded: str) -> tuple[str, ...]:
    """Return a name, and the parts of it in either language where it is printed in both ("issuer 发布机构")."""
    name = folded.strip(" /|·()")
    if name.isascii():
        outside, bracket, _ = name.partition(" (")
        return (name, outside) if bracket else (name,)
    if any(map(str.isdigit, name)):
        return (name,)
    latin = "".join(char if char.isascii() else " " for char in name).strip(" /|·()")
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
    folded = fold(words).split()
    if not folded:
        return None
    if " ".join(folded).startswith(_VIEWS) or (folded[0] == "what" and _ADVICE & {*folded[1:2]} and "do" in folded):
        return Field.COMMENT
    named = len(folded) > 1 and not _NO_COMMENT.intersection(folded) and words[:1].isupper()
    views = closed and folded[-1] in _VIEW_ENDS and words.split()[-2:][0][:1].isupper()
    thinks = folded[0] == "what" and folded[-1] in {"think", "thinks", "says"} and words.split()[1][:1].isupper()
    return Field.COMMENT if (named and (folded[-1] in _COMMENT_ENDS or views)) or thinks else None

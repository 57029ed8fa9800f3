"""Names while somebody types: which records fit what stands there so far, the likeliest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.lexicon import Body, Company, NamedT, Topic
from bot.domain.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_NO_FIT = 9


def suggest_records(records: Iterable[NamedT], typed: str, *, limit: int) -> list[NamedT]:
    """Give at most ``limit`` records that fit what was typed, in either language; all of them for nothing typed.

    A record that bears the very name comes first, then those with a name that starts so, then with a word that does,
    then with the letters anywhere inside; equals stay in their order.
    """
    wanted = fold(typed)
    if not wanted:
        return list(records)[:limit]
    ranked = [(_rank(record, wanted), record) for record in records]
    fitting = sorted((pair for pair in ranked if pair[0] < _NO_FIT), key=lambda pair: pair[0])
    return [record for _, record in fitting[:limit]]


def _rank(record: Body | Company | Topic, wanted: str) -> int:
    return min(_rank_name(fold(name), wanted) for name in record.all_names)


def _rank_name(name: str, wanted: str) -> int:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f" {wanted}" in name:
        return 2
    inside = wanted in name and (len(wanted) > 2 or not wanted.isascii())  # noqa: PLR2004  two letters stand everywhere
    return 3 if inside else _NO_FIT


def describe_record(record: Body | Company | Topic) -> str:
    """Give a record in one line: ``MIIT · Ministry of Industry and Information Technology · 工业和信息化部``."""
    names: tuple[str, ...]
    if isinstance(record, Body):
        names = (record.id.replace("_", " "), record.name_en, record.name_zh)
    elif isinstance(record, Company):
        names = (record.name, record.name_zh or "")
    else:
        names = (record.name_en, record.name_zh)
    return " · ".join(dict.fromkeys(name for name in names if name))

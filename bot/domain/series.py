"""Which issue of which series a briefing is, and what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.names import fold, fold_title

if TYPE_CHECKING:
    from bot.domain.briefing import Briefing


def series_key(briefing: Briefing) -> str:
    """Give the folded name under which the issues of one series belong together."""
    named = fold_title(f"{briefing.publisher or ''}{briefing.series or ''}")
    return named or fold_title(briefing.title or "") or fold(briefing.source_name)


def briefing_identity(briefing: Briefing) -> str:
    """Give the key under which another file of the same issue is recognised: series and date or what stands for them.

    One issue comes as PDF, mail and Markdown; a corrected file has another hash. So the hash identifies only a briefing
    that prints neither a date nor a title.
    """
    if briefing.published_on and (briefing.publisher or briefing.series or briefing.title):
        return f"{series_key(briefing)}|{briefing.published_on.isoformat()}"
    if briefing.period_end and (briefing.publisher or briefing.series or briefing.title):
        return f"{series_key(briefing)}|to {briefing.period_end.isoformat()}"
    if briefing.title:
        return f"{series_key(briefing)}|{fold_title(briefing.title)}"
    return f"sha256|{briefing.sha256}"


def briefing_name(briefing: Briefing) -> str:
    """Give the short name of the series for citations: publisher and series, else the title, else the file's name."""
    publisher, series = briefing.publisher or "", briefing.series or ""
    if publisher and series and fold(series).startswith(fold(publisher)):
        return series
    return f"{publisher} {series}".strip() or briefing.title or briefing.source_name

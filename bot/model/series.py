"""Which issue of which series a briefing is, and what it is called."""

from collections import Counter
from dataclasses import replace

from bot.model.briefing import Briefing, Item, ReportedPolicy
from bot.model.identity import document_keys, numbers_differ
from bot.model.ids import fold, fold_title


def series_key(briefing: Briefing) -> str:
    """Return the folded name under which the issues of one series belong together."""
    named = fold_title(f"{briefing.publisher or ''}{briefing.series or ''}")
    return named or fold_title(briefing.title or "") or fold(briefing.source_name)


def briefing_identity(briefing: Briefing) -> str:
    """Return the key under which another file of the same issue is recognised: series and date or what stands for them.

    One issue comes as PDF, mail and Markdown; a corrected file has another hash. So the hash identifies only a briefing
    that prints neither a date nor a title. An official notice is no issue of a series: a body issues several a day.
    """
    if notice := find_notice(briefing):
        return _identify_notice(briefing, notice[1])
    day = briefing.published_on or (f"to {briefing.period_end}" if briefing.period_end else None)
    if day and (briefing.publisher or briefing.series or briefing.title):
        return f"{series_key(briefing)}|{day}"
    return f"{series_key(briefing)}|{fold_title(briefing.title)}" if briefing.title else f"sha256|{briefing.sha256}"


def _identify_notice(briefing: Briefing, policy: ReportedPolicy) -> str:
    """Return the key of an official notice: its number, else title, kind, bare number and day.

    The kind parts the text from its interpretation, which is named after it.
    """
    if number := _find_key(policy, "n:"):
        return f"notice|{number}"
    title = _find_key(policy, "z") or f"{series_key(briefing)}|{fold_title(policy.title_zh or briefing.title or '')}"
    printed = fold_title(policy.document_number or "")
    return f"notice|{title}|{policy.document_type or ''}|{printed}|{briefing.published_on or ''}"


def is_known_by_title(briefing: Briefing) -> bool:
    """Return whether only its title names the issue: every issue may bear it, so it names none by itself."""
    dated = briefing.published_on or briefing.period_end
    return not dated and not briefing_identity(briefing).startswith(("notice|n:", "sha256|"))


def find_notice(briefing: Briefing) -> tuple[Item, ReportedPolicy] | None:
    """Return the one item of an official notice by itself, and its document; None for any other briefing."""
    item = briefing.items[0] if len(briefing.items) == 1 else None
    return (item, item.policy) if item and item.is_official and item.policy else None


def is_same_issue(held: Briefing, new: Briefing) -> bool:
    """Return whether two briefings of one day, or of none, are one in two files though their identities differ.

    Of two notices Chinese title, kind, day and issuers are equal, and what numbers they print do not differ: one may
    leave it out. Of two undated issues of one series more than half of the items of both are equal.
    """
    if new.published_on is None:
        said, others = (
            Counter(fold_title(f"{item.headline or ''} {item.text}") for item in each.items) for each in (held, new)
        )
        is_like = (said & others).total() * 2 > max(len(held.items), len(new.items))
        return held.sha256 == new.sha256 or (is_like and series_key(held) == series_key(new))
    first, second = find_notice(held), find_notice(new)
    if first is None or second is None or numbers_differ(first[1].document_number, second[1].document_number):
        return False
    one, other = (
        (_find_key(policy, "z"), item.reported_on, policy.document_type, {*item.issuing_bodies})
        for item, policy in (first, second)
    )
    return one == other and None not in one[:2]


def _find_key(policy: ReportedPolicy, start: str) -> str | None:
    return next((key for key in reversed(document_keys(policy)) if key.startswith(start)), None)


def complete_notice(new: Briefing, held: Briefing) -> Briefing:
    """Return a notice with the number that another file of it prints, where its own prints none or not whose it is."""
    notice, other = find_notice(new), find_notice(held)
    if notice is None or other is None or _find_key(notice[1], "n:") or not other[1].document_number:
        return new
    (item, policy), (_, known) = notice, other
    if policy.document_number and not _find_key(known, "n:"):
        return new
    policy = replace(policy, document_number=known.document_number, number_bodies=known.number_bodies)
    return replace(new, items=(replace(item, policy=policy),))


def briefing_name(briefing: Briefing) -> str:
    """Return the short name of the series for citations: publisher and series, else the title, else the file's name."""
    publisher, series = briefing.publisher or "", briefing.series or ""
    if publisher and series and fold(series).startswith(fold(publisher)):
        return series
    return f"{publisher} {series}".strip() or briefing.title or briefing.source_name

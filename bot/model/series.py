"""Which issue of which series a briefing is, and what it is called."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.model.briefing import Briefing, Item, ReportedPolicy
from bot.model.identity import numbers_differ, strong_keys
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
    notice = _notice_identity(briefing)
    if notice:
        return notice
    if briefing.published_on and (briefing.publisher or briefing.series or briefing.title):
        return f"{series_key(briefing)}|{briefing.published_on.isoformat()}"
    if briefing.period_end and (briefing.publisher or briefing.series or briefing.title):
        return f"{series_key(briefing)}|to {briefing.period_end.isoformat()}"
    if briefing.title:
        return f"{series_key(briefing)}|{fold_title(briefing.title)}"
    return f"sha256|{briefing.sha256}"


def is_known_by_title(briefing: Briefing) -> bool:
    """Return whether only its title names the issue: every issue may bear it, so it names none by itself."""
    dated = briefing.published_on or briefing.period_end
    return not dated and not briefing_identity(briefing).startswith(("notice|n:", "sha256|"))


def is_same_issue(held: Sequence[Item], new: Sequence[Item]) -> bool:
    """Get whether two undated briefings of one title are one issue: more than half of the items of both are equal."""
    common = Counter(map(_wording, held)) & Counter(map(_wording, new))
    return common.total() * 2 > max(len(held), len(new))


def _wording(item: Item) -> str:
    return fold_title(f"{item.headline or ''} {item.text}")


def is_notice(briefing: Briefing) -> bool:
    """Return whether this is an official notice by itself: one document, one policy."""
    return len(briefing.items) == 1 and briefing.items[0].is_official and briefing.items[0].policy is not None


def is_same_notice(one: Briefing, other: Briefing) -> bool:
    """Return whether two notices are one in two files, one of which may leave the number out.

    Chinese title, kind, day and issuers are equal, and what numbers they print do not differ.
    """
    if not (is_notice(one) and is_notice(other)):
        return False
    first, second = one.items[0], other.items[0]
    a, b = first.policy, second.policy
    if a is None or b is None or first.reported_on is None or numbers_differ(a.document_number, b.document_number):
        return False
    return _describe(first, a) == _describe(second, b) and _title_key(a) is not None


def _describe(item: Item, policy: ReportedPolicy) -> tuple[object, ...]:
    return _title_key(policy), policy.document_type, item.reported_on, frozenset(item.issuing_bodies)


def _title_key(policy: ReportedPolicy) -> str | None:
    return next((key for key in strong_keys(policy) if not key.startswith("n:")), None)


def _number_key(policy: ReportedPolicy) -> str | None:
    return next((key for key in strong_keys(policy) if key.startswith("n:")), None)


def complete_notice(new: Briefing, held: Briefing) -> Briefing:
    """Return a notice with the number that another file of it prints, where its own prints none or not whose it is."""
    (item,), (known,) = new.items, held.items
    if item.policy is None or known.policy is None or _number_key(item.policy) or not known.policy.document_number:
        return new
    if item.policy.document_number and not _number_key(known.policy):
        return new
    policy = replace(
        item.policy,
        document_number=known.policy.document_number,
        number_bodies=known.policy.number_bodies,
    )
    return replace(new, items=(replace(item, policy=policy),))


def _notice_identity(briefing: Briefing) -> str | None:
    """Return the key of an official notice, None for anything else: its number, else title, kind, bare number and day.

    The kind parts the text from its interpretation, which is named after it.
    """
    policy = briefing.items[0].policy if is_notice(briefing) else None
    if policy is None:
        return None
    keys = strong_keys(policy)
    if number := _number_key(policy):
        return f"notice|{number}"
    title = keys[-1] if keys else f"{series_key(briefing)}|{fold_title(policy.title_zh or briefing.title or '')}"
    day = briefing.published_on.isoformat() if briefing.published_on else ""
    return f"notice|{title}|{policy.document_type or ''}|{fold_title(policy.document_number or '')}|{day}"


def briefing_name(briefing: Briefing) -> str:
    """Return the short name of the series for citations: publisher and series, else the title, else the file's name."""
    publisher, series = briefing.publisher or "", briefing.series or ""
    if publisher and series and fold(series).startswith(fold(publisher)):
        return series
    return f"{publisher} {series}".strip() or briefing.title or briefing.source_name

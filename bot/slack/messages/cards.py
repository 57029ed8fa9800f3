"""The cards of one policy and of one item: what it is and until when, what its sources say, and what can be done."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.policy import ItemCard, PolicyCard
from bot.answers.rows import ItemRow
from bot.model.briefing import PolicyStatus, list_source_links
from bot.model.comments import fold_spaces
from bot.model.policy import Policy, describe_binding, describe_finality
from bot.model.post import Message
from bot.names.records import Body, spell_id
from bot.query.keys import Key
from bot.slack.actions import REMIND, Ask
from bot.slack.blocks import Block, build_rows, button, context, cut, fields, link_button, section
from bot.slack.messages.facts import (
    cite,
    format_bodies,
    format_claim,
    format_deadlines,
    format_kind,
    list_differing,
    list_printed_lines,
    name_comment,
    name_item,
    name_policy,
)
from bot.slack.messages.frame import Frame, Offers, build_title, capitalise, join_facts, open_button, source_button
from bot.slack.messages.notes import build_notes
from bot.slack.mrkdwn import bold, escape, find_host, format_known, italic, quote

_MAX_PRINTED = 420
_MAX_COMMENT = 260
_MAX_BODIES = 8
_NOT_ADVICE = "our reading of status, not legal advice"


def build_policy_card(answer: PolicyCard, frame: Frame) -> Message:
    """Build the card of one policy: title and deadline, its facts in two columns, then what each source says."""
    policy, rows = answer.policy, answer.rows
    title = name_policy(policy, rows[0] if rows else None)
    deadlines = format_deadlines(policy, rows, is_open=answer.is_open, asked_on=answer.asked_on, is_long=True)
    when = f"{join_facts(deadlines)}{' (Beijing time)' if deadlines else ''}{_say_no_final(answer)}"
    head = frame.open_first(build_title(title), *([section(when)] if when else []), notes=answer.notes)
    head.append(fields(_list_fields(policy, answer.bodies)))
    titles = [bold(each) for each in (policy.title_en,) if each and fold_spaces(each) != title]
    titles += [escape(each) for each in (policy.title_zh,) if each and fold_spaces(each) != title]
    head += [section("\n".join(titles))] if titles else []
    related = [*_build_related(answer), *[section(line) for line in list_differing(policy, rows)]]
    reports = [build_report(row, with_citation=len(rows) > 1) for row in rows]

    def tail(_shown: int) -> list[Block]:
        timeline = open_button("Timeline", Ask(command="policy", text=f"timeline {policy.id}"))
        offers = Offers(
            first=(*_find_notice(rows), *_offer_reminder(answer)),
            others=(timeline,),
            follow=f"{Key.POLICY}:{policy.id}",
            cite=True,
            note=policy.id,
        )
        source = [cite(rows[0].source)] if len(rows) == 1 else []
        return [*build_notes(answer.team_notes), *frame.close(policy.id, *source, _NOT_ADVICE, offers=offers)]

    on = format_known(policy.issued_on)
    text = join_facts((escape(title), *deadlines, format_bodies(policy.issuing_bodies), on, policy.id))
    return build_rows(text, head=[*head, *related], rows=reports, tail=tail)


def _say_no_final(answer: PolicyCard) -> str:
    policy = answer.policy
    is_closed = policy.comments_close_on is not None and not answer.is_open
    if not is_closed or policy.status is not PolicyStatus.DRAFT_FOR_COMMENT or answer.siblings:
        return ""
    return "\nYour briefings have no final text of it."


def _list_fields(policy: Policy, bodies: Sequence[Body]) -> list[tuple[str, str]]:
    """Return the facts of a policy that are known, each under its label."""
    chinese = {body.id: body.name_zh for body in bodies}
    named = [f"{spell_id(each)} {chinese.get(each) or ''}".strip() for each in policy.issuing_bodies[:_MAX_BODIES]]
    left = len(policy.issuing_bodies) - len(named)
    issuers = "\n".join(map(escape, [*named, *([f"and {left} more"] if left else [])]))
    kind = capitalise(format_kind(policy).removeprefix("draft "))
    document = join_facts((kind, escape(policy.document_number or "")))
    published = format_known(policy.issued_on)
    official = " (official notice)" if policy.official and published else ""
    pairs = (
        ("Issuer" if len(named) < 2 else "Issuers", issuers),  # noqa: PLR2004  one alone
        ("Published", f"{published}{official}"),
        ("Document", document),
        ("Status", _describe_status(policy)),
    )
    return [(label, said) for label, said in pairs if said]


def _describe_status(policy: Policy) -> str:
    if policy.status is PolicyStatus.DRAFT_FOR_COMMENT:
        return "Draft, not binding"
    return f"Binding: {escape(describe_binding(policy))}\nFinal: {escape(describe_finality(policy))}"


def _build_related(answer: PolicyCard) -> list[Block]:
    """Return a line with Open for each policy that this one belongs to: its final text or draft, and what builds on."""
    sides = (
        *(
            ("Draft" if each.status is PolicyStatus.DRAFT_FOR_COMMENT else "Final text", each)
            for each in answer.siblings
        ),
        *(("Builds on", each) for each in answer.builds_on),
        *(("Built on by", each) for each in answer.built_on_by),
    )
    return [
        section(
            f"{bold(label)}: {join_facts((escape(name_policy(each)), format_bodies(each.issuing_bodies), each.id))}",
            accessory=open_button("Open", Ask(command="policy", text=each.id)),
        )
        for label, each in sides
    ]


def _find_notice(rows: Sequence[ItemRow]) -> list[Block]:
    """Return the button that leads to the issuer's own page; none where no source links to one."""
    for row in rows:
        for each in list_source_links(row.item):
            host = find_host(each.url)
            if each.url and host and (host.endswith(".gov.cn") or row.item.is_official):
                return [link_button("Official notice ↗", each.url)]
    return []


def _offer_reminder(answer: PolicyCard) -> list[Block]:
    """Return the button that reminds of a deadline; none where nothing is to be done any more."""
    last = answer.policy.applications_close_on
    is_ahead = answer.is_open or (last is not None and last >= answer.asked_on)
    return [button("Remind me", REMIND, answer.policy.id)] if is_ahead else []


def build_report(row: ItemRow, *, with_citation: bool) -> list[Block]:
    """Build what one item says: as printed, then the publisher's opinion; each whole behind its button."""
    item = row.item
    printed = cut("\n".join(list_printed_lines(item, _MAX_PRINTED)), _MAX_PRINTED)
    printed = re.sub(r"\s*•\s*…$", " …", printed) or escape(name_item(item, row.sentence))
    claim = format_claim(row)
    lines = [quote(printed), *([italic(capitalise(claim))] if claim else [])]
    lines += [join_facts((row.id, cite(row.source)))] if with_citation else []
    blocks = [section("\n".join(lines), accessory=source_button(row.id))]
    comment = fold_spaces(item.comment)
    if comment:
        shown = f"{bold(capitalise(name_comment(row.source)))} (opinion)\n{italic(cut(comment, _MAX_COMMENT))}"
        is_cut = len(comment) > _MAX_COMMENT
        blocks.append(section(shown, accessory=source_button(row.id, "Read all") if is_cut else None))
    return blocks


def build_item_card(card: ItemCard, frame: Frame) -> Message:
    """Build the card of one item: what it says, by its kind of statement, with its citation and its policy."""
    row, policy = card.row, card.policy
    title = name_item(row.item, row.sentence)
    day = format_known(row.item.reported_on)
    facts = join_facts((format_bodies(row.item.issuing_bodies), day))
    head = frame.open_first(build_title(title), *([context(facts)] if facts else []))
    related = []
    if policy is not None:
        said = f"{bold('Policy')}: {join_facts((escape(name_policy(policy)), policy.id))}"
        related = [section(said, accessory=open_button("Open", Ask(command="policy", text=policy.id)))]

    def tail(_shown: int) -> list[Block]:
        return frame.close(row.id, cite(row.source), offers=Offers(cite=True))

    blocks = [*build_report(row, with_citation=False), *related]
    return build_rows(join_facts((escape(title), facts, cite(row.source))), head=head, rows=[blocks], tail=tail)

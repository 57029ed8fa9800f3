"""The cards of one policy and of one item."""

import datetime as dt
from dataclasses import dataclass, replace

from bot.answers.context import Absent, Context
from bot.answers.notes import list_shown_notes
from bot.answers.rows import Coverage, ItemRow, list_item_rows, policy_is_open
from bot.model.ids import IdKind, format_id
from bot.model.policy import Policy
from bot.names.records import Body
from bot.query.questions import Question
from bot.store.notes import Note
from bot.store.policies import find_policy, list_built, list_kin, list_policies


@dataclass(frozen=True, kw_only=True, slots=True)
class PolicyCard:
    """One policy with everything that its items say, in the order of date; ``is_open`` as of the day asked.

    ``siblings`` are the final texts of a draft, or the drafts of a final text. ``builds_on`` are the policies that its
    reports refer to, ``built_on_by`` those whose reports refer to it.
    """

    policy: Policy
    rows: tuple[ItemRow, ...]
    bodies: tuple[Body, ...]
    is_open: bool
    asked_on: dt.date
    coverage: Coverage
    siblings: tuple[Policy, ...] = ()
    builds_on: tuple[Policy, ...] = ()
    built_on_by: tuple[Policy, ...] = ()
    notes: tuple[str, ...] = ()
    team_notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemCard:
    """One item, whole; ``policy`` when it is about one."""

    row: ItemRow
    policy: Policy | None
    coverage: Coverage


def find_policy_card(context: Context, question: Question) -> PolicyCard | Absent:
    """Return the card of the policy that a question names."""
    number = int(question.query.policy.include[0])
    card = compose_policy_card(context, find_policy(context.db, number), format_id(IdKind.POLICY, number))
    return replace(card, notes=question.query.notes) if isinstance(card, PolicyCard) else card


def compose_policy_card(context: Context, policy: Policy | None, asked: str) -> PolicyCard | Absent:
    """Return the card of a policy; for None that there is no policy by the name ``asked``."""
    if policy is None:
        return context.absent("policy", asked)
    db, known = context.db, context.lexicon.body_by_id
    builds_on, built_on_by = list_built(db, policy.number)
    rows = list_item_rows(db, [int(item_id[1:]) for item_id in policy.item_ids])
    return PolicyCard(
        policy=policy,
        rows=tuple(sorted(rows, key=lambda row: (str(row.item.reported_on), int(row.id[1:])))),
        bodies=tuple(known[body] for body in policy.issuing_bodies if body in known),
        is_open=policy_is_open(policy, context.now),
        asked_on=context.today,
        coverage=context.coverage,
        siblings=tuple(list_policies(db, list_kin(db, [policy.number]) - {policy.number}).values()),
        builds_on=tuple(builds_on),
        built_on_by=tuple(built_on_by),
        team_notes=list_shown_notes(db, policy.id),
    )


def find_item_card(context: Context, number: int) -> ItemCard | Absent:
    """Return one item, whole."""
    for row in list_item_rows(context.db, [number]):
        policy = find_policy(context.db, int(row.policy_id[1:])) if row.policy_id else None
        return ItemCard(row=row, policy=policy, coverage=context.coverage)
    return context.absent("item", format_id(IdKind.ITEM, number))

"""Policies where Slack shows things of other programs: links that unfurl, the side pane, and Slack's own search.

Each works once the manifest asks for it (docs/assistants.md). An unfurl shows facts and none of the publisher's prose:
the whole channel sees it.
"""

from collections.abc import Sequence
from typing import Any

from bot.access.licences import Place, looking_from
from bot.access.roles import Need
from bot.answers.cards import PolicyCard
from bot.answers.rows import PolicyRow
from bot.assistants.records import Record, build_record, list_statements, whole_row
from bot.dates.date_words import describe_day
from bot.errors import GongbaoError
from bot.names.records import spell_id
from bot.slack.actions import Ask
from bot.slack.gate import Listener
from bot.slack.incoming import Incoming
from bot.slack.listeners.commands import find_answer
from bot.slack.messages.facts import format_kind

_ENTITY, _DATE, _TEXT = "slack#/entities/content_item", "slack#/types/date", "string"
_MOST_RESULTS = 50
_MOST_LINKS = 5
_MAX_TEXT = 1500
Entity = dict[str, Any]


def build_entity(row: PolicyRow, url: str, said: Sequence[Record] = ()) -> Entity:
    """Return a policy as a Work Object; with what its sources ``said`` for the side pane."""
    record, policy = build_record(row.row, row), row.policy
    fields = [
        ("Issuer", ", ".join(map(spell_id, policy.issuing_bodies)), _TEXT),
        ("Status", "Open for comment" if row.is_open else format_kind(policy), _TEXT),
        ("Published", str(policy.issued_on or ""), _DATE),
        *((day.what.capitalize(), str(day.on), _DATE) for day in record.deadlines),
        ("Document number", policy.document_number or "", _TEXT),
        ("Chinese title", policy.title_zh or "", _TEXT),
        *((f"{each.kind.replace('_', ' ').capitalize()}: {each.citation.source}", each.text, _TEXT) for each in said),
    ]
    attributes = {"title": {"text": record.title[:_MAX_TEXT]}, "display_type": "Policy", "display_id": policy.id}
    shown = [
        {"key": f"field_{number}", "label": label, "value": value[:_MAX_TEXT], "type": kind}
        for number, (label, value, kind) in enumerate(fields)
        if value
    ]
    return {
        "entity_type": _ENTITY,
        "url": url,
        "external_ref": {"id": policy.id, "type": "policy"},
        "entity_payload": {"attributes": attributes, "custom_fields": shown},
    }


def unfurl(heard: Incoming) -> None:
    """Show the policies that the links of a message lead to."""
    event, lookup = heard.event, heard.services.lookup
    urls = [str(link.get("url") or "") for link in event.get("links") or () if isinstance(link, dict)][:_MOST_LINKS]
    found = {url: card for url in urls if isinstance(card := lookup.find_address(url, now=heard.now), PolicyCard)}
    entities = [build_entity(whole_row(card), url) | {"app_unfurl_url": url} for url, card in found.items()]
    if entities:
        channel, ts = str(event.get("channel")), str(event.get("message_ts"))
        heard.client.chat_unfurl(channel=channel, ts=ts, metadata={"entities": entities})


def present(heard: Incoming) -> None:
    """Fill the side pane with the policy that somebody opened there."""
    event, trigger = heard.event, str(heard.event.get("trigger_id") or "")
    named = str((event.get("external_ref") or {}).get("id") or "")
    card = find_answer(Ask(command="policy", text=named), heard.services).answer
    if isinstance(card, PolicyCard):
        said = [each for row in card.rows for each in list_statements(row)]
        entity = build_entity(whole_row(card), str(event.get("entity_url") or ""), said)
        heard.client.entity_presentDetails(trigger, metadata=entity)
    else:
        heard.client.entity_presentDetails(trigger, error={"status": "not_found"})


def search(heard: Incoming) -> None:
    """Answer Slack's search with at most 50 policies, as the person who searches may see them."""
    event, keeper, inputs = heard.event, heard.services.gatekeeper, heard.event.get("inputs") or {}
    user = str((inputs.get("user_context") or {}).get("id") or "")
    sent = {"function_execution_id": str(event.get("function_execution_id") or "")}
    sent |= {"token": event["bot_access_token"]} if event.get("bot_access_token") else {}
    viewer = keeper.identify(Need.READ, workspace=heard.viewer.workspace, channel="", user=user)
    app = f"https://slack.com/app_redirect?app={heard.body.get('api_app_id')}&team={viewer.workspace}"
    ask = Ask(command="policy", text=str(inputs.get("query") or ""))
    try:
        keeper.require(viewer, Need.READ, about="event:function_executed")
        with looking_from(Place(role=viewer.role)):
            answer = find_answer(ask, heard.services, rows=_MOST_RESULTS).answer
    except GongbaoError as error:
        heard.client.functions_completeError(error=str(error), **sent)
        return
    rows = [whole_row(answer)] if isinstance(answer, PolicyCard) else getattr(answer, "rows", ())
    results = [_build_result(row, app) for row in rows[:_MOST_RESULTS] if isinstance(row, PolicyRow)]
    heard.client.functions_completeSuccess(outputs={"search_result": results}, **sent)


def _build_result(row: PolicyRow, app: str) -> Entity:
    record, policy = build_record(row.row, row), row.policy
    days = (f"{day.what} {describe_day(day.on)}" for day in record.deadlines)
    said = (", ".join(map(spell_id, policy.issuing_bodies)), format_kind(policy), *days)
    return {
        "external_ref": {"id": policy.id, "type": "policy"},
        "title": record.title[:_MAX_TEXT],
        "description": " · ".join(filter(None, said)),
        "link": record.citation.address or app,
        "date_updated": str(policy.issued_on or record.reported_on or ""),
        "content": record.text[:_MAX_TEXT],
    }


LISTENERS = (
    Listener("event:link_shared", Need.SHARE, later=unfurl),
    Listener("event:entity_details_requested", Need.READ, later=present),
    Listener("event:function_executed", Need.NONE, later=search),  # it asks for the right of whoever searches
)
"""The listeners of links, the side pane and the search."""

"""Write the payloads of the pictures in README and docs/, from our samples: ``python docs/pictures.py FILE.json``.

The post of a briefing, the card of one of its policies, the reminder of a deadline, with what Slack gets as
``payload``; and what a link to that policy unfurls to and its side pane holds, whose fields Slack sets out by itself,
here as blocks. Paste the blocks into Slack's Block Kit Builder, and keep the picture under ``docs/pictures/``.
"""

import datetime as dt
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.answers.cards import PolicyCard
from bot.app import bootstrap
from bot.assistants.records import list_statements, whole_row
from bot.assistants.work_objects import Entity, build_entity
from bot.clock import FixedClock
from bot.config import find_data_folder, read_settings
from bot.slack.actions import Ask
from bot.slack.blocks import context, section
from bot.slack.in_memory.local_slack import CHANNEL
from bot.slack.listeners.commands import find_answer
from bot.slack.mrkdwn import escape

_SAMPLE = "china-industry-monitor-2025-04.md"
_READ_AT = dt.datetime(2025, 4, 2, 8, 0, tzinfo=dt.UTC)
_POSTED_AT = dt.datetime(2025, 4, 2, 8, 11, tzinfo=dt.UTC)
_REMINDED_AT = dt.datetime(2025, 4, 20, 9, 30, tzinfo=dt.UTC)
_CARD = "/policy P2"


def main(target: Path) -> None:
    """Read the sample, post it, ask for a card, and be reminded of its deadline three weeks later."""
    clock = FixedClock(_READ_AT)
    sample = find_data_folder("briefings") / _SAMPLE
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(read_settings(), db=Path(folder) / "pictures.db")
        with bootstrap(settings, clock=clock, create=True) as app:
            app.workspace.subscribe("immediate", channel=CHANNEL)
            app.scheduler.tick(clock.now())
            app.services.ingest.ingest(source_name=sample.name, data=sample.read_bytes(), by="docs", now=clock.now())
            shown = {}
            for name, at in (("post", _POSTED_AT), ("reminder", _REMINDED_AT)):
                clock.at = at
                seen = len(app.workspace.list_posts(CHANNEL))
                app.scheduler.tick(clock.now())
                shown[name] = app.workspace.list_posts(CHANNEL)[seen]
            clock.at = _POSTED_AT
            shown["card"] = app.workspace.command(_CARD, channel=CHANNEL).payload
            card = find_answer(Ask(command="policy", text=_CARD.partition(" ")[2]), app.services).answer
            assert isinstance(card, PolicyCard)
            said = [each for row in card.rows for each in list_statements(row)]
            shown["unfurl"] = show_entity(build_entity(whole_row(card), ""))
            shown["pane"] = show_entity(build_entity(whole_row(card), "", said))
    entries = [{"id": name, "title": name, "kind": "in_channel", "payload": each} for name, each in shown.items()]
    target.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def show_entity(entity: Entity) -> dict[str, Any]:
    """Return a Work Object as blocks: its title, its kind and id, and its fields, each with its label."""
    attributes = entity["entity_payload"]["attributes"]
    fields = entity["entity_payload"]["custom_fields"]
    lines = [f"*{escape(field['label'])}*\n{escape(field['value'])}" for field in fields]
    kind = f"{attributes['display_type']} {attributes['display_id']} · Gongbao"
    head = [section(f"*{escape(attributes['title']['text'])}*"), context(kind)]
    return {"text": kind, "blocks": [*head, *map(section, lines)]}


if __name__ == "__main__":
    main(Path(sys.argv[1]))

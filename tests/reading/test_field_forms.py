"""Fields and states in other faces: badges, names without a colon, tables of firms, short news inside a section."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing


def read(text: str) -> Briefing:
    return read_briefing(text.encode(), source_name="a.md", lexicon=LEXICON)


@pytest.mark.parametrize(
    ("final", "draft"), [("Final", "Draft for comment"), ("[ISSUED]", "[DRAFT]"), ("| In force", "| Draft")]
)
def test_badges_behind_headlines_say_how_a_document_stands(final: str, draft: str) -> None:
    """Where most headings of a level have one; they are no part of the headline."""
    heads = (("Ropes get names", final), ("Winches may go on", draft), ("Cranes need a seal", final))
    told = (f"### {head} {badge}\n\nThe MOT wants owners to keep a list of them.\n" for head, badge in heads)
    briefing = read("# Rope Tracker\n\nAcme Institute | 3 May 2024\n\n## Policy\n\n" + "\n".join(told))
    assert [item.headline for item in briefing.items] == [head for head, _ in heads]
    stands = [item.policy.status for item in briefing.items if item.policy]
    assert stands[1] is PolicyStatus.DRAFT_FOR_COMMENT
    assert PolicyStatus.DRAFT_FOR_COMMENT not in (stands[0], stands[2])


def test_short_news_inside_a_section_is_of_that_section() -> None:
    """Under a heading that only says that it is short; the same heading as high as the sections is one of its own."""
    front = "# Rope Tracker\n\nAcme Institute | 3 May 2024\n\n## Policy\n\n"
    issue = f"{front}### Ropes get names\n\nMIIT issued rope rules.\n\n"
    briefs = "- **2 May** MOT opened a dock.\n- **3 May** MOT closed a dock.\n"
    for head, section in (("### In brief", Section.POLICY_NEWS), ("## In brief", Section.OTHER)):
        items = read(f"{issue}{head}\n\n{briefs}").items
        assert [item.section for item in items] == [Section.POLICY_NEWS, section, section]


def test_fields_in_another_face_and_who_in_a_table_of_firms() -> None:
    """Names without a colon, set in bold, one of them how a document stands; a house's view by its own name."""
    records = "\n\n".join(
        f"### {head}\n\n> **Document** Measures for {what} (《{zh}》)\n> **From** MOT, MIIT\n"
        f"> **Out on** {day} May 2024\n"
        f"> **State of play** {state}\n\nOwners keep a list of all {what}.\n\n_Ropeside says:_ We doubt it.\n\n"
        f"[MOT text](https://mot.example/{day})"
        for head, what, zh, day, state in (
            ("Ropes get names", "Ropes", "缆绳办法", 2, "in force"),
            ("Winches may go on", "Winches", "绞车办法", 3, "issued"),
            ("Cranes need a seal", "Cranes", "起重机办法", 4, "draft"),
        )
    )
    firms = (
        "## Companies\n\n| Date | Who | What happened | Where we read it |\n|---|---|---|---|\n"
        "| 5 May | BYD | Opened a plant in Bern. | [BYD](https://byd.example/1) |\n"
        "| 6 May | Luobei Fastener | Won a contract. | [statement](https://luobei.example/2) |\n"
    )
    briefing = read(f"# ROPESIDE\n\nAcme Institute | 10 May 2024\n\n## Policy\n\n{records}\n\n{firms}")
    one = briefing.items[0]
    assert (one.issuing_bodies, str(one.reported_on)) == (("MOT", "MIIT"), "2024-05-02")
    assert one.comment == "We doubt it."
    assert "MOT text" not in one.text
    assert [link.label for link in one.links] == ["MOT text"]
    stands = [item.policy.status for item in briefing.items if item.policy]
    assert stands == [PolicyStatus.IN_FORCE, PolicyStatus.ISSUED, PolicyStatus.DRAFT_FOR_COMMENT]
    assert [[firm.name for firm in item.companies] for item in briefing.items[3:]] == [["BYD"], ["Luobei Fastener"]]
    assert briefing.unread == ()

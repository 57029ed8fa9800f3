"""The briefing beside the checkout, where it is present; its twin on our own sentences is in the other files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import read_reference
from bot.domain.records.briefing import (
    Briefing,
    CompanyMention,
    Deadline,
    DeadlineKind,
    DocumentType,
    Figure,
    Item,
    Nature,
    PolicyStatus,
    Section,
    Target,
)
from bot.reading.document import Document
from bot.reading.formats.markdown import read_markdown_blocks
from bot.reading.grammar.parse import parse_parts
from bot.reading.recognition.recognise import recognise

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT.parent / "shared" / "seed" / "china-industries-2023-12.md"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the shared seed is not beside this checkout")


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    text = SEED.read_text(encoding="utf-8")
    blocks = read_markdown_blocks(text)
    document = Document(source_name=SEED.name, media_type="text/markdown", sha256="0" * 64, blocks=blocks)
    return recognise(parse_parts(document), lexicon=read_reference(), document=document)


def _item(briefing: Briefing, section: Section, position: int) -> Item:
    return next(item for item in briefing.items if (item.section, item.position) == (section, position))


def test_the_only_deadline_is_the_end_of_the_comment_period(briefing: Briefing) -> None:
    """One draft is open, until 22 December 2023."""
    found = [(deadline.on.isoformat(), deadline.kind) for item in briefing.items for deadline in item.deadlines]
    assert found == [("2023-12-22", DeadlineKind.COMMENTS_CLOSE)]


def test_issuers_are_the_label_or_the_acting_body(briefing: Briefing) -> None:
    """Four bodies issue the pilot; a bullet's subject issues it; corporate news has no issuer and no policy."""
    issuers = [_item(briefing, Section.TOP, position).issuing_bodies for position in range(1, 6)]
    assert issuers == [("MIIT",), ("MOFCOM",), ("MIIT",), ("MIIT", "MPS", "MOHURD", "MOT"), ("MIIT",)]
    news = [_item(briefing, Section.POLICY_NEWS, position).issuing_bodies for position in range(1, 8)]
    assert news == [("MIIT",), ("NDRC",), ("MIIT",), ("MOF",), ("MIIT",), ("MIIT",), ("NDRC",)]
    corporate = [item for item in briefing.items if item.section is Section.CORPORATE_NEWS]
    assert all(not item.issuing_bodies and item.policy is None for item in corporate)
    assert _item(briefing, Section.CORPORATE_NEWS, 4).bodies == ("MOFCOM",)
    assert briefing.unread == ()


def test_kinds_natures_and_statuses_follow_from_the_titles(briefing: Briefing) -> None:
    """Opinions, letter, interim rules, notice, and guidelines on trial in draft."""
    policies = [_item(briefing, Section.TOP, position).policy for position in range(1, 6)]
    assert [policy and (policy.document_type, policy.nature) for policy in policies] == [
        (DocumentType.OPINIONS, None),
        (DocumentType.OTHER, None),
        (DocumentType.PROVISIONS, Nature.INTERIM),
        (DocumentType.NOTICE, None),
        (DocumentType.GUIDELINES, Nature.TRIAL),
    ]
    drafts = [item for item in briefing.items if item.policy and item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT]
    assert drafts == [_item(briefing, Section.TOP, 5)]
    assert all(
        item.policy.status is PolicyStatus.ISSUED for item in briefing.items if item.policy and item not in drafts
    )


def test_goals_are_set_for_their_years(briefing: Briefing) -> None:
    """One for 2027 and four for 2025 on robots; 2035 stands in a comment only."""
    assert [target.year for target in _item(briefing, Section.TOP, 1).targets] == [2027, 2025, 2025, 2025, 2025]
    assert [target.year for target in _item(briefing, Section.TOP, 4).targets] == [2025, 2035]
    assert [target.year for target in _item(briefing, Section.POLICY_NEWS, 7).targets] == [2025]


def test_companies_are_found_and_no_press_or_university(briefing: Briefing) -> None:
    """All companies of the text, canonical, and nothing else."""
    found = [company.name for item in briefing.items for company in item.companies]
    expected = (
        "Fourier Intelligence, Xiaomi, Xpeng, KWS, Boehringer Ingelheim, Gallup, Huawei, Changan, Chery, China Mobile,"
        " Huawei, Cernet, Graphcore, AECC, COMAC"
    )
    assert found == expected.split(", ")


def test_figures_are_as_printed(briefing: Briefing) -> None:
    """Value and unit are the source's own."""
    found = {(figure.value, figure.unit) for item in briefing.items for figure in item.figures}
    assert {
        ("318,900", "5G base stations"),
        ("4 billion", "CNY"),
        ("6.7", "percent"),
        ("100 million", "pieces of general data"),
        ("15", "cities"),
        ("1.2", "terabit per second"),
        ("21", "types of illegal activities"),
    } <= found


def test_every_quote_is_a_piece_of_its_item(briefing: Briefing) -> None:
    """Nothing is quoted that does not stand in the item."""
    for item in briefing.items:
        text = "\n".join((item.headline or "", item.text, *item.points, item.comment or ""))
        facts: tuple[Deadline | Target | Figure | CompanyMention, ...]
        facts = (*item.deadlines, *item.targets, *item.figures, *item.companies)
        assert all(fact.quote in text for fact in facts)

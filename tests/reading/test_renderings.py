"""One briefing reads the same whatever form it arrives in, places and addresses aside."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import find_data_folder
from bot.model.briefing import Briefing, DeadlineKind, Item, Link, PolicyStatus, Section
from bot.names.reference import load_lexicon
from bot.reading.pipeline import read_briefing
from tests.reading.formats.newsletter import SAMPLE, build_mail, build_newsletter, build_word

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed"
NAME = "china-industries-2023-12"
LEXICON = load_lexicon(find_data_folder("reference"))


def read(data: bytes, name: str) -> Briefing:
    return read_briefing(data, source_name=name, lexicon=LEXICON)


def with_addresses(briefing: Briefing) -> Briefing:
    """Leave out what may differ: source, layout, places, redirectors on the way, what was unread."""
    items = tuple(
        replace(item, pages=None, lines=None, links=tuple(replace(link, via=None) for link in item.links))
        for item in briefing.items
    )
    return replace(briefing, source_name="", media_type="", sha256="", unread=(), items=items, layout=None)


def without_addresses(briefing: Briefing) -> Briefing:
    """Leave the links' addresses out too."""
    kept = with_addresses(briefing)
    items = tuple(
        replace(item, links=tuple(Link(label=link.label, url=None) for link in item.links)) for item in kept.items
    )
    return replace(kept, items=items)


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (build_newsletter(), "monitor.html", "text/html"),
        (build_word(), "monitor.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (build_mail(), "monitor.eml", "message/rfc822"),
    ],
    ids=["html", "docx", "eml"],
)
def test_our_sample_reads_the_same_in_every_form(data: bytes, name: str, media_type: str) -> None:
    """Newsletter, Word file and mail give the items, people and links of the Markdown, without places."""
    expected = read(SAMPLE.read_bytes(), SAMPLE.name)
    found = read(data, name)
    assert with_addresses(found) == with_addresses(expected)
    assert found.media_type == media_type
    assert found.unread == ()
    assert {(item.pages, item.lines) for item in found.items} == {(None, None)}
    assert sum(link.url is not None for item in found.items for link in item.links) == 1


@pytest.mark.no_cover
@pytest.mark.skipif(not SEED.is_dir(), reason="the publisher's briefing is not held here")
@pytest.mark.parametrize("ending", [".pdf", "_chromium.pdf", "_libreoffice.pdf", "_links.md", ".docx", ".html", ".eml"])
def test_each_rendering_of_a_real_briefing_says_the_same(ending: str) -> None:
    """Seven forms of it give what its Markdown gives, with their 37 links, and the addresses of the linked Markdown."""
    expected = read((SEED / f"{NAME}.md").read_bytes(), "a.md")
    linked = read((SEED / f"{NAME}_links.md").read_bytes(), "a.md")
    found = read((SEED / (NAME + ending)).read_bytes(), NAME + ending)
    assert without_addresses(found) == without_addresses(expected)
    assert with_addresses(found) == with_addresses(linked)
    assert found.unread == ()
    assert sum(link.url is not None for item in found.items for link in item.links) == 37


@pytest.mark.no_cover
@pytest.mark.skipif(not SEED.is_dir(), reason="the publisher's briefing is not held here")
def test_what_a_real_briefing_says() -> None:
    """Its items by section with issuers, kinds, goals, companies and the one deadline: facts, no wording of its own."""
    briefing = read((SEED / f"{NAME}.md").read_bytes(), "a.md")

    def pick(section: Section) -> list[Item]:
        return [item for item in briefing.items if item.section is section]

    top, policy, corporate = (pick(each) for each in (Section.TOP, Section.POLICY_NEWS, Section.CORPORATE_NEWS))
    assert (briefing.publisher, briefing.series, str(briefing.published_on)) == (
        "MERICS",
        "China Industries",
        "2023-12-06",
    )
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2023-10-25", "2023-11-28")
    assert (len(top), len(policy), len(corporate), len(briefing.items), briefing.unread) == (5, 7, 8, 20, ())
    assert [len(item.points) for item in top] == [4, 3, 4, 3, 4]
    assert [item.issuing_bodies for item in top] == [
        ("MIIT",), ("MOFCOM",), ("MIIT",), ("MIIT", "MPS", "MOHURD", "MOT"), ("MIIT",),
    ]  # fmt: skip
    assert [item.issuing_bodies[0] for item in policy] == ["MIIT", "NDRC", "MIIT", "MOF", "MIIT", "MIIT", "NDRC"]
    assert all(not item.issuing_bodies and item.policy is None for item in corporate)
    kinds = [item.policy and f"{item.policy.document_type} {item.policy.nature or ''}".strip() for item in top]
    assert kinds == ["opinions", "other", "provisions interim", "notice", "guidelines trial"]
    drafts = [item for item in briefing.items if item.policy and item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT]
    assert drafts == [top[4]]
    deadlines = [(str(deadline.on), deadline.kind) for item in briefing.items for deadline in item.deadlines]
    assert deadlines == [("2023-12-22", DeadlineKind.COMMENTS_CLOSE)]
    assert [target.year for target in top[0].targets] == [2027, 2025, 2025, 2025, 2025]
    companies = (
        "Fourier Intelligence, Xiaomi, Xpeng, KWS, Boehringer Ingelheim, Gallup, Huawei, Changan, Chery, China Mobile,"
        " Huawei, Cernet, Graphcore, AECC, COMAC"
    )
    assert [company.name for item in briefing.items for company in item.companies] == companies.split(", ")

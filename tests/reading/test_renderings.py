"""One briefing reads the same whatever form it arrives in, places and addresses aside."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import read_reference
from bot.domain.records.briefing import Briefing, Link
from bot.reading.pipeline import read_briefing
from tests.reading.formats.newsletter import SAMPLE, build_mail, build_newsletter, build_word

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT.parent / "shared" / "seed"
NAME = "china-industries-2023-12"
LEXICON = read_reference()


def read(data: bytes, name: str) -> Briefing:
    return read_briefing(data, source_name=name, lexicon=LEXICON)


def with_addresses(briefing: Briefing) -> Briefing:
    """Leave out what may differ: source, places, redirectors on the way, what was unread."""
    items = tuple(
        replace(item, pages=None, lines=None, links=tuple(replace(link, via=None) for link in item.links))
        for item in briefing.items
    )
    return replace(briefing, source_name="", media_type="", sha256="", unread=(), items=items)


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

"""Which layout a document is read with: that of its series, known by its names, wherever these are printed."""

from dataclasses import replace

import pytest

from bot.model.briefing import Briefing
from bot.names.lexicon import Lexicon
from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.layout.layouts import Kind, Layout, describe_layout, parse_layout
from bot.reading.layout.read import read_layout
from bot.reading.pipeline import find_kept, name_series, read_briefing

ROWS = 'item = ["row"]'
LETTER = (
    "# Harrow Lane\n\n## Policy Letter\n\n6 May 2024\n\n"
    "### MIIT drafts rules for drones\n\n2 May: The MIIT published draft rules for the makers of drones.\n\n"
    "### MOFCOM opens a probe into steel\n\n3 May: The MOFCOM opened an investigation into imports of steel.\n"
)


def make_document(*lines: str) -> Document:
    blocks = tuple(
        Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),), line=at, last_line=at)
        for at, text in enumerate(lines)
    )
    return Document(source_name="a.md", media_type="text/markdown", sha256="0", blocks=blocks)


def read(text: str, layouts: dict[str, str]) -> Briefing:
    return read_briefing(text.encode(), source_name="a.md", lexicon=Lexicon(), layouts=layouts)


@pytest.mark.parametrize(
    ("publisher", "series", "title", "source_name", "key"),
    [
        ("Harrow Lane", "Policy Letter", "Letter 7", "a.md", "harrow-lane|policy-letter"),
        (None, "Policy Letter", None, "a.md", "policy-letter"),
        (None, None, "Letter", "a.md", "letter"),
        (None, None, None, "harrow_2024-05.pdf", "harrow"),
        ("沧浪研究院", "工业动态周刊", None, "a.md", "沧浪研究院|工业动态周刊"),
    ],
)
def test_a_series_goes_by_its_names(
    publisher: str | None, series: str | None, title: str | None, source_name: str, key: str
) -> None:
    """By what is printed, else by the file's name without what changes with each issue."""
    parts = read_layout(make_document("x")).parts
    assert name_series(replace(parts, publisher=publisher, series=series, title=title), source_name) == key


@pytest.mark.parametrize(
    ("key", "lines", "kept"),
    [
        ("harrow-lane|policy-letter", ("Policy Letter No. 7", "Harrow Lane, London", "News."), True),
        ("harrow-lane|policy-letter", ("Policy Letter No. 7", "News."), False),
        ("policy-letter", ("Trade Policy Letters", "News."), False),
        ("brief", ("The Brief", "News."), False),
        ("工业动态周刊", ("沧浪《工业动态周刊》第7期", "News."), True),
    ],
)
def test_a_document_that_is_read_badly_is_known_by_the_names_it_prints(
    key: str, lines: tuple[str, ...], *, kept: bool
) -> None:
    """All names of the series have to stand in it, as words, and short ones prove nothing."""
    found = find_kept(Layout(), {key: ROWS}, "another", make_document(*lines))
    assert found == ((key, Layout(item=("row",))) if kept else None)


def test_what_is_no_layout_any_more_or_no_briefing_is_read_as_found() -> None:
    """A layout that an earlier version kept may be understood no more; a feed has its own."""
    document = make_document("Harrow Lane", "Policy Letter")
    layouts = {"harrow-lane|policy-letter": ROWS}
    assert find_kept(Layout(), {"harrow-lane|policy-letter": "sorts = 3"}, "x", document) is None
    assert find_kept(Layout(kind=Kind.FEED), layouts, "x", document) is None
    assert find_kept(Layout(kind=Kind.NOTICE), layouts, "x", make_document("Policy Letter")) is None
    assert find_kept(Layout(kind=Kind.NOTICE), layouts, "x", document) == (*layouts, Layout(item=("row",)))
    assert find_kept(Layout(kind=Kind.FEED), {**layouts, "": ROWS}, "x", document) == ("", Layout(item=("row",)))


def test_the_layout_of_the_series_is_used_and_told() -> None:
    """What was used, what it cost, and what would have been found without it."""
    found = read(LETTER, {}).layout
    assert found is not None
    assert (found.series, found.is_kept, found.is_fixed) == ("harrow-lane|policy-letter", False, False)
    assert [look.look for look in found.looks if look.count > 1] == ["heading 3", "dated paragraph"]
    kept = read(LETTER, {found.series: found.toml, "harrow-lane": ROWS}).layout
    assert kept is not None
    assert (kept.series, kept.is_kept, kept.toml) == (found.series, True, found.toml)
    assert (kept.runner_up, kept.runner_up_cost) == (found.toml, found.cost)


@pytest.mark.parametrize(
    ("words", "is_label"), [("Where it stands", True), ("November 24", False), ("11月24日", False)]
)
def test_words_that_come_again_before_a_colon_are_labels_but_days_are_none(words: str, is_label: bool) -> None:
    lines = "\n\n".join(f"- {words}: Mill number {at} opened in the north of the province." for at in range(4))
    layout = read(f"{LETTER}\n{lines}\n", {}).layout
    assert layout is not None
    assert any("labels" in sentence for sentence in describe_layout(parse_layout(layout.toml))) == is_label


def test_a_given_layout_names_sections_and_their_end() -> None:
    """Names spelled a little otherwise count, and a look that is known to head nothing does not."""
    toml = (
        'kind = "briefing"\ngroup = ["heading 2"]\nheadline = ["heading 3"]\nitem = []\ntext = ["bold line"]\n'
        'closes = "The Lane\'s people"\nsections = { "Tides and currents" = "policy_news" }\n'
    )
    news = LETTER.replace("### MIIT", "## Tides & currents\n\n### MIIT").replace(
        "### MOFCOM", "**Companies**\n\n### MOFCOM"
    )
    briefing = read(f"{news}\n## The Lane’s people\n\n4 May: Ann Harrow wrote the letter.\n", {"": toml})
    assert [(str(item.section), item.headline) for item in briefing.items] == [
        ("policy_news", "MIIT drafts rules for drones"),
        ("policy_news", "MOFCOM opens a probe into steel"),
    ]
    assert "Ann Harrow" not in briefing.items[-1].text

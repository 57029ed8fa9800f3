"""A paper to write files of: a draft with a deadline, an official document, a company's claim."""

import datetime as dt
from dataclasses import replace
from typing import Any

from bot.files.paper import Paper, PaperDeadline, PaperRow, PaperSource, Standing

NOW = dt.datetime(2024, 3, 7, 9, tzinfo=dt.UTC)
SOURCE = PaperSource(
    item_id="I1",
    name="Institute Watch",
    publisher="Institute",
    published_on=dt.date(2024, 3, 6),
    place="item 1, p. 5",
    pages="p. 5",
    lines="",
    url=None,
)
CLOSES = PaperDeadline(
    on=dt.date(2024, 4, 1), kind="comments_close", words="comments close", source=SOURCE, quote="Answer by 1 April."
)
DRAFT = PaperRow(
    id="P5",
    item_id="I1",
    is_policy=True,
    standing=Standing.REPORTED,
    is_official=False,
    title="Measures for Robots (Draft)",
    title_zh="机器人管理办法",
    kind="measures · draft for comment",
    status="draft for comment",
    document_number="",
    issuing_bodies=("MIIT", "MOT"),
    dated_on=dt.date(2024, 3, 1),
    deadlines=(CLOSES,),
    companies=(),
    viewed_companies=(),
    topics=("robotics",),
    said="Robots need a licence.",
    view="Smaller makers will feel it.",
    source=SOURCE,
)
CLAIM = replace(
    DRAFT,
    id="I2",
    item_id="I2",
    is_policy=False,
    standing=Standing.CLAIM,
    title="Huawei showed a robot hand",
    title_zh="",
    kind="",
    issuing_bodies=(),
    deadlines=(),
    companies=("Huawei",),
    said="Huawei showed a robot hand",
    view="",
    source=replace(SOURCE, item_id="I2", place="company news 1, p. 7", pages="p. 7", url="https://example.org/hand"),
)


def build_paper(*rows: PaperRow, **changes: Any) -> Paper:
    """Return a paper of these rows, or of the draft and the claim."""
    paper = Paper(
        title="Robots",
        asked="/policy robots",
        as_of=dt.date(2024, 3, 7),
        held="From 1 briefing.",
        rows=rows or (DRAFT, CLAIM),
        total=len(rows) or 2,
        licences=("Institute: licence internal.",),
        team="T1",
    )
    return replace(paper, **changes)

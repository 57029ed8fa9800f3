"""A paper to write files of: a draft with a deadline, an official document, a company's claim."""

import datetime as dt
from dataclasses import replace
from typing import Any

from bot.files.paper import Paper, PaperDeadline, PaperRow, Standing

NOW = dt.datetime(2024, 3, 7, 9, tzinfo=dt.UTC)
SOURCE = "Institute Watch, 6 Mar 2024, item 1, p. 5 (I1); no link"
CLOSES = PaperDeadline(on=dt.date(2024, 4, 1), kind="comments_close", source=SOURCE, quote="Answer by 1 April.")
DRAFT = PaperRow(
    id="P5",
    item_id="I1",
    is_policy=True,
    standing=Standing.REPORTED,
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
    publisher="Institute",
    source=SOURCE,
    url="",
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
    source="Institute Watch, 6 Mar 2024, company news 1, p. 7 (I2); https://example.org/hand",
    url="https://example.org/hand",
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

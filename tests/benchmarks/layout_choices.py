"""The habits of publishers that ``make layouts`` composes briefings of, each drawn apart from the others."""

from __future__ import annotations

import random

from tests.benchmarks import layout_pool as pool
from tests.benchmarks.layout_formats import FORMATS

GROUPS = ("none", "known", "worded", "opaque", "topics", "ministries", "days", "weeks", "topics inside")
FORMS = (
    "heading",
    "heading that acts",
    "bold line",
    "numbered heading",
    "bold title",
    "bold start",
    "date before",
    "date after",
    "date and issuer line",
    "bullets",
    "nested",
    "labels",
    "labels alone",
    "table",
    "linked title",
)
WITH_LOOKS = frozenset({"bold title", "bold start", "bold line", "linked title"})
WITHOUT_BOLD = frozenset({"text", "mail"})
DATES = ("12 March", "Mar 12", "12/03", "2025-03-12", "(Mar. 12)", "March 12th", "Wed 12 Mar")
SOURCES = ("none", "link", "Source:", "in brackets", "read more")
MASTHEADS = ("publisher first", "publisher below", "published by", "publisher in footer")


def draw_choices(chance: random.Random) -> dict[str, str]:
    """Draw one habit of each kind; only what a format cannot show is drawn again."""
    made = {"format": chance.choice(FORMATS), "sections": chance.choice(GROUPS)}
    plain = made["format"] in WITHOUT_BOLD
    forms = [form for form in FORMS if not (plain and form in WITH_LOOKS)]
    if made["sections"] == "topics inside":
        forms = [form for form in forms if form in {"bold title", "bold start", "date before", "date after", "bullets"}]
    made["form"] = chance.choice(forms)
    made["dates"] = chance.choice(DATES)
    made["sources"] = chance.choice([s for s in SOURCES if not (plain and s in {"link", "read more"})])
    made["levels"] = chance.choice(("plain", "capitals", "numbered", "lettered"))
    made["masthead"] = chance.choice(MASTHEADS)
    made["opening"] = chance.choice(("none", "none", "contents", "letter"))
    made["comment"] = chance.choice(("none", "none", *pool.COMMENTS))
    made["ahead"] = chance.choice(("none", "none", "bullets", "table"))
    made["footer"] = chance.choice(("none", "disclaimer"))
    made["names"] = chance.choice(("full", "abbreviated"))
    made["sign behind lead"] = chance.choice((".", ":", " –"))
    made["paragraphs"] = chance.choice(("one", "one", "two", "three"))
    made["voice"] = chance.choice(("past", "past", "passive", "issuer in brackets"))
    made["opening of sections"] = chance.choice(("none", "none", "a sentence"))
    places = ("end", "start", "own line", "behind headline", "none")
    figures = made["dates"] in {"12/03", "2025-03-12"}  # no sentence begins with such a day
    made["place of date"] = chance.choice([place for place in places if not (figures and place == "start")])
    return made

"""Companies by their home country, in either language."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Company, Lexicon
from bot.domain.queries.company_homes import list_of_nation
from bot.domain.queries.wording import QuestionWords, Wording

LEXICON = Lexicon(
    companies=(
        Company(id="acme", name="Acme", country="US"),
        Company(id="bora", name="Bora", country="DE", sector="vehicles"),
        Company(id="cang", name="Cang", country="CN"),
        Company(id="dunno", name="Dunno"),
    )
)
WORDING = Wording(
    english=QuestionWords(
        nations={"US": ("US", "American"), "DE": ("German", "Germany")}, trades={"vehicles": ("car makers",)}
    ),
    chinese=QuestionWords(nations={"US": ("美国",)}, trades={"vehicles": ("车企",)}),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("US companies", {"acme"}),
        ("all American firms in the news", {"acme"}),
        ("firms from Germany", {"bora"}),
        ("companies of the US", {"acme"}),
        ("美国企业", {"acme"}),
        ("美国的公司", {"acme"}),
        ("foreign companies", {"acme", "bora"}),
        ("外国公司", {"acme", "bora"}),
        ("German", set()),
        ("chip companies", set()),
        ("Acme", set()),
    ],
)
def test_who_names_a_country_means_its_companies(text: str, found: set[str]) -> None:
    """Those on our list; of others no country is known."""
    assert list_of_nation(text, LEXICON, WORDING) == found

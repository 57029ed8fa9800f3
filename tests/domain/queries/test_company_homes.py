"""Companies by their home country, in either language."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Company, Lexicon
from bot.domain.queries.company_homes import list_of_nation, widen_firms
from bot.domain.queries.query_scan import Term
from bot.domain.queries.search_plan import compose_search_plan
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


@pytest.mark.parametrize(
    ("text", "texts", "said"),
    [
        ("German firms robots", ("German firms", "robots"), ["German firms → any of 1 companies by name"]),
        ("robots 美国企业", ("robots", "美国企业"), ["美国企业 → any of 1 companies by name"]),
        ("foreign companies", ("foreign companies",), ["foreign companies → any of 2 companies by name"]),
        ("car makers plants", ("car makers", "plants"), ["car makers → any of 1 companies by name"]),
        ("plants 车企", ("plants", "车企"), ["车企 → any of 1 companies by name"]),
        ("German car makers", ("German car makers",), ["German car makers → any of 1 companies by name"]),
        ("US car robots", ("US", "car", "robots"), []),
        ("robots", ("robots",), []),
    ],
)
def test_companies_of_a_country_may_stand_by_their_names(text: str, texts: tuple[str, ...], said: list[str]) -> None:
    """Beside the words themselves, which stay one of the ways."""
    plan = compose_search_plan(tuple(Term(text=word) for word in text.split()), LEXICON)
    wider, added = widen_firms(plan, LEXICON, WORDING)
    assert (wider.texts, added) == (texts, said)
    assert wider.wanted[0].wordings[0] == tuple(texts[0].split())
    assert sum(len(each.wordings) for each in wider.wanted) == len(texts) + sum("any" in each for each in added) + (
        "foreign" in text
    )


def test_what_is_quoted_names_no_country() -> None:
    """It is words and nothing else."""
    plan = compose_search_plan((Term(text="German", phrase=True), Term(text="firms")), LEXICON)
    assert widen_firms(plan, LEXICON, WORDING) == (plan, [])

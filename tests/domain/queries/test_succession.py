"""Bodies and what they were or became: a question for one is a question for its whole line."""

from __future__ import annotations

import datetime as dt

from bot.domain.lexicon import Body, Lexicon
from bot.domain.queries.query import parse_query
from bot.domain.queries.search_plan import compose_search_plan
from bot.domain.queries.search_text import facet_token
from bot.domain.queries.succession import widen_bodies

TODAY = dt.date(2024, 1, 2)
LEXICON = Lexicon(
    bodies=(
        Body(id="CBRC", name_en="China Banking Regulatory Commission", name_zh="CBRC"),
        Body(id="CIRC", name_en="China Insurance Regulatory Commission", name_zh="CIRC"),
        Body(
            id="CBIRC", name_en="China Banking and Insurance Commission", name_zh="CBIRC", predecessors=("CBRC", "CIRC")
        ),
        Body(
            id="NFRA",
            name_en="National Financial Regulatory Administration",
            name_zh="NFRA",
            predecessors=("CBIRC", "GONE"),
        ),
        Body(id="MOF", name_en="Ministry of Finance", name_zh="MOF"),
    ),
    companies=(),
    topics=(),
)


def test_names_in_words_and_in_filters_are_widened() -> None:
    """The words keep what they mean and may also mean the others; what was added is said; other bodies stay."""
    query = parse_query("CBRC rules ministry:CIRC,MOF mentions:NFRA", lexicon=LEXICON, today=TODAY)
    widened, plan, said = widen_bodies(query, compose_search_plan(query.terms, LEXICON), LEXICON)
    assert widened.ministry.include == ("CIRC", "MOF", "CBIRC", "NFRA")
    assert widened.mentions.include == ("NFRA", "CBIRC", "CBRC", "CIRC")
    assert (facet_token("body", "NFRA"),) in plan.wanted[0].wordings
    assert said == ["CBRC, CBIRC, NFRA", "CIRC, CBIRC, NFRA", "NFRA, CBIRC, CBRC, CIRC"]

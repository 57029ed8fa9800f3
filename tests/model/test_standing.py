"""What stands only in the publisher's comment is told apart from what is reported."""

from dataclasses import replace

from bot.model.briefing import Section, is_claim, is_commented
from tests.builders import build_claim, build_item

VIEW = "As the Data Security Law has it,\nHuawei will gain; the Safety Production Law stays."


def test_a_sentence_is_the_comments_only_where_it_stands_nowhere_else() -> None:
    """Spaces do not count; without a comment nothing is a view."""
    item = build_item(text="The Safety Production Law stays.", comment=VIEW)
    assert is_commented(item, "Data Security Law has it, Huawei")
    assert not is_commented(item, "Safety Production Law")
    assert not is_commented(item, "Nowhere")
    assert not is_commented(item, "")
    assert not is_commented(build_item(comment=None), "Data Security Law")


def test_company_news_is_a_claim_unless_a_body_acts() -> None:
    """So is other news of no document that reports on a company; one that only the comment names makes none."""
    claim = build_claim()
    assert is_claim(claim)
    assert not is_claim(replace(claim, acting_bodies=("CAAC",)))
    other = replace(claim, section=Section.OTHER)
    assert is_claim(other)
    assert not is_claim(replace(other, companies=()))
    assert not is_claim(replace(other, text="A bridge opened.", comment="Huawei says"))
    assert not is_claim(build_item(companies=claim.companies))

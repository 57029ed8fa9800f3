"""What stands only in the publisher's comment is told apart from what is reported."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.records.briefing import CompanyMention, PolicyStatus, Section
from bot.domain.records.standing import (
    is_built_on_by_comment,
    is_claim,
    is_commented,
    names_company,
    names_company_in_comment,
    split_companies,
    split_references,
)
from tests.builders import HUAWEI, build_claim, build_item, build_policy

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


def test_a_company_reported_on_once_is_no_companion_of_the_comment() -> None:
    """Companies are split by where they stand first, each once."""
    both = tuple(CompanyMention(name="Huawei", company_id="huawei", quote=said) for said in ("It sells.", "It may."))
    item = build_item(text="It sells.", comment="It may. Chery too.", companies=(*both, replace(both[1], name="Chery")))
    assert split_companies(item) == (["Huawei"], ["Chery"])


def test_references_are_split_and_leave_out_the_document_itself() -> None:
    """A title of its own is none, and a draft without another title does not build on a draft."""
    item = build_item(
        text="It cites the Safety Production Law.",
        comment=VIEW,
        references=("Safety rules for battery storage", "Safety Production Law", "Data Security Law"),
    )
    assert split_references(item) == (["Safety Production Law"], ["Data Security Law"])
    assert item.policy
    bare = replace(item.policy, title_en=None, title_zh=None)
    named = ("Measures on Bank Loans (Draft for Comments)", "银行贷款管理办法（征求意见稿）", "Bank Law of 2020")
    untitled = replace(item, policy=bare, references=named)
    assert split_references(untitled) == (["Bank Law of 2020"], [])
    issued = replace(untitled, policy=replace(bare, status=PolicyStatus.ISSUED))
    assert split_references(issued)[0] == list(named)


def test_what_only_comments_name_is_no_ground_of_a_document() -> None:
    """A report that names it in its own text makes it one."""
    law = build_policy(title_en="Data Security Law", title_zh=None)
    commented = build_item(comment=VIEW, references=("Data Security Law",))
    reported = build_item(text="It follows the Data Security Law.", comment=None, references=("Data Security Law",))
    assert is_built_on_by_comment([commented], law)
    assert not is_built_on_by_comment([commented, reported], law)
    assert not is_built_on_by_comment([commented], build_policy(title_en="Another law of 2020", title_zh=None))


def test_a_company_may_be_named_in_comments_only() -> None:
    """By its id or its name; nobody is named in a comment who is not named."""
    by_id = CompanyMention(name="HW", company_id="huawei", quote="Huawei will gain")
    commented = build_item(comment=VIEW, companies=(by_id,))
    by_name = CompanyMention(name="Huawei", company_id=None, quote="Huawei builds it.")
    reported = build_item(text="Huawei builds it.", comment=VIEW, companies=(by_name,))
    assert names_company_in_comment([commented, build_item()], HUAWEI)
    assert not names_company_in_comment([commented, reported], HUAWEI)
    assert not names_company_in_comment([build_item()], HUAWEI)
    assert [names_company(item, HUAWEI) for item in (commented, reported, build_item())] == [True, True, False]

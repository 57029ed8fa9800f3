"""An entry of a list names its document without a verb, behind the bodies that issue it."""

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from tests.reading.recognition.recognise_lexicon import read_item

ENTRIES = [
    ("NDRC, MIIT – Notice on green certificates; comments by 12 March", ("NDRC", "MIIT"), "draft_for_comment"),
    ("NDRC and MOF: Plan for health data", ("NDRC", "MOF"), "issued"),
    ("SAMR / MOF: new Three-Year Action Plan for Standards", ("SAMR", "MOF"), "issued"),
    ("The Ministry of Finance (MOF): Guiding Opinions on ports", ("MOF",), "issued"),
    ("MOF: Notice on hybrid seeds; applications close 31 May", ("MOF",), "issued"),
    ("MOHURD draft Code for Timber Houses; comments within 30 days.", ("MOHURD",), "draft_for_comment"),
    ("MIIT's draft standard for power banks", ("MIIT",), "draft_for_comment"),
    ("SAMR revised draft Guidelines on Toys – deadline: end of May.", ("SAMR",), "draft_for_comment"),
    ("SAMR consultation on GB 4943 (closes in two weeks).", ("SAMR",), "draft_for_comment"),
    ("SAMR draft rules on toys were adopted.", ("SAMR",), "issued"),
    ("Catalogue of ports (NDRC, MOF): comments until 18 September 2026", ("NDRC", "MOF"), "draft_for_comment"),
    ("Measures on timber (MOHURD) – public consultation open to 3 October", ("MOHURD",), "draft_for_comment"),
    ("MOF: methane rules for coal mines, comments to 12 May", ("MOF",), "draft_for_comment"),
    ("State Council: green heat regulations for ports (passed in May)", ("STATE_COUNCIL",), "issued"),
    ("SAMR is seeking comments on rules for toys; the deadline is 8 October.", ("SAMR",), "draft_for_comment"),
]
OTHERS = [
    "MIIT: Output of steel fell by 5 percent.",
    "MIIT: strict rules for mills, says the head of a mill",
    "MOFCOM: tariffs on Canadian steel are a mistake, spokesman says",
    "Huawei, BYD: plan for a joint venture",
    "MIIT consultations with carmakers went on",
    "BYD plant welcomed (NDRC): feedback was positive",
]


@pytest.mark.parametrize(("text", "issuers", "status"), ENTRIES)
def test_an_entry_is_a_policy_of_the_bodies_before_it(text: str, issuers: tuple[str, ...], status: str) -> None:
    """A document's kind behind a colon or dash, or a draft or consultation right behind the names."""
    read = read_item(text, section=Section.OTHER)
    assert read.policy
    assert (read.issuing_bodies, read.policy.status.value) == (issuers, status)


@pytest.mark.parametrize("text", OTHERS)
def test_other_words_behind_a_name_are_no_document(text: str) -> None:
    """News, views and what companies do."""
    assert read_item(text, section=Section.OTHER).policy is None


def test_a_draft_under_discussion_is_not_open_for_comment() -> None:
    """Without the body that shows it, "the draft plan" says nothing of comments."""
    read = read_item("The draft plan for steel calls for cuts.", section=Section.POLICY_NEWS)
    assert read.policy
    assert read.policy.status is not PolicyStatus.DRAFT_FOR_COMMENT

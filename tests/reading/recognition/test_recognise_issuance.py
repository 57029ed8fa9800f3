"""What is told as done and what only as planned, asked for, denied, put off or ended."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType, Item, PolicyStatus, Section
from bot.reading.recognition.issuance import is_only_planned, is_put_off
from tests.reading.recognition.recognise_lexicon import read_item

NOT_ISSUED = [
    "The NDRC may publish a plan for ports next month.",
    "The MIIT plans to issue measures on drones by June.",
    "The MOFCOM said that it would set up a fast lane for winches.",
    "The ministry will look into the dumping of winches.",
    "Rules of the MIIT on robots are near. A text is expected in July.",
    "The NPC Standing Committee schedules a second reading of the Rope Law; no date for its entry into force.",
    "The MIIT will issue rules.",
    "The MIIT has not yet issued the draft rules.",
    "The MIIT did not issue the rules.",
    "The MIIT denied that it had issued a notice.",
    "The MIIT is expected to release a catalogue.",
    "The MIIT is considering new rules on robots.",
    "The MIIT is drafting a plan for robots.",
    "The chamber calls on the MIIT to issue guidelines.",
    "Makers urged the MIIT to quickly publish guidelines.",
    "New rules on robots are to be published by the MIIT next year.",
    "The rules on robots have yet to be issued by the MIIT.",
    "The MIIT said it would soon seek public comments on the rules.",
    "The MIIT announced that it will issue a plan.",
    "The MIIT announced a plan to issue rules.",
    "The NDRC will launch a pilot in ten cities, it said.",
    "The MOF plans to cut tariffs on chips.",
    "The MIIT will withdraw its notice.",
    "The CAC may repeal its rules on games.",
    "The MIIT postponed its measures on robots.",
    "The measures on robots were delayed again.",
    "The MIIT postponed its measures on robots. It issued a notice on chips.",
    "工信部将出台机器人办法。",
    "工信部尚未发布机器人办法。",
    "工信部推迟发布机器人办法。",
]
ISSUED = [
    "The MIIT issued a plan and will publish a list later.",
    "The MIIT published rules that will require firms to issue reports.",
    "The MIIT has issued rules that had not been published before.",
    "The MIIT announced a plan for robots and will publish a list later.",
    "The MOF cancelled export tax rebates for steel.",
    "The CAC issued new measures and repealed the old rules.",
    "New measures were issued by the CAC, and the old rules were abolished.",
    "The MIIT issued a notice after the start of the pilot was delayed.",
    "Under a notice of the MIIT, which had issued a plan, plants will be listed.",
    "现将《机器人名单》予以公布。工信部印发名单。",
    "工信部发布《机器人新办法》，同时废止《机器人旧办法》。",
]
ENDED = [
    ("The MIIT cancelled its notice of 3 March 2022.", PolicyStatus.WITHDRAWN),
    ("The notice of 3 March 2022 was withdrawn by the MIIT.", PolicyStatus.WITHDRAWN),
    ("The MIIT withdrew a 2022 notice on waste.", PolicyStatus.WITHDRAWN),
    ("The CAC abolished its rules on games.", PolicyStatus.REPEALED),
    ("The CAC scrapped the old game rules.", PolicyStatus.REPEALED),
    ("The notice the NDRC published in May was repealed by the MIIT.", PolicyStatus.REPEALED),
    ("The measures issued in 2015 were abolished by the CAC.", PolicyStatus.REPEALED),
    ("The State Council issued a notice that repealed the rules on games.", PolicyStatus.REPEALED),
    ("工信部废止《机器人旧办法》。", PolicyStatus.REPEALED),
]
CONSULTED = [
    "The CAC released measures on exports for comment.",
    "The CAC published measures on exports of data for public comment.",
    "The CAC seeks comments on measures for labels.",
    "The CAC invites comments on measures for labels.",
    "The CAC opened comments on measures for labels.",
    "The CAC opened the measures for public consultation.",
]


def _status(item: Item) -> PolicyStatus | None:
    return item.policy.status if item.policy else None


@pytest.mark.parametrize("text", NOT_ISSUED)
def test_what_is_planned_asked_for_denied_or_put_off_is_not_issued(text: str) -> None:
    """The status is unknown, whoever is named as the one who may act."""
    assert _status(read_item(text)) is PolicyStatus.UNKNOWN


@pytest.mark.parametrize("text", ISSUED)
def test_an_act_stays_issued_whatever_else_is_planned_or_ends(text: str) -> None:
    """Plans beside an act, and an old document that a new one ends, take nothing from it."""
    assert _status(read_item(text)) is PolicyStatus.ISSUED


@pytest.mark.parametrize(("text", "expected"), ENDED)
def test_the_end_of_a_document_is_told_by_its_verb(text: str, expected: PolicyStatus) -> None:
    """Cancelled and withdrawn is withdrawn; repealed, abolished and scrapped is repealed; its kind is read too."""
    item = read_item(text)
    assert _status(item) is expected
    assert item.policy is not None
    assert item.policy.document_type is not None


@pytest.mark.parametrize("text", CONSULTED)
def test_what_is_out_for_comment_is_a_draft(text: str) -> None:
    """However the asking is worded, with the kind of what is asked about."""
    item = read_item(text)
    assert _status(item) is PolicyStatus.DRAFT_FOR_COMMENT
    assert item.policy is not None
    assert item.policy.document_type is DocumentType.MEASURES


def test_a_cited_document_is_there_unless_it_is_put_off() -> None:
    """An article label shows the document, so plans in the report are of something else."""
    cited = read_item("The MIIT will publish a list.", article_text="Notice on Robots (关于机器人的通知)")
    put_off = read_item("The MIIT postponed the notice.", article_text="Notice on Robots (关于机器人的通知)")
    assert (_status(cited), _status(put_off)) == (PolicyStatus.ISSUED, PolicyStatus.UNKNOWN)


def test_without_words_of_planning_nothing_is_planned() -> None:
    """Plain news is neither planned nor put off."""
    assert not is_only_planned("The MIIT listed plants.")
    assert not is_put_off("The MIIT listed plants.")


def test_a_dated_line_says_what_begins_or_ends_that_day() -> None:
    """Where the sentence prints no day of its own, the line's day is meant; the kind of document is read too."""
    effect = read_item("Battery rules of the MIIT take effect")
    closing = read_item("Comments on CAC penalty rules close")
    applying = read_item("Applications for the MIIT pilot close.")
    assert [(d.on.isoformat(), d.kind.value) for d in effect.deadlines] == [("2024-03-12", "takes_effect")]
    assert [(d.on.isoformat(), d.kind.value) for d in closing.deadlines] == [("2024-03-12", "comments_close")]
    assert [(d.on.isoformat(), d.kind.value) for d in applying.deadlines] == [("2024-03-12", "applications_close")]
    assert (effect.issuing_bodies, closing.issuing_bodies) == (("MIIT",), ("CAC",))
    assert (_status(effect), _status(closing)) == (PolicyStatus.IN_FORCE, PolicyStatus.DRAFT_FOR_COMMENT)
    assert effect.policy is not None
    assert effect.policy.document_type is DocumentType.PROVISIONS
    assert closing.policy is not None
    assert closing.policy.document_type is DocumentType.PROVISIONS


@pytest.mark.parametrize(
    "text",
    [
        "It is unclear when the rules take effect",
        "Makers want the rules to take effect",
        "Comments on the rules will close",
        "The offices of the MIIT close",
    ],
)
def test_an_open_end_or_beginning_is_no_deadline(text: str) -> None:
    """When, whether and until say that the day is another one."""
    assert read_item(text).deadlines == ()


def test_what_takes_effect_after_the_briefing_is_not_in_force() -> None:
    """A calendar's line is of a day that has not come when the briefing is published."""
    ahead = read_item("Battery rules of the MIIT take effect", date_text="1 April 2024")
    assert [d.on.isoformat() for d in ahead.deadlines] == ["2024-04-01"]
    assert _status(ahead) is PolicyStatus.ISSUED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("为落实《机器人发展纲要》，印发通知。原《机器人旧指南》（国科发〔2020〕5号）同时废止。", ("机器人发展纲要",)),
        ("《机器人甲办法》（国科发〔2020〕5号）、《机器人乙办法》自2024年5月1日起废止。", ()),
        ("The rules repeal the “Old Plan for Robots and Steel”.", ()),
        ("The “Old Plan for Robots and Steel” was repealed, the Foreign Trade Law was not.", ("Foreign Trade Law",)),
    ],
)
def test_a_repealed_document_is_no_reference(text: str, expected: tuple[str, ...]) -> None:
    """Nothing builds on what it ends."""
    assert read_item(text).references == expected


@pytest.mark.parametrize(
    "text",
    [
        "Guangdong's Department of Industry and Information Technology published a list.",
        "Hubei's Bureau of Economy and Information Technology spoke.",
        "The Industry and Information Technology Department of Hunan spoke.",
    ],
)
def test_a_piece_of_an_offices_name_is_no_company(text: str) -> None:
    """Whatever word of a company it ends in."""
    assert read_item(text).companies == ()


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("Two ministries – the MIIT and the MOF – issued a notice on robots.", ("MIIT", "MOF")),
        ("Two agencies (MIIT, MOF) jointly released a plan for robots.", ("MIIT", "MOF")),
        ("MIIT and MOF: notice on robots.", ("MIIT", "MOF")),
        ("MIIT – notice on robots.", ("MIIT",)),
        ("NDRC, MIIT: Jointly issued a notice on robots.", ("NDRC", "MIIT")),
        ("MIIT and MOF: Fined two makers.", ("MIIT", "MOF")),
        ("The NDRC, MIIT and the Equipment Development Department announced controls.", ("NDRC", "MIIT")),
        ("Rules: the MIIT may follow.", ()),
        ("Carbon market: the MIIT hands out allowances to mills.", ("MIIT",)),
        ("Robots: MIIT helps out with rules.", ("MIIT",)),
        ("The MIIT hit three makers with fines.", ("MIIT",)),
        ("MIIT and MOF step up checks on robots.", ("MIIT", "MOF")),
        ("The MIIT consults on rules for robots.", ("MIIT",)),
        ("Draft standard for robots out: MIIT takes views until 18 May.", ("MIIT",)),
        ("A State Council executive meeting approved a plan for robots.", ("STATE_COUNCIL",)),
        ("Foreign robots may be tested in four more cities (MIIT, MOF).", ("MIIT", "MOF")),
        ("工信部等三部门印发方案。工信部、财政部、商务部印发《机器人方案》。", ("MIIT", "MOF", "MOFCOM")),
        ("工信部等三部门印发方案。财政部出资。", ("MIIT",)),
        ("工信部下调机器人补贴。", ("MIIT",)),
        ("The MIIT on Tuesday (10 Feb) granted general licences to makers.", ("MIIT",)),
        ("Draft Measures on Robots: second round (MIIT, 27 March).", ("MIIT",)),
        ("The MIIT's robot rules were gazetted in March.", ("MIIT",)),
        ("Robots need a licence, MIIT and MOF said in a joint notice (No. 11 of 2026).", ("MIIT", "MOF")),
        ("Robots need a licence, MIIT and MOF said in Announcement No. 33 of 2024.", ("MIIT", "MOF")),
        ("The MIIT stopped rope tests in three ports.", ("MIIT",)),
        ("MIIT cancelled the permits of four robot makers.", ("MIIT",)),
        ("MIIT: robot makers must report each accident.", ("MIIT",)),
        ("The MIIT, ABCD and the MOF released rules for robots.", ("MIIT", "MOF")),
        (
            "The MIIT, the MOF and the Rope Testing Department of the Ministry of Transport issued rules.",
            ("MIIT", "MOF", "MOT"),
        ),
        ("工信部部长李四在产业论坛宣布八项举措。", ("MIIT",)),
        ("财政部、商务部对进口机器人加征关税。", ("MOF", "MOFCOM")),
        ("国务院常务会议研究推进机器人产业有关举措。", ("STATE_COUNCIL",)),
        ("工信部下属企业下调价格。", ()),
        ("The MIIT's Measures on Robots and Ropes were published.", ("MIIT",)),
    ],
)
def test_bodies_named_beside_their_number_or_before_a_colon_issue(text: str, issuers: tuple[str, ...]) -> None:
    """Several bodies counted first and named after, and somebody named before a colon at the very beginning."""
    assert read_item(text).issuing_bodies == issuers


@pytest.mark.parametrize(
    "text",
    [
        "The MIIT, the MOF and others published a plan for robots.",
        "The MIIT, the MOF and several others issued a notice on robots.",
        "MIIT, MOF et al.: plan for robots.",
    ],
)
def test_bodies_before_others_who_are_not_named_issue(text: str) -> None:
    """ "And others" belongs to the subject."""
    assert read_item(text).issuing_bodies == ("MIIT", "MOF")


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("The MIIT and the MOT asked shippers to list their cranes.", ("MIIT", "MOT")),
        ("The MIIT asked for lists of cranes.", ("MIIT",)),
        ("The MIIT asked to see the cranes.", ()),
        ("The MIIT asked why cranes fall.", ()),
    ],
)
def test_who_asks_somebody_to_act_issues(text: str, issuers: tuple[str, ...]) -> None:
    """Asking others to do something is an act, as telling them is; asking to see or why is none."""
    assert read_item(text, section=Section.OTHER).issuing_bodies == issuers


def test_that_what_was_replaced_was_on_trial_is_past() -> None:
    """What comes in its place is for good."""
    item = read_item("MOFCOM issued a revised Measures on Port Ropes, replacing the 2014 trial version.")
    assert item.policy is not None
    assert item.policy.nature is None


def test_a_headline_that_is_a_title_says_whose_and_which_it_is() -> None:
    """The text may tell first of what others issued before."""
    told = (
        "In August 2020, the State Council issued the “Outline of Rope Care in Ports”. To carry it out, SAMR and MIIT "
        "jointly issued the “Plan for the Care of Ropes in Ports”."
    )
    headline = "SAMR and Other Departments: Notice On Issuing the “Plan for the Care of Ropes in Ports”"
    item = read_item(told, headline=headline)
    assert item.policy is not None
    assert item.policy.title_en == "Plan for the Care of Ropes in Ports"
    assert item.issuing_bodies == ("SAMR", "MIIT")

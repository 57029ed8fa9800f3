"""From when something applies and until when one may answer, in words that name neither an effect nor a comment."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from tests.reading.recognition.recognise_lexicon import read_item


def read(text: str) -> list[str]:
    """Give the deadlines of an item of 12 March 2024."""
    return [f"{deadline.on} {deadline.kind}" for deadline in read_item(text).deadlines]


STARTS = [
    ("MOT ordered provinces to waive tolls for barges as of Apr. 1.", "2024-04-01"),
    ("MOF lowered the duty on ropes to 1 percent as of 1 April.", "2024-04-01"),
    ("Value-added tax is due again on ropes from 8 April 2024 onwards.", "2024-04-08"),
    ("MIIT adds two cities to its pilot, starting on 10 April.", "2024-04-10"),
    ("Exports of used barges need a repair paper from 1 January 2025 onwards.", "2025-01-01"),
    ("Lower rates apply to 35 items from 1 April, mostly ropes.", "2024-04-01"),
    ("Steel of this kind may carry a mark from 1 January 2025.", "2025-01-01"),
    ("The extension runs from 21 March 2024.", "2024-03-21"),
    ("Since 1 March, exporters of ropes need a licence.", "2024-03-01"),
    ("MOFCOM has required such licences since 1 March.", "2024-03-01"),
    ("On 12 March 2024, the Measures for Ropes and Cords came into force.", "2024-03-12"),
    ("The new text applies retroactively from 1 March 2024.", "2024-03-01"),
    ("自3月17日起采取临时反倾销措施。", "2024-03-17"),
    ("The code is mandatory from 1 April 2024.", "2024-04-01"),
    ("The trial rules apply for two years from 1 April.", "2024-04-01"),
    ("There is a grace period until 1 January 2025, when the provisions come into effect.", "2025-01-01"),
    ("规定自4月1日起试行两年。", "2024-04-01"),
    ("自4月18日12时01分起，对进口绳索加征关税税率提高至25%。", "2024-04-18"),
    ("自3月14日起收取75.8%的保证金。", "2024-03-14"),
    ("继续征收反倾销税，实施期限自2024年3月28日起5年。", "2024-03-28"),
    ("修改后的规范条件已于3月12日起实施。", "2024-03-12"),
    ("标准《绳索要求》共计30项指标，六个月后正式实施。", "2024-09-12"),
    ("The standard for ropes will be implemented six months after its release.", "2024-09-12"),
]
ANSWERS = [
    "MIIT put a draft standard for ropes out for comment. Companies can respond until 15 April 2024.",
    "MIIT asks for views on a draft rule. Anyone may write in until 15 April 2024.",
    "Operators can send remarks on the draft until 15 April 2024.",
    "Reactions from industry are welcome until 15 April 2024.",
    "MIIT invited opinions on a draft notice. The window is open until 15 April 2024.",
    "Anyone with a view on the draft Measures for Ropes has until 15 April 2024 to share it.",
    "A draft of measures for the approval of ropes is open to the public on a website until 15 April 2024.",
    "反馈截止日为4月15日。",
    "Submissions on the proposed Rules for Ropes must reach MIIT before 15 April 2024.",
    "工信部对新规征求意见，意见反馈时间为3月15日至4月15日。",
    "办公室公示初审名单，公示期为3月15日至4月15日。",
    "The comment period was short, so MIIT has extended the deadline for comments to 15 April 2024.",
    "关于公开征求《绳索办法》意见的通知：为期一个月，自3月15日起至4月15日止。",
]
APPLIED = [
    "Tenders for the third batch of 600 leases close at 17:00 on 15 April.",
    "工信部启动竞争性配置，投标截止时间为4月15日17时。",
    "MARA called for proposals for farms; submissions are accepted until noon on 15 April.",
    "The deadline for applying to the pilot has been extended to 15 April.",
    "通知将园区试点申报时间延长至4月15日。",
    "Rope makers can ask for grants until 15 April 2024.",
    "MIIT invited cities to apply for pilots. Provinces have to hand in their candidates by 15 April 2024.",
    "Provinces name up to 2 candidates each and report them by 15 April.",
    "MIIT invites parks to apply. Provinces collect the papers; the ministry accepts them until 15 April 2024.",
]
NONE = [
    "As of 1 March, MIIT had named 40 parks.",
    "The fair will be held from 1 April.",
    "Production is to start from 1 April.",
    "The pilot may run from 1 April to 30 April.",
    "自4月1日起开展调研。",
    "He has worked there since 1 March.",
    "The plant must respond to rising prices.",
]


@pytest.mark.parametrize(("text", "day"), STARTS)
def test_a_duty_or_an_act_begins_on_a_day(text: str, day: str) -> None:
    """Words such as "as of" and "since" bind a duty, a right or an act to the day."""
    assert read(text) == [f"{day} takes_effect"]


@pytest.mark.parametrize("text", ANSWERS)
def test_who_may_answer_a_draft_comments(text: str) -> None:
    """Answers have many names: remarks, reactions, a view to share."""
    assert read(text) == ["2024-04-15 comments_close"]


@pytest.mark.parametrize("text", APPLIED)
def test_who_may_name_candidates_applies(text: str) -> None:
    """So does who asks for a grant."""
    assert read(text) == ["2024-04-15 applications_close"]


@pytest.mark.parametrize("text", NONE)
def test_what_only_begins_on_a_day_takes_no_effect(text: str) -> None:
    """An event, a plant or a count is none."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("VAT on interest from new bonds starts", "takes_effect"),
        ("Controls on batteries begin unless suspended", "takes_effect"),
        ("Deadline for opinions on audits (CAC)", "comments_close"),
        ("MIIT's call for robots closes", "applications_close"),
        ("The ropes fair starts", None),
    ],
)
def test_what_an_entry_in_a_list_of_days_to_come_says(text: str, kind: str | None) -> None:
    """A rule that begins, a window that closes; a fair that starts sets nothing in force."""
    item = read_item(text, section=Section.OTHER, heading_text="Dates ahead")
    assert [deadline.kind.value for deadline in item.deadlines] == ([kind] if kind else [])

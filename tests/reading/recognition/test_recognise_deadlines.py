"""Deadlines: whole days until which, or from which, something holds."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import Section
from tests.reading.recognition.recognise_lexicon import read_item

READ = [
    ("《缆绳办法》自2024年7月1日起施行。此前该办法于4月公开征求意见，截止5月10日。", [("2024-07-01", "takes_effect")]),
    ("工信部曾就缆绳征求意见，截止2024年2月9日。", []),
    ("此前已征求意见一次，现再次公开征求意见，截止2024年4月9日。", [("2024-04-09", "comments_close")]),
    (
        "现公开征求意见。公示时间：2024年1月31日至2月29日",
        [("2024-02-29", "comments_close")],
    ),
    ("Firms have until April 12, 2024, to send feedback.", [("2024-04-12", "comments_close")]),
    ("Comments are due by April 12.", [("2024-04-12", "comments_close")]),
    ("The comment period closes on 12 April.", [("2024-04-12", "comments_close")]),
    ("The draft is open for comment until Jan. 5.", [("2025-01-05", "comments_close")]),
    ("The public consultation ends on April 12, 2024.", [("2024-04-12", "comments_close")]),
    ("The draft is out for comments. The deadline is 9 April 2024.", [("2024-04-09", "comments_close")]),
    ("The comment period runs from March 1 to March 30.", [("2024-03-30", "comments_close")]),
    ("Feedback may be emailed no later than Friday, April 12.", [("2024-04-12", "comments_close")]),
    (
        "Companies can comment until April 12, 2024, foreign trade associations until April 20, 2024.",
        [("2024-04-12", "comments_close"), ("2024-04-20", "comments_close")],
    ),
    (
        "Applications from firms are open until 12 April 2024; for universities until 20 April 2024.",
        [("2024-04-12", "applications_close"), ("2024-04-20", "applications_close")],
    ),
    ("Comments are open until 12 April 2024, the pilot runs until 20 April.", [("2024-04-12", "comments_close")]),
    (
        "Comments are open until 12 April 2024, and the rules will ban companies until 20 April 2024.",
        [("2024-04-12", "comments_close")],
    ),
    ("Factories can apply until April 30, 2024.", [("2024-04-30", "applications_close")]),
    ("Applications close on April 30.", [("2024-04-30", "applications_close")]),
    ("Cities must submit proposals by 30 April 2024.", [("2024-04-30", "applications_close")]),
    ("The measures take effect on May 1, 2024.", [("2024-05-01", "takes_effect")]),
    ("The rules, effective from 1 May, ban it.", [("2024-05-01", "takes_effect")]),
    ("The law will enter into force on July 1, 2024.", [("2024-07-01", "takes_effect")]),
    ("The standard comes into force on July 1.", [("2024-07-01", "takes_effect")]),
    ("The tariff will be implemented from May 1, 2024.", [("2024-05-01", "takes_effect")]),
    (
        "Comments close on April 3, 2024; the rules apply from June 1, 2024.",
        [("2024-04-03", "comments_close"), ("2024-06-01", "takes_effect")],
    ),
    ("Ropes: From 1 May, exports of ropes need a licence.", [("2024-05-01", "takes_effect")]),
    ("Replies are due by 3 April 2024.", [("2024-04-03", "comments_close")]),
    ("Comments until | 3 April 2024", [("2024-04-03", "comments_close")]),
    ("Comments by: 3 April 2024", [("2024-04-03", "comments_close")]),
    ("In force | 1 May 2024", [("2024-05-01", "takes_effect")]),
    ("Effective from: 1 May 2024", [("2024-05-01", "takes_effect")]),
    ("请于4月30日前将名单寄送我司。", [("2024-04-30", "applications_close")]),
    ("本办法自2024年5月1日起施行。", [("2024-05-01", "takes_effect")]),
    ("自2024年5月1日起对缆绳实施出口管制。", [("2024-05-01", "takes_effect")]),
    ("意见反馈截止时间为2024年4月12日。", [("2024-04-12", "comments_close")]),
    ("请于2024年4月26日（星期五）下午17点前以公函报送，逾期不受理。", [("2024-04-26", "applications_close")]),
    ("请于2024年4月26日 18:00前反馈意见。", [("2024-04-26", "comments_close")]),
    ("现公开征求意见。意见请于2024年4月12日前发送至邮箱。", [("2024-04-12", "comments_close")]),
    ("请于4月12日前将意见反馈我司。", [("2024-04-12", "comments_close")]),
    ("企业应在2024年4月30日前完成申报。", [("2024-04-30", "applications_close")]),
    ("Comments close on April 3. Feedback is due by April 3, 2024.", [("2024-04-03", "comments_close")]),
    ("Comments close on February 29.", [("2025-03-01", "comments_close")]),
]
NOT_READ = [
    "The subsidy runs until 2025.",
    "Firms must comply by May 1, 2024.",
    "The comment period closed on March 1, 2024.",
    "The law took effect on September 1, 2021.",
    "The rules came into force on May 1, 2023.",
    "Comments on the visit of May 1, 2024 were rare.",
    "On April 12 the minister submits a bill.",
    "Comments were accepted until March 1.",
    "The deadline is May 1, 2024.",
    "From 1 May to 3 June, ships were late.",
    "申报项目应至少实施六个月以上（截止日期为2024年4月30日）。",
    "Feedback was sought from May 2024.",
    "通知于2024年3月1日发布。",
]

BOUND = [
    ("MIIT is collecting opinions on the draft until 5 May 2024.", "comments_close"),
    ("SAMR sought public views on the plan until 5 May 2024.", "comments_close"),
    ("Comments on the draft, which bans plastic bags, are due by 5 May 2024.", "comments_close"),
    ("Comments on rules for steel, aluminium and copper close on 5 May 2024.", "comments_close"),
    ("Until 5 May 2024, the public can send comments to the ministry.", "comments_close"),
    ("By 30 April 2024, cities must submit proposals.", "applications_close"),
    ("Registrations for the fair close on 5 May 2024.", "applications_close"),
    ("Interested firms may register until 5 May 2024.", "applications_close"),
    ("The public may submit opinions by 5 May 2024.", "comments_close"),
    ("NDRC seeks views on changes to export rules until 5 May 2024.", "comments_close"),
    ("Opinions may be mailed until 5 May 2024.", "comments_close"),
    ("The consultation runs from 5 April to 5 May 2024.", "comments_close"),
    ("The consultation opened on 5 April and closes on 5 May 2024.", "comments_close"),
    ("Bids are accepted until 5 May 2024.", "applications_close"),
    ("Open for comment: draft Measures on Bags (until 5 May 2024).", "comments_close"),
    ("The MIIT draft is open for comment; the window closes on 5 May 2024.", "comments_close"),
    ("Public comments on how mills must cut output are accepted until 5 May 2024.", "comments_close"),
    ("The ministry extended the comment period until 5 May 2024.", "comments_close"),
    ("Industry has until 5 May 2024 to respond.", "comments_close"),
    ("Deadline for comments: 5 May 2024", "comments_close"),
    ("The deadline for feedback is 5 May 2024.", "comments_close"),
    ("Stakeholders are invited to comment by 5 May 2024.", "comments_close"),
    ("MIIT invites carmakers to comment on the draft until 5 May 2024.", "comments_close"),
    ("Companies wishing to take part must apply by 5 May 2024.", "applications_close"),
    ("Applicants have until 5 May 2024.", "applications_close"),
    ("Suggestions should reach the ministry by 5 May 2024.", "comments_close"),
    ("Tenders close on 5 May 2024.", "applications_close"),
    ("商务部就《外商投资指导意见》公开征求意见，截止日期为2024年5月5日。", "comments_close"),
    ("公众可于2024年5月5日前，通过以下方式提出意见建议。", "comments_close"),
    ("请于2024年5月5日前，按照附件要求填写表格，将材料报送我司。", "applications_close"),
    ("意见征集截至2024年5月5日。", "comments_close"),
    ("征求意见截止到2024年5月5日。", "comments_close"),
    ("The ministry is inviting public comments on the draft, with submissions due by 5 May 2024.", "comments_close"),
    ("The draft was released for public consultation, which closes on 5 May 2024.", "comments_close"),
    ("The State Council published the draft regulations for public comment until 5 May 2024.", "comments_close"),
    (
        "SAMR released draft rules that would ban fake reviews and is accepting comments until 5 May 2024.",
        "comments_close",
    ),
    (
        "MIIT published draft guidelines, which would require makers to test cells, for comments by 5 May 2024.",
        "comments_close",
    ),
    ("The public has until 5 May 2024 to weigh in on the draft.", "comments_close"),
    ("Comments on the proposal can be submitted through 5 May 2024.", "comments_close"),
    ("The consultation is open through 5 May 2024.", "comments_close"),
    ("Public feedback will be collected until 5 May 2024.", "comments_close"),
    ("The draft, open for public comment until 5 May 2024, sets out fines.", "comments_close"),
    ("Comments can be e-mailed to law@caac.example before 5 May 2024.", "comments_close"),
    ("MOFCOM is seeking public opinion on the list until 5 May 2024.", "comments_close"),
    ("Deadline for public comments is 5 May 2024.", "comments_close"),
    ("The one-month comment period ends 5 May 2024.", "comments_close"),
    ("Stakeholders can submit their views by 5 May 2024.", "comments_close"),
    ("The authorities are soliciting opinions from the public until 5 May 2024.", "comments_close"),
    ("NDRC called for comments by 5 May 2024.", "comments_close"),
    ("The window for feedback closes 5 May 2024.", "comments_close"),
    ("Comment deadline: 5 May 2024.", "comments_close"),
    ("Consultation until 5 May 2024.", "comments_close"),
    ("Feedback welcome by 5 May 2024.", "comments_close"),
    ("Comments are open until 5 May 2024.", "comments_close"),
    ("The draft is available for comment through May 5, 2024.", "comments_close"),
    ("Companies should submit applications to local bureaus by 5 May 2024.", "applications_close"),
    ("Enterprises can register for the quota until 5 May 2024.", "applications_close"),
    ("Nominations must reach MIIT before 5 May 2024.", "applications_close"),
    ("The application window runs from 5 April to 5 May 2024.", "applications_close"),
    ("The deadline to apply is 5 May 2024.", "applications_close"),
    ("Bids must be in by 5 May 2024.", "applications_close"),
    ("Interested parties may comment on the investigation until 5 May 2024.", "comments_close"),
    ("Parties can file written comments with the ministry by 5 May 2024.", "comments_close"),
    ("有关单位和个人如有意见，请于2024年5月5日前书面反馈。", "comments_close"),
    ("社会公众可在2024年5月5日前登录网站提出意见。", "comments_close"),
    ("征求意见时间为2024年4月5日至2024年5月5日。", "comments_close"),
    ("意见反馈截止日期：2024年5月5日。", "comments_close"),
    ("公开征求意见的截止时间是2024年5月5日。", "comments_close"),
    ("请将修改意见于2024年5月5日前发送至邮箱。", "comments_close"),
    ("申报企业须于2024年5月5日前在线提交申请。", "applications_close"),
    ("申报时间截至2024年5月5日。", "applications_close"),
    ("各省推荐截止日期为2024年5月5日。", "applications_close"),
]
UNBOUND = [
    "The State Council published the Opinions on Schools, under which each town must open one by 31 December 2025.",
    "MIIT issued opinions on cement; kilns must close by 31 December 2025.",
    "NDRC's opinions on stoves say that boilers must go by 30 September 2026.",
    "The Guiding Opinions on ports run until 31 December 2025.",
    "After feedback from Brussels, two firms will sell their plant by 30 June 2025.",
    "The firm's application was approved and sales start by 1 June 2025.",
    "NDRC ordered carmakers to register updates and to stop sales of models that fail by 1 July 2025.",
    "Deputies handed in proposals to cut taxes; the session ends on 11 March 2025.",
    "MOF said the subsidy, on which the public gave comments, will end on 31 December 2025.",
    "The plan, drafted after consultation with mills, must be carried out by 31 December 2025.",
    "In its comments, NDRC demands that kilns close by 31 December 2025.",
    "国务院印发《关于改造水泥窑的意见》，要求2025年12月31日前淘汰落后产能。",
    "《关于家电的指导意见》，各地应于2025年6月30日前制定实施细则。",
    "国务院办公厅发布指导意见，各地应在2025年6月30日前完成改造，鼓励企业申报示范项目。",
    "意见提出，2025年12月31日前全部关停。",
    "根据意见要求，截至2025年12月31日关停小水泥窑。",
    "The views of the minister on trade end on 5 May 2025.",
    "Responses to the tariffs will be decided by 5 May 2025.",
    "The bidding for the mine ended; work must start by 5 May 2025.",
    "Under the opinions, subsidies will end on 31 December 2025.",
    "The opinions set a deadline: kilns must close by 31 December 2025.",
    "MIIT registered 30 complaints and will answer by 5 May 2025.",
    "The tender for the port was won by Huawei, which will build it by 5 May 2025.",
    "The firm submitted a plan that would close the mine by 5 May 2025.",
    "The application of the rules to banks starts by 5 May 2025.",
    "After public consultation, the standard must be met by 5 May 2025.",
    "Comment: Subsidies for trucks will end on 31 December 2025.",
    "MIIT published comments on steel; the fair ends on 5 May 2025.",
    "MIIT replies to proposals of delegates and will report by 5 May 2025.",
    "MIIT issued guidelines on the sector, and firms must complete tests by 5 May 2024.",
    "The Opinions on Rural Revival set targets to be met by 5 May 2024.",
    "The document reviews public opinion on noise and orders ports to cut it by 5 May 2024.",
    "NDRC said that, based on comments received, the standard will be applied by 5 May 2024.",
    "MOFCOM responded to comments by the US; the tariffs end on 5 May 2024.",
    "The board approved the application by BYD to build a plant by 5 May 2024.",
    "Regulators fined the bank after it failed to submit reports and gave it until 5 May 2024 to improve.",
    "SAMR accepted the firm's commitments, which run until 5 May 2024.",
    "In his view the ban ends on 5 May 2024.",
    "The firm's bid for the mine must be completed by 5 May 2024.",
    "The proposal would phase out coal by 5 May 2024.",
    "Under the proposals, subsidies end on 5 May 2024.",
    "CSRC replied to the exchange that trading must stop by 5 May 2024.",
    "China and the EU hold consultations; the duties expire on 5 May 2024.",
    "The government asked for cuts in fees by 5 May 2024.",
    "根据反馈情况，相关企业应于2024年5月5日前完成整改。",
    "国务院办公厅关于推进改革的实施意见明确，2024年5月5日前建成试点。",
    "收到建议后，企业承诺2024年5月5日前召回产品。",
    "申请认证的产品应于2024年5月5日前停止销售。",
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_a_deadline_is_read_with_its_kind(text: str, expected: list[tuple[str, str]]) -> None:
    """Words of comment, application or effect beside a whole day make a deadline; a missing year lies ahead."""
    found = read_item(text).deadlines
    assert [(deadline.on.isoformat(), deadline.kind.value) for deadline in found] == expected
    assert all(deadline.quote in text for deadline in found)


@pytest.mark.parametrize("text", NOT_READ)
def test_a_date_without_closing_or_starting_words_is_no_deadline(text: str) -> None:
    """Bare years and months, past facts and days of other things are none."""
    assert read_item(text).deadlines == ()


def test_a_comment_counts_only_where_it_speaks_of_the_document() -> None:
    """The publisher's remarks on other countries or laws give no deadline."""
    own = read_item("A draft came.", comment=("The draft is open for comment until April 12, 2024.",))
    assert len(own.deadlines) == 1
    for other in (
        "The EU consultation on its draft closes on April 12, 2024.",
        "The Data Security Law takes effect on May 1, 2024, as a regulation.",
        "Readers may send comments until April 12, 2024 to us, as ever.",
    ):
        assert read_item("A draft came.", comment=(other,)).deadlines == ()


def test_without_an_item_date_the_briefing_gives_the_year() -> None:
    """An undated item's deadline takes the year of publication."""
    item = read_item("Comments close on January 9.", date_text=None, section=Section.TOP)
    assert [deadline.on.isoformat() for deadline in item.deadlines] == ["2024-01-09"]


@pytest.mark.parametrize(("text", "kind"), BOUND)
def test_a_day_closes_what_its_clause_binds_to_it(text: str, kind: str) -> None:
    """What is asked for or sent until the day, before or after it, whatever else the sentence tells."""
    found = read_item(text, date_text="3 April 2024").deadlines
    assert [deadline.kind.value for deadline in found] == [kind]


@pytest.mark.parametrize("text", UNBOUND)
def test_a_day_for_something_else_closes_nothing(text: str) -> None:
    """Opinions that are a document, comments in passing and applications long decided have no deadline."""
    read = read_item(text, date_text="3 April 2024", section=Section.POLICY_NEWS)
    assert read.deadlines == ()
    assert read.policy
    assert read.policy.status.value != "draft_for_comment"

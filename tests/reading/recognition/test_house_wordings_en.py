"""Who acts, what is asked for until when, how documents stand and what they are called, as English houses word it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import read_reference
from bot.reading.pipeline import read_briefing

if TYPE_CHECKING:
    from bot.domain.records.briefing import Item, ReportedPolicy

LEXICON = read_reference()
HEAD = "# Rope Letter\n\n3 March – 17 March 2025\n\n## {}\n\n- **10 March** – {}\n- **11 March** – Nets are long.\n"


def read(text: str, section: str = "Policy") -> Item:
    """Give the one item of that text, dated 10 March 2025."""
    return read_briefing(HEAD.format(section, text).encode(), source_name="a.md", lexicon=LEXICON).items[0]


def read_policy(text: str) -> ReportedPolicy:
    """Give what it says of its document."""
    policy = read(text).policy
    assert policy is not None
    return policy


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("MOFCOM, Customs and the Rope Department jointly released rules on ropes.", ("MOFCOM", "GACC")),
        ("MOFCOM and customs published rules on ropes.", ("MOFCOM", "GACC")),
        ("Tax bureau and finance ministry raise the deduction for ropes.", ("STA", "MOF")),
        ("Cabinet has published regulations for ropes.", ("STATE_COUNCIL",)),
        ("MOFCOM lowered duties and customs fees on ropes.", ("MOFCOM",)),
        ("The customs published a list in Peru, and MOFCOM published rules on ropes.", ("MOFCOM",)),
    ],
)
def test_short_names_of_bodies_count_in_a_list_with_one(text: str, issuers: tuple[str, ...]) -> None:
    """And at the head of what they did; elsewhere they are words."""
    item = read(text)
    assert (item.issuing_bodies, item.bodies) == (issuers, issuers)


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("Ministry of Commerce, SASTIND and the rope department of the army slap curbs on ropes.", "MOFCOM SASTIND"),
        ("Six agencies headed by the planner NDRC want a chain of ropes.", "NDRC"),
        ("Lawmakers on the NPC Standing Committee voted through a rope law on Friday.", "NPCSC"),
        ("Lawmakers (NPCSC) passed an amendment of the Rope Law.", "NPCSC"),
        ('In "Opinions on Ropes" (关于绳索的意见), MIIT, MOST and two further agencies sketch six ways.', "MIIT MOST"),
        ("The premier has signed State Council Decree No. 775. The MEE explained it.", "STATE_COUNCIL"),
        ("The Measures came out as MIIT Order No. 5; MEE had consulted on them.", "MIIT"),
        ('The text of the "Measures on Nets" left the site of the NPPA. The watchdog withdrew it.', "NPPA"),
        ('A blueprint from MIIT and CAAC – official name: "Plan for Ropes (2024-2030)" – is long.', "MIIT CAAC"),
        ("At its April meeting the Politburo said that it would study ropes.", "POLITBURO"),
        ('Ropes should be longer by 2027, says the "Plan for Ropes" of the MEE and four other departments.', "MEE"),
        ("Since New Year's Day, makers can book ropes: Rope Rules of the Ministry of Finance.", "MOF"),
        ("Provincial branches of MIIT are gathering lists of ropes.", "MIIT"),
        ("Longer ropes: this is the aim of a consultation paper of MIIT's science department.", "MIIT"),
        ("At a forum, an official of the industry ministry said that ropes were too short.", "MIIT"),
        ("A spokesperson of the commerce ministry told reporters that ropes may be sold.", "MOFCOM"),
        ("Nets are old; a CAC spokesperson said on Friday that ropes would follow.", "CAC"),
        ("Guiding Opinions on the Development of Long Ropes (MIIT): a system in place by 2025.", "MIIT"),
        ("Amended: the Catalogue of Ropes. MOFCOM and MOST delete 34 items.", "MOFCOM MOST"),
        ("Document 国办发〔2024〕53号 of the State Council's General Office promises ropes.", "SCGO"),
        ('By an order of 6 March, MIIT declares the "Measures for Ropes" null and void.', "MIIT"),
        ("Remarks on the Catalogue of Ropes can be mailed to MIIT or the Ministry of Water Resources.", "MIIT MWR"),
        ("Send comments on the draft to MIIT by 9 April.", "MIIT"),
        ("Ropes must be long, according to requirements published on Friday by MIIT and MOF.", "MIIT MOF"),
        ("Ropes must be ten metres long if they are blue, according to MIIT and MOF.", "MIIT MOF"),
        ("The State Council decided on 8 March, at one of its meetings, to extend it.", "STATE_COUNCIL"),
        ("Customs stops imports of logs.", "GACC"),
        ("The Notice on Deepening Ropes (发改价格〔2025〕136号) by the NDRC and NEA draws a line.", "NDRC NEA"),
        ("Makers, take note: under SAMR's fresh labelling rules ropes need a tag.", "SAMR"),
        ("Out now – Guidelines for Rope Safety, by MEM and MIIT.", "MEM MIIT"),
        ("A 40-page rulebook from the NMPA is long.", "NMPA"),
        ("The Rope Law cleared its third reading at the NPC Standing Committee.", "NPCSC"),
        ("CAAC and MIIT are jointly inviting views on ropes.", "CAAC MIIT"),
        ("The Rope Rules, a joint product of NDRC and NEA, are long.", "NDRC NEA"),
        ("Beijing has a new rope policy. Behind it: the MIIT, the MOF and three more ministries.", "MIIT MOF"),
        ("MARA reopens the door to Danish ropes.", "MARA"),
        ("The State Council's Rope Outline has been sent to provinces.", "STATE_COUNCIL"),
        ("NDRC vice-chairman Ann Bow unveiled a rope fund.", "NDRC"),
        ("With the blessing of the State Council, MIIT rolled out a plan for ropes.", "MIIT"),
        ("NHSA Document No. 12 [2025] tells hospitals to buy ropes.", "NHSA"),
        ("The NFRA has put its name to guidelines on ropes; PBOC and MOF co-signed.", "NFRA PBOC MOF"),
        ("The document, Notice on the Care of Ropes (关于做好缆绳工作的通知), comes from MIIT.", "MIIT"),
        ("The Central Committee of the Communist Party and State Council tell us so.", "CPC_CC STATE_COUNCIL"),
        ("Ropes: MOFCOM and the customs administration swap old controls for new ones.", "MOFCOM GACC"),
    ],
)  # fmt: skip
def test_who_acts_in_other_words(text: str, issuers: str) -> None:
    """Votes, blueprints, speakers, branches, orders signed, and those to whom comments go."""
    assert read(text).issuing_bodies == tuple(issuers.split())


def test_what_a_second_body_does_is_none_of_the_watchdog() -> None:
    """Where two are named, "the watchdog" is neither."""
    text = "NPPA and CAC are neighbours in Beijing's east. The watchdog withdrew it on Friday."
    assert read(text).issuing_bodies == ()


@pytest.mark.parametrize(
    ("text", "on", "kind"),
    [
        ("NPC put a draft Rope Law online; remarks posted after 25 May will not be counted.", "05-25", "comments"),
        (
            "MIIT called for ropes. Applications received after 2 May 2025 cannot be considered.",
            "05-02",
            "applications",
        ),
        ("NEA asked for remarks on its draft Rope Rules. Contributions must arrive by 3 April.", "04-03", "comments"),
        ("Makers hand in their applications to MIIT on 20 May at the latest.", "05-20", "applications"),
        (
            "From MIIT comes a draft guide to ropes. Stakeholders have until 22 April 2025 to react.",
            "04-22",
            "comments",
        ),
        ("NPPA proposes to cap ropes, in a text titled Measures for Ropes (open until 22 April).", "04-22", "comments"),
        ("CAC takes written submissions on its draft, published on 10 March, through 10 April.", "04-10", "comments"),
        (
            "Remarks go to MIIT, which posted the draft on 10 March, for thirty days – until 9 April.",
            "04-09",
            "comments",
        ),
        ("MIIT opened a call; expressions of interest are taken up to and including 11 July.", "07-11", "applications"),
        ("MIIT seeks makers of ropes. Dossiers have to be handed in by July 31.", "07-31", "applications"),
        ("Anyone who has views on MIIT's draft Rope Rules should write before 12 April.", "04-12", "comments"),
        ("MOT laid open a draft on ropes; anybody could write to the ministry until 7 April.", "04-07", "comments"),
        ("NEA asks for views on rules for ropes; answers by 31 May 2025.", "05-31", "comments"),
        ("MOFCOM will license exports of ropes from November 8, 2025.", "11-08", "takes_effect"),
        ("MOST has opened a call for ropes; the portal shuts at 16:00 on April 30.", "04-30", "applications"),
        ("MIIT invites views on ropes; the deadline has been put back to 30 April.", "04-30", "comments"),
        ("Ropes (MIIT): a draft is on the table; have your say before 12 April.", "04-12", "comments"),
        ("Deadline alert! 30 March: last chance to comment on the MEE draft.", "03-30", "comments"),
        ("CSRC consults: rules for rope funds. Window closes 9 April.", "04-09", "comments"),
        ("MOT wants to know by 30 April what shippers make of its draft fees.", "04-30", "comments"),
        ("NEA's consultation on the draft rope code wraps up on 9 May.", "05-09", "comments"),
        ("MIIT gives industry four weeks, to 7 April, to comment on its draft.", "04-07", "comments"),
        ("The MOF launched a tender; offers must be in by noon on 2 May.", "05-02", "applications"),
        ("MARA invites counties to put their names forward by 15 June.", "06-15", "applications"),
        ("The NMPA rules will be in place as of 1 July 2025.", "07-01", "takes_effect"),
        ("SAMR promulgated rules which will come into effect 1 May 2025.", "05-01", "takes_effect"),
        ("The order of the MOFCOM becomes operative on 20 April.", "04-20", "takes_effect"),
        ("The Rope Law was passed by the NPCSC; it will be law of the land from 20 May on.", "05-20", "takes_effect"),
        ("NPCSC amended the Rope Law; date of application: October 15, 2025.", "10-15", "takes_effect"),
        ("NPCSC passed a law which from 1 December takes the place of old rules.", "12-01", "takes_effect"),
        (
            "The Supreme People's Court interprets the law. The judges will use it from 1 July on.",
            "07-01",
            "takes_effect",
        ),
        ("MOFCOM slaps export controls on ropes, for two years, beginning on September 1.", "09-01", "takes_effect"),
        (
            "MOFCOM put ropes on a list; shipments without a licence become illegal from 1 August.",
            "08-01",
            "takes_effect",
        ),
    ],
)
def test_until_when_and_from_when_in_other_words(text: str, on: str, kind: str) -> None:
    """What is not taken any more, what is open in brackets, what becomes the law of the land."""
    kind = kind if kind == "takes_effect" else f"{kind}_close"
    assert [(str(d.on), str(d.kind)) for d in read(text).deadlines] == [(f"2025-{on}", kind)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("NEA asked industry for remarks on its Rope Rules.", "draft_for_comment"),
        ("The public may have its say on the Rope Law, MIIT said.", "draft_for_comment"),
        ("Remarks on the revised Catalogue of Ropes can be mailed to MIIT.", "draft_for_comment"),
        ("CAC put out rules on ropes. MIIT put six rules out for comment beside it.", "issued"),
        ('MIIT issued "Measures on Ropes (Draft for Comment)". The ministry withdrew it on Friday.', "withdrawn"),
        ("SAMR said that it had taken back the draft standard for ropes.", "withdrawn"),
        ("MIIT pulled the draft rules on ropes from its site.", "withdrawn"),
        ("MIIT took down a wall.", "issued"),
        ("MIIT's draft is no more: the ministry has taken the rules off its website.", "withdrawn"),
        ("The draft Rope Law of the NPCSC went online on 8 March.", "draft_for_comment"),
        ("PBOC governor Ann Bow said ropes would become cheaper.", "unknown"),
        ("MIIT met makers; no document was issued.", "unknown"),
        ("The NDRC said it had dropped plans for a rope tax.", "unknown"),
        ("MOFCOM will license exports of ropes (Announcement No. 58 of 2025).", "issued"),
        ("A notice by MIIT and SAMR asks local authorities to look into ropes.", "issued"),
        ("SAMR lists 26 hospitals that will set up wards for ropes only.", "issued"),
        ("MIIT puts a mandatory standard for ropes on its work list for the year.", "unknown"),
        ("CAC scrapped the draft rules on ropes after protests.", "withdrawn"),
        ("MOF let the notice on ropes lapse on 1 March.", "repealed"),
        ('MIIT declares the "Measures for Ropes" null and void.', "repealed"),
        ("As of today, four sets of rules no longer apply: MIIT has annulled them.", "repealed"),
        ("An official of MIIT said that guidelines on ropes were under preparation.", "unknown"),
        ("Measures on ropes are being drafted, MIIT said.", "unknown"),
    ],
)
def test_how_a_document_stands_in_other_words(text: str, status: str) -> None:
    """Taken back, declared void, being written, beside another one."""
    assert str(read_policy(text).status) == status


def test_what_ends_today_takes_no_effect() -> None:
    """And what overtakes an old document says nothing of its nature."""
    assert read("As of today, four sets of rules no longer apply: MIIT has annulled them.").deadlines == ()
    policy = read_policy('CAAC repealed the "Rules on Ropes", which have been overtaken by the interim regulations.')
    assert policy.nature is None


@pytest.mark.parametrize(
    ("text", "title_en", "title_zh"),
    [
        ("The public may have its say on the Rope Law (Draft), MIIT said.", "Rope Law (Draft)", None),
        ("NPCSC adopted China's Long Rope Law on Friday.", "Long Rope Law", None),
        (
            "MIIT seeks views on Rope Technology: Basic Requirements for Nets (缆绳技术规范 网的安全要求).",
            "Rope Technology: Basic Requirements for Nets",
            "缆绳技术规范 网的安全要求",
        ),
        ("Title: Opinions on Long Ropes (关于缆绳的意见), issued by MIIT.", "Opinions on Long Ropes", "关于缆绳的意见"),
        ("Rope Rules of the Ministry of Finance (formally 缆绳数据规定) are in force.", "Rope Rules", "缆绳数据规定"),
        ("State Council Several Opinions on Ropes: the third of that rank.", "Several Opinions on Ropes", None),
        ("It is the aim of a paper of MIIT, 国家缆绳体系指南（草案）, now online.", None, "国家缆绳体系指南（草案）"),
        (
            "MIIT and MOF: Work Plan for the Growth of Ropes (2025–2026) 缆绳稳增长方案（2025—2026年）. Long.",
            "Work Plan for the Growth of Ropes (2025–2026)",
            "缆绳稳增长方案（2025—2026年）",
        ),
        ("CAC put forward provisions called 规范缆绳流动规定.", None, "规范缆绳流动规定"),
        (
            "*The Rope Idea: A Key Pillar of the World* is the name of a white paper of the SCIO.",
            "The Rope Idea: A Key Pillar of the World",
            None,
        ),
        (
            "SCIO brought out a white paper, *China's Position on Issues Concerning Ropes*. It quotes MOFCOM.",
            "China's Position on Issues Concerning Ropes",
            None,
        ),
        ("Guiding Opinions on Ropes (MIIT): a system in place by 2025.", "Guiding Opinions on Ropes", None),
        (
            "Guideline No. 10 for the Supervision of Ropes – Value: the final version was published by CSRC.",
            "Guideline No. 10 for the Supervision of Ropes – Value",
            None,
        ),
        ("MIIT issued a notice on ropes; see 中国缆绳有限公司.", None, None),
        ("Titled Opinions on Long Ropes, the paper of MIIT asks for more ropes.", "Opinions on Long Ropes", None),
    ],
)  # fmt: skip
def test_titles_where_other_houses_put_them(text: str, title_en: str | None, title_zh: str | None) -> None:
    """Without marks, before a colon, behind their owner, named last."""
    policy = read_policy(text)
    assert (policy.title_en, policy.title_zh) == (title_en, title_zh)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("NPCSC adopted a Rope Law. It comes into force on the first day of 2026.", "2026-01-01"),
        ("MOFCOM issued rules on ropes. They take effect on New Year's Day.", "2026-01-01"),
        ("Since New Year's Day, makers can book ropes, MOF said.", "2025-01-01"),
        ("NPCSC raises the age of ropes from the start of 2026 (1 January). Some are old.", "2026-01-01"),
        ("The Rope Rules of the MOF have been in force since 1 March 2025.", "2025-03-01"),
    ],
)
def test_days_told_in_words(text: str, on: str) -> None:
    """The first day of a year, a day in brackets behind other words for it, and since when something holds."""
    assert [str(deadline.on) for deadline in read(text).deadlines] == [on]


def test_since_when_something_held_long_ago_is_no_deadline() -> None:
    """It is no news."""
    assert read("The Rope Rules of the MOF have been in force since 1 March 2019.").deadlines == ()


@pytest.mark.parametrize(
    ("text", "status", "kind"),
    [
        ("At its April meeting the Politburo said that it would study ropes.", "unknown", None),
        ("A CAC spokesperson said on Friday that inspections had begun.", "unknown", None),
        ("A spokesperson of MIIT announced that it had issued rules on ropes.", "issued", "provisions"),
        ("An official of MIIT said that guidelines on ropes were under preparation.", "unknown", "guidelines"),
        ("The CPC Central Committee and MIIT tell officials in a joint opinion to be kind.", "issued", "opinions"),
        ("As of today, four sets of rules no longer apply: MIIT has annulled them.", "repealed", "provisions"),
        ("SAC is about to approve GB 44495, a mandatory standard on ropes.", "unknown", "standard"),
        ("State Council Decree No. 792 consolidates four older regimes for ropes.", "issued", "regulation"),
        ("Ropes: the CAC answers 10 questions.", "issued", "interpretation"),
        ("The CAC has clarified, in a set of questions and answers, when ropes may leave.", "issued", "interpretation"),
        ("*The Rope Idea: A Key Pillar of Trade* is the name of a white paper of the SCIO.", "issued", "other"),
    ],
)
def test_kinds_and_states_of_what_is_only_told_of(text: str, status: str, kind: str | None) -> None:
    """What somebody says for a body is no document, but what it had issued; a decree of the State Council is one."""
    policy = read_policy(text)
    assert (str(policy.status), policy.document_type and str(policy.document_type)) == (status, kind)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("MIIT has a plan. For 2027, ropes should supply about 20 percent of energy.", [2027]),
        ("Its members were told that ropes are weak; targets for 2030 were not mentioned.", []),
        ("A first flight of the rope is planned for 2027.", []),
        ("The two will build two ropes, with a launch in 2026.", []),
        ("MIIT set targets for 2030.", [2030]),
    ],
)
def test_goals_and_what_only_takes_place(text: str, years: list[int]) -> None:
    """A year that opens a sentence may be a goal's; a first flight is none, nor a goal that is not told."""
    assert [target.year for target in read(text).targets] == years


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A court wound up Kolding Nets, and liquidators from Brann & Holt began to look for ropes.", ["Brann & Holt"]),
        ("Kolding & Sons said on Monday that it would leave.", ["Kolding & Sons"]),
        ("Leather finisher Ulvik Ox & Hide on 11 March commissioned a plant.", ["Ulvik Ox & Hide"]),
        ("At its plant near Erfurt, CATL employs 1,700 people.", ["CATL"]),
        ("In Erfurt, CATL and BYD build a plant.", ["CATL", "BYD"]),
        ("HBIS shipped ropes to an Italian customer, Corda Brenta.", ["HBIS", "Corda Brenta"]),
        ("Huawei sold a phone. RopeInsights later found a rope inside.", ["Huawei", "RopeInsights"]),
        ("Rope venture: Brabant Zaden of the Netherlands acquired a rope.", ["Brabant Zaden"]),
        ("Xiaomi took orders for its YU7.", ["Xiaomi"]),
        ("YU7 sells out.", []),
        ("China put General Rope Systems and Boeing's arm on its entity list.", ["General Rope Systems", "Boeing"]),
    ],
)
def test_companies_in_other_words(text: str, names: list[str]) -> None:
    """Names with "&", customers behind a comma, one word with capitals inside; no places and no models."""
    assert [company.name for company in read(text, "Companies").companies][-max(1, len(names)) :] == names


def test_numbers_of_the_finance_ministry_in_pinyin() -> None:
    """Run together or not."""
    assert read_policy("MOF's Caikuai [2025] No. 3 sets out how ropes are booked.").document_number == "财会〔2025〕3号"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("MIIT's draft on ropes is no more than ten pages long and open for comment.", "draft_for_comment"),
        ("MIIT published the Measures for Rope Safety on Monday, and MIIT pulled it forward by a year.", "issued"),
        ("MIIT published the Measures for Rope Safety. MOFCOM declared that bids without a seal are void.", "issued"),
        ("No details were given on funding, but MIIT published the Measures for Rope Safety on Monday.", "issued"),
        ("No new rules are planned, MIIT said, but it issued the Measures for Rope Safety.", "issued"),
    ],
)
def test_words_that_only_sound_like_an_end_change_no_status(text: str, status: str) -> None:
    """What is void, pulled or no more must be the document."""
    assert read_policy(text).status == status


@pytest.mark.parametrize(
    "text",
    [
        "From 1 April, coal use in Hebei falls by a tenth, MIIT said.",
        "MOT said that the railway line will be operational on 1 June.",
        "In Germany, the bill becomes law on 1 April 2025, MOFCOM noted.",
    ],
)
def test_what_is_no_document_has_no_day_of_effect(text: str) -> None:
    """Works, habits and laws abroad."""
    assert read(text).deadlines == ()


def test_a_plan_that_a_document_builds_on_is_not_its_title() -> None:
    """Though it is said to be titled so."""
    policy = read_policy("MIIT published guidelines that build on a plan titled “Action Plan for Rope Safety”.")
    assert (policy.title_en, policy.document_type) == (None, "guidelines")


def test_offices_abroad_are_none_of_ours() -> None:
    """A country behind a short name tells whose it is."""
    assert read("MOFCOM and tax authorities in Malaysia signed a note on ropes.").bodies == ("MOFCOM",)


def test_bodies_beside_small_words_are_read_however_many_they_are() -> None:
    """A list of names in which any word could be a name would be tried in all its parts."""
    assert read("the MIIT or central bank; " * 400).bodies[:1] == ("MIIT",)

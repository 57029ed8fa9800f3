"""Bodies and issuers: who is named, and who of them acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.records.briefing import Section
from bot.reading.recognition.mentions import NameFinder, flatten
from tests.reading.recognition.recognise_lexicon import LEXICON, read_company_news, read_item

NAMED = [
    ("The MIIT and China's Ministry of Commerce met carmakers.", ("MIIT", "MOFCOM")),
    ("The ministry of finance's budget grew; MofCom agreed.", ("MOF", "MOFCOM")),
    ("Most firms feel safe; MOST does not, nor does SAFE.", ("MOST", "SAFE")),
    ("MOST FIRMS FEEL SAFE ABROAD", ()),
    ("Exporters met customs officers.", ()),
    ("Exporters met Customs in Ningbo.", ("GACC",)),
    ("The Commerce Ministry spoke to the Ministry of Industry & Information Technology.", ("MOFCOM", "MIIT")),
    ("Officials in the People’s Bank of China disagreed.", ("PBOC",)),
    ("The US Ministry of Commerce does not exist, Japan's Ministry of Finance does.", ()),
    ("Talks with the Vietnamese Ministry of Science and Technology went on.", ()),
    ("The Ministry of Finance of the Republic of Korea and the Ministry of Commerce of Vietnam signed.", ()),
    ("India's Ministry of Commerce and Industry objected.", ()),
    ("The Ministry of Commerce and Industry complained.", ()),
    ("The Guangdong Provincial Ministry of Finance has no such name; Shanghai Municipal Customs has.", ()),
    ("The Chinese Ministry of Finance and Beijing's Ministry of Commerce agreed.", ("MOF", "MOFCOM")),
    ("工信部和发改委开会。", ("MIIT", "NDRC")),
    ("国家发展和改革委员会、国务院办公厅与国家网信办。", ("NDRC", "SCGO", "CAC")),
    ("广东省发改委与上海网信办；日本财政部。", ()),
    ("公安部门与财政部门配合。", ()),
    ("工业和信息化部办公厅致函公安部。", ("MIIT", "MPS")),
    ("The CBIRC was replaced by the NFRA.", ("CBIRC", "NFRA")),
    ("The NFRA inspected fire doors.", ("NFRA_FIRE",)),
    ("The amended rulebook CAC-40 is no body, MIITX neither.", ()),
    ("SAIC Motor grew while SAIC kept its dealers.", ()),
    ("The former SAIC handled each trademark.", ("SAIC",)),
    ("SAIC was merged.", ("SAIC",)),
    ("The State Administration for Industry and Commerce is history.", ("SAIC",)),
    ("MII built a robot.", ()),
    ("MII opened telecoms to rivals.", ("MII",)),
    ("MOT built a road.", ("MOT",)),
    ("MOF, MOST, SAFE", ("MOF", "MOST", "SAFE")),
    ("CAC, MIIT, MOF, MOST, NDRC", ("CAC", "MIIT", "MOF", "MOST", "NDRC")),
    ("Ask shangwubu.", ("MOFCOM",)),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_every_body_named_is_found_once_and_no_namesake(text: str, expected: tuple[str, ...]) -> None:
    """Bodies are found under any form in order; words, provinces, other countries and parts of words are not."""
    assert read_item(text).bodies == expected


@pytest.mark.parametrize(
    ("text", "acting"),
    [
        ("The MIIT gave Unitree a licence for its robots.", ("MIIT",)),
        ("On 3 March, the MOF and the MPS fined Unitree.", ("MOF", "MPS")),
        ("Unitree was fined by the Ministry of Finance for late reports.", ("MOF",)),
        ("工信部近日向宇树科技颁发许可证。", ("MIIT",)),
        ("财政部对宇树科技处以罚款。", ("MOF",)),
        ("Unitree said that MIIT gave it a licence.", ()),
        ("Unitree has a licence from MIIT, the company said.", ()),
        ("The MIIT approved Unitree's robot, the company said.", ()),
        ("The MIIT approved Unitree's robot, according to Unitree.", ()),
        ("Unitree was named by MIIT as a champion, it says.", ()),
        ("Unitree met the MIIT and showed a robot.", ()),
        ("宇树科技称，工信部批准了它的机器人。", ()),
        ("Unitree showed a robot.", ()),
    ],
)
def test_in_company_news_an_official_act_is_told_from_a_companys_own_word(text: str, acting: tuple[str, ...]) -> None:
    """A body acts where the first sentence says so, and not on the company's word; who acts issues no document."""
    item = read_company_news(text)
    assert (item.acting_bodies, item.issuing_bodies, item.policy) == (acting, (), None)


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("SAIC will build a car plant.", ["SAIC Motor"]),
        ("MG owner SAIC sold cars.", ["SAIC Motor"]),
        ("SAIC Motor sold cars, SAIC said.", ["SAIC Motor"]),
        ("The SAIC fined shops.", []),
        ("SAIC (the regulator) is long gone.", []),
        ("SAIC was merged.", []),
        ("In 2017 SAIC fined shops.", []),
        ("SAIC kept each trademark.", []),
        ("SAIC, short for State Administration for Industry and Commerce, is history.", []),
    ],
)
def test_the_abbreviation_of_a_body_that_is_gone_is_a_company(text: str, companies: list[str]) -> None:
    """In later news it means the living company that begins so, unless the text speaks of the body."""
    item = read_item(text)
    assert [company.name for company in item.companies] == companies
    assert ("SAIC" in item.bodies) is not bool(companies)


def test_a_company_called_by_the_abbreviation_alone_waits_for_review() -> None:
    """Where its own name stands in the item too, there is no doubt."""
    (doubt,) = (one for one in read_item("SAIC will build a car plant.").inferred if one.field == "namesake")
    assert (doubt.value, doubt.confidence) == ("SAIC Motor", 0.6)
    assert "namesake" not in {one.field for one in read_item("SAIC Motor grew, SAIC said.").inferred}


def test_bodies_are_listed_from_headline_to_issuer_label_in_order() -> None:
    """The order is that of the item: headline, summary, points, comment, article, issuers."""
    item = read_item(
        "The NDRC helped.",
        headline="MOF acts",
        points=("Ask the MPS",),
        comment=("The CAC waits.",),
        article_text="Notice of the MOT",
        issuer_text="MIIT, NDRC",
    )
    assert item.bodies == ("MOF", "NDRC", "MPS", "CAC", "MOT", "MIIT")
    assert item.issuing_bodies == ("MIIT", "NDRC")


ISSUERS = [
    ("The MIIT issued a notice.", ("MIIT",)),
    ("The MIIT and the NDRC jointly issued a plan.", ("MIIT", "NDRC")),
    ("The MIIT, NDRC, and Ministry of Finance (MOF) have recently published rules.", ("MIIT", "NDRC", "MOF")),
    ("The MIIT, together with the NDRC and three other departments, on Monday released a plan.", ("MIIT", "NDRC")),
    ("The NDRC and four other agencies, including the MOF and the MOT, unveiled a scheme.", ("NDRC", "MOF", "MOT")),
    ("Five ministries led by the MOT announced a pilot, the MPS will help.", ("MOT",)),
    ("A plan issued by the MIIT and MOF asks banks for more.", ("MIIT", "MOF")),
    ("Draft rules were released jointly by the CAC and the MPS.", ("CAC", "MPS")),
    ("New guidelines from the NEA set a quota.", ("NEA",)),
    ("The MIIT announced a list based on a plan issued by the NDRC.", ("MIIT",)),
    ("The General Office of the Ministry of Finance issued a letter.", ("MOF",)),
    ("According to the MIIT, exports rose, the MOFCOM announced.", ("MOFCOM",)),
    ("An institute under the MIIT published a study.", ()),
    ("The State Council approved a plan drafted by the NDRC.", ("STATE_COUNCIL",)),
    ("The plan was drafted by the NDRC and approved by the State Council.", ("NDRC",)),
    ("The plan was approved by the State Council on Friday.", ("STATE_COUNCIL",)),
    ("On March 3, the PBOC cut its main rate.", ("PBOC",)),
    ("MIIT officials visited factories.", ()),
    ("MIIT's new guidelines ask for more.", ("MIIT",)),
    ("Exports rose 3 percent, data reported to the MOFCOM show.", ()),
    ("Caixin reported that the SAMR, which polices markets, will fine sellers. The SAMR issued nothing.", ("SAMR",)),
    ("工信部、发改委联合印发通知。", ("MIIT", "NDRC")),
    ("近日，工业和信息化部办公厅会同财政部等五部门发布方案。", ("MIIT", "MOF")),
    ("据财政部消息，商务部于3月5日公布名单。", ("MOFCOM",)),
    ("经国务院批准，科技部出台办法。", ("MOST",)),
    ("国家能源局就电力市场办法公开征求意见。", ("NEA",)),
]


@pytest.mark.parametrize(("text", "expected"), ISSUERS)
def test_who_acts_in_the_sentence_issues(text: str, expected: tuple[str, ...]) -> None:
    """The subject of an issuing verb issues; who is merely named does not."""
    assert read_item(text).issuing_bodies == expected


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("MIIT, MPS, MOHURD, MOT", ("MIIT", "MPS", "MOHURD", "MOT")),
        ("Ministry of Finance; Ministry of Science and Technology", ("MOF", "MOST")),
        ("财政部、商务部和科技部", ("MOF", "MOFCOM", "MOST")),
    ],
)
def test_the_issuer_label_wins_over_the_sentence(label: str, expected: tuple[str, ...]) -> None:
    """Who stands under the label issues, in its order, whoever leads them in the text."""
    item = read_item("Four agencies led by the NDRC announced a pilot.", issuer_text=label)
    assert item.issuing_bodies == expected
    assert item.bodies[0] == "NDRC"


def test_a_title_or_a_heading_tells_the_issuer_when_no_sentence_does() -> None:
    """A Chinese title begins with its issuer; a tracker's heading may be the issuer itself."""
    titled = read_item("Exports are to rise.", article_text="Notice (工业和信息化部 财政部关于开展试点工作的通知)")
    assert titled.issuing_bodies == ("MIIT", "MOF")
    headed = read_item("Applications are open.", heading_text="Ministry of Commerce")
    assert headed.issuing_bodies == ("MOFCOM",)
    assert read_item("Applications are open.", heading_text="Other news of the week, MOF aside").issuing_bodies == ()


def test_a_comment_gives_no_issuer_and_corporate_news_has_none() -> None:
    """What a publisher recalls, or a company's news names, issues nothing."""
    assert read_item("Robots are up.", comment=("The MIIT issued a plan.",)).issuing_bodies == ()
    item = read_company_news("The MIIT announced a fine for BYD.")
    assert (item.issuing_bodies, item.bodies, item.policy) == ((), ("MIIT",), None)


def test_other_news_is_policy_only_when_it_reports_an_act() -> None:
    """A dated paragraph outside the sections is about a policy when a body issues a document in it."""
    assert read_item("The MIIT issued guidelines.", section=Section.OTHER).policy is not None
    assert read_item("The MIIT met carmakers.", section=Section.OTHER).policy is None


@given(st.text(max_size=200))
def test_flattening_keeps_every_character_in_its_place(text: str) -> None:
    """A name's place in the flattened text is its place in the text."""
    assert len(flatten(text)) == len(text)


@given(
    st.lists(
        st.sampled_from(["MIIT", "Huawei", "工信部", " ", "x", "Ministry of Finance", "’s", "-", "门"]), max_size=30
    )
)
def test_mentions_are_ordered_and_apart(pieces: list[str]) -> None:
    """Whatever the text, mentions follow each other without overlap and lie within it."""
    text = "".join(pieces)
    mentions = NameFinder(LEXICON).find_mentions(text)
    edges = [edge for mention in mentions for edge in (mention.start, mention.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("美国司法部宣布和解；司法部此前起诉。", ()),
        ("日本财务部与财政部会谈后，中国财政部发布通知。", ("MOF",)),
        ("Japan's Ministry of Finance met banks. The Ministry of Finance spoke of ropes.", ()),
        ("Japan's Ministry of Finance met banks, China's Ministry of Finance did not.", ("MOF",)),
        ("Japan's Ministry of Finance met banks, MOF did not.", ("MOF",)),
    ],
)
def test_a_ministry_abroad_stays_abroad_in_its_item(text: str, bodies: tuple[str, ...]) -> None:
    """Where it is named again without its country; China's is told by the country or an abbreviation of ours."""
    assert read_item(text).bodies == bodies


def test_what_a_text_calls_a_body_is_no_company() -> None:
    """In quotes and brackets right behind its name, from then on."""
    item = read_item('The General Administration of Customs ("BYD") issued rules for ropes. BYD asks for comments.')
    assert (item.bodies, item.companies) == (("GACC",), ())


@pytest.mark.parametrize(
    "headline",
    [
        "Announcement by the Ministry of Finance to end duties on ropes",
        "ANNOUNCEMENT ON ROPES, ISSUED BY THE MINISTRY OF FINANCE",
        "Announcement of the Ministry of Finance to end duties on ropes",
    ],
)
def test_a_headline_names_who_announces(headline: str) -> None:
    """In whatever case, where the text below names nobody."""
    item = read_item("Ropes from abroad pay no more duties.", headline=headline)
    assert item.issuing_bodies == ("MOF",)

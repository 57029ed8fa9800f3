"""Companies: known ones under any name, unknown ones by cue, and what is none."""

from __future__ import annotations

import pytest

from bot.domain.lexicon import Company, Lexicon
from bot.domain.records.briefing import Section
from bot.reading.recognition.company_names import may_be_company, tidy_company
from bot.reading.recognition.mentions import NameFinder
from tests.reading.recognition.recognise_lexicon import read_company_news, read_item

KNOWN = [
    ("Huawei Technologies and BYD's rivals met.", [("Huawei", "huawei"), ("BYD", "byd")]),
    ("The Avatr 12 is a car; HUAWEI helped.", [("Changan", "changan"), ("Huawei", "huawei")]),
    ("NIO and Nio are one.", [("Nio", "nio")]),
    ("华为与宁德时代签约。", [("Huawei", "huawei"), ("CATL", "catl")]),
    ("Nestle sells coffee.", [("Nestlé", "nestle")]),
    ("An apple a day, byd the way; Huawei University is a campus.", []),
    ("SAIC Motor sold cars, SAIC said.", [("SAIC Motor", "saic-motor")]),
    ("Reuters and Tsinghua University wrote to the MIIT about Made in China 2025.", []),
]


@pytest.mark.parametrize(("text", "expected"), KNOWN)
def test_known_companies_are_found_under_their_names_and_brands(text: str, expected: list[tuple[str, str]]) -> None:
    """A listed company is found under name, alias, Chinese name and brand, and named canonically, once."""
    assert [(found.name, found.company_id) for found in read_item(text).companies] == expected


UNKNOWN = [
    ("Swedish bearing maker Kullager announced a plant in Wuxi.", ["Kullager"]),
    ("Chipmakers Silanode, Ferrotec and Huawei raised prices.", ["Silanode", "Ferrotec", "Huawei"]),
    ("Several firms have built prototypes, such as Roboto Dynamics, Nio and BYD.", ["Roboto Dynamics", "Nio", "BYD"]),
    ("Suppliers including Kettenwerk and Zahnrad AG benefit.", ["Kettenwerk", "Zahnrad"]),
    ("Parts come from Lumenova Co., Ltd. and from Grand Harvest Holdings.", ["Lumenova", "Grand Harvest Holdings"]),
    ("Our client Vollpumpe and our member company Ostrach Spindeln agree.", ["Vollpumpe", "Ostrach Spindeln"]),
    ("Marlow, a maker of pumps, is leaving.", ["Marlow"]),
    ("Sources said that Pollward, the survey and advice group, is closing.", ["Pollward"]),
    ("It is a subsidiary of Nordwind Energi and was built by Teknobygg.", ["Nordwind Energi", "Teknobygg"]),
    ("Byd Co., Ltd. grew.", ["BYD"]),
    ("Korvex's CEO resigned.", ["Korvex"]),
    ("French cable maker Câbleries du Vercors opened.", ["Câbleries du Vercors"]),
    (
        "Its Danish rival Skjern Robotter left, as did the British pump group Hallowdene.",
        ["Skjern Robotter", "Hallowdene"],
    ),
    ("The valve maker Vannes d'Armagnac opened.", ["Vannes d'Armagnac"]),
    (
        "Tsinghua University, China Mobile, Ostra Networks and Huawei worked on it.",
        ["China Mobile", "Ostra Networks", "Huawei"],
    ),
    ("Huawei's partner Hangzhou Korvex Sensing founded a firm.", ["Huawei", "Hangzhou Korvex Sensing"]),
    ("It will buy the chipmaker Hong Kong-based Korvex.", ["Korvex"]),
    ("Backers include the hedge fund Korvex.", ["Korvex"]),
    ("Suppliers such as Kunshan Huawei Optics and BYD gained.", ["Kunshan Huawei Optics", "BYD"]),
    ("华为、比亚迪、宁德等企业签约。", ["Huawei", "BYD", "宁德"]),
    ("本周，由深圳星河机器人股份有限公司生产。", ["深圳星河机器人"]),
    ("宁德时代与洛川航运有限公司签约。", ["CATL", "洛川航运"]),
    ("经评审，确定将广州星河机械有限公司等26家单位列入名单。", ["广州星河机械"]),
    ("The US firm Quarzal Inc. and German company Messwerk GmbH agreed.", ["Quarzal", "Messwerk"]),
    ("The Blue Seam Mining Corporation of China tested a robot.", ["Blue Seam Mining Corporation of China"]),
    ("It is a subsidiary of Teknobygg 8 Nov. 2023.", ["Teknobygg"]),
    ("The valve maker Vannes 3rd March opened. A unit of Korvex March 3 closed.", ["Vannes", "Korvex"]),
    ("The bearing maker Kullager 2024 announced a plant. Our client Ostra 8. Oktober agrees.", ["Kullager", "Ostra"]),
    (
        "It is a unit of Studio 8 Mayfair and was built by Marchand 3 Decorum.",
        ["Studio 8 Mayfair", "Marchand 3 Decorum"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), UNKNOWN)
def test_unknown_companies_are_found_by_the_words_around_them(text: str, expected: list[str]) -> None:
    """A role before the name, a legal suffix, an apposition, an owner, an enumeration with companies show one."""
    assert [found.name for found in read_item(text).companies] == expected


SUBJECTS = [
    ("Kestrelia Optics: The Dutch lens maker moved.", ["Kestrelia Optics"]),
    ("Kestrelia: Opened a plant.", ["Kestrelia"]),
    ("Ropes: prices fell.", []),
    ("Talverna announced a price cut.", ["Talverna"]),
    ("Talverna and Orbix have jointly launched a satellite.", ["Talverna", "Orbix"]),
    ("In May sales fell; Talverna said it will stay.", ["Talverna"]),
    ("Jane Roe said prices will fall.", []),
    ("President Roe announced a visit.", []),
    ("Exports reached a record.", []),
    ("Germany announced subsidies.", []),
    ("Shenzhen opened a port.", []),
    ("The Ministry of Finance launched a fund.", []),
    ("Caixin launched a paper.", []),
    ("Officials announced a review.", []),
    ("Germany's Kullager opened a plant.", ["Kullager"]),
    ("Germany's Federal Office opened a plant.", []),
    ("Peking University opened a laboratory.", []),
    ("The Canton Fair opened its doors.", []),
    ("January started well.", []),
    ("AI will change factories.", []),
]


@pytest.mark.parametrize(("text", "expected"), SUBJECTS)
def test_an_unknown_subject_of_corporate_news_is_a_company(text: str, expected: list[str]) -> None:
    """Who announces, opens or sells in corporate news is a company, unless it is a place, person, office or paper."""
    assert [found.name for found in read_company_news(text).companies] == expected


def test_a_subject_of_policy_news_is_no_company_by_position_alone() -> None:
    """In news of policies an unknown subject stays unnamed."""
    assert read_item("Talverna announced a plan.").companies == ()


def test_a_company_is_quoted_with_the_sentence_it_first_stands_in() -> None:
    """The quote is the whole sentence, exactly."""
    item = read_item("Prices fell. Then Huawei came. Huawei stayed.", comment=("BYD left. So did others.",))
    assert [found.quote for found in item.companies] == ["Then Huawei came.", "BYD left."]


def test_a_headline_in_title_case_gives_no_unknown_company() -> None:
    """Where most words carry capitals, capitals show no names; known names count all the same."""
    item = read_item("Nothing here.", headline="Chip Makers Silanode And Huawei Raise Their Prices")
    assert [found.name for found in item.companies] == ["Huawei"]
    plain = read_item("Nothing.", headline="Chipmaker Silanode raises prices", section=Section.TOP)
    assert [found.name for found in plain.companies] == ["Silanode"]


def test_names_in_articles_and_sources_are_no_companies() -> None:
    """A document's title names what it regulates."""
    assert read_item("Rules came.", article_text="Notice on Huawei Technologies").companies == ()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("The Lumenova Co., Ltd.", "Lumenova"),
        ("Zahnrad AG's", "Zahnrad"),
        ("German Messwerk GmbH", "Messwerk"),
        ("星河股份有限公司", "星河"),
        ("集团", "集团"),
        ("Shanghai Electric", "Shanghai Electric"),
        ("Corp", "Corp"),
    ],
)
def test_a_company_is_named_without_article_nationality_and_legal_suffix(name: str, expected: str) -> None:
    """Only what names the company is kept, and never nothing."""
    assert tidy_company(name) == expected


@pytest.mark.parametrize(
    "name", ["", "China", "Chinese EV", "A", "5G", "Ministry of Dragons", "Next Monday", "Wuhan", "X" * 70]
)
def test_some_capitalised_names_can_be_no_company(name: str) -> None:
    """Places, months, abbreviations of things, offices and overlong runs are refused."""
    assert not may_be_company(name)


def test_each_word_of_a_name_keeps_its_capital() -> None:
    """A name of several words is not read into a phrase that only begins like it."""
    finder = NameFinder(Lexicon(companies=(Company(id="china-mobile", name="China Mobile"),)))
    assert [m.companies for m in finder.find_mentions("China Mobile and CHINA MOBILE grew.")] == [("china-mobile",)] * 2
    assert finder.find_mentions("China mobile payments grew.") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Members from the IT, Automotive and Auto components groups met.",
        "The rules were put up on its BYD public account.",
        "规则在其华为公众号发布。",
    ],
)
def test_groups_of_members_and_accounts_are_no_companies(text: str) -> None:
    """A comma stands before a legal form alone; who puts something up there acts, and not whose page it is."""
    assert read_item(text).companies == ()


def test_a_company_in_chinese_begins_behind_who_holds_it() -> None:
    """由 names somebody else than the words before it."""
    found = read_company_news("该公司由海山绳索科技股份有限公司与他人持股。").companies
    assert [company.name for company in found] == ["海山绳索科技"]

"""Companies in headlines in title case: listed ones, and unknown ones that a cue there and the text below show."""

from __future__ import annotations

import pytest

from tests.reading.recognition.recognise_lexicon import read_item

FOUND = [
    ("BYD and Nio Launch New Electric Cars in Shanghai", "The cars cost less.", ["BYD", "Nio"]),
    ("Huawei Teams Up With Changan on Smart Driving Unit", "The unit is in Wuhan.", ["Huawei", "Changan"]),
    ("MIIT Meets Apple and Huawei on Foreign Chips", "They met on Monday.", ["Apple", "Huawei"]),
    ("Shares of CATL Rise After Battery Rules", "Prices rose.", ["CATL"]),
    ("Chipmaker Silanode Opens Plant in Wuxi", "Silanode opened a plant.", ["Silanode"]),
    ("Chipmaker Silanode Opens Plant in Wuxi", "The plant of Silanode has three lines.", ["Silanode"]),
    ("German Pump Maker Vollpumpe Expands Suzhou Factory", "In May Vollpumpe will add a hall.", ["Vollpumpe"]),
    ("Battery Maker Blue Seam Files for Hong Kong Listing", "Shares in Blue Seam are for sale.", ["Blue Seam"]),
    ("MIIT Names Kettenwerk AG Among First Green Suppliers", "Kettenwerk said it is glad.", ["Kettenwerk"]),
    ("Lumenova Co., Ltd. Wins Licence for Robotaxis", "Cars of Lumenova may drive.", ["Lumenova"]),
    ("Korvex's CEO Resigns After Recall in China", "The board of Korvex met.", ["Korvex"]),
    ("Subsidiary of Nordwind Leaves Chinese Market", "It is the last of Nordwind in Asia.", ["Nordwind"]),
    ("Marlow, a Maker of Pumps, Leaves China", "Workers of Marlow were told.", ["Marlow"]),
    ("Suppliers Including Zahnrad Await Export Licences", "Only Zahnrad has one.", ["Zahnrad"]),
]
NOT_FOUND = [
    ("China Plans New Rules for Smart Cars and Robots", "New rules are on the way."),
    ("Steel Makers Face New Limits on Output", "New limits face mills, and Output Plans are cut."),
    ("Car Makers Cut Prices in Price War", "Prices were cut."),
    ("Battery Producers Must Report Carbon Footprints", "They must report."),
    ("Market Operators Trading Rules Take Effect", "Trading rules took effect."),
    ("Chip Startups Await Licences in Wuxi", "The city of Wuxi gives licences."),
    ("Chip Firms Join Spark Programme in Spring", "The Spark Programme begins in May."),
    ("Leading Companies Including State Firms Meet Ministry", "The State has firms."),
    ("Chipmaker Subsidy Plan Wins Approval in Beijing", "The subsidy plan won approval."),
    ("Digital Platform Opens Data Exchange in Guizhou", "The exchange opens."),
    ("Insurers Told to Back Tech Firms Under Guiding Opinions", "Insurers back firms."),
    ("Chipmaker Silanode Opens Plant in Wuxi", "A plant opened."),
    ("Supplier Quality Rules Enter Force in Summer", "Quality rules enter force. In Quality they trust."),
    ("Developers Welcome Lower Rates on Housing Loans", "Welcome news, they said."),
    ("Shell Companies Face New Scrutiny in Shenzhen", "Such companies face scrutiny."),
    ("Meta Analysis of Drug Trials Gets New Guidelines", "The analysis is new."),
    ("Group Standards Bank Opens to Foreign Firms", "Standards are there."),
    ("Car Maker Associations Meet Minister Roe", "The visit of Minister Roe was short."),
    ("Producers Hope Exports Recover Before Winter", "Exports recover, they hope."),
    ("Airlines Resume Flights to Europe and Asia", "Flights to Europe resume."),
]


@pytest.mark.parametrize(("headline", "text", "expected"), FOUND)
def test_a_company_in_a_headline_in_title_case(headline: str, text: str, expected: list[str]) -> None:
    """A listed name counts; an unknown one behind a role, or with a legal form, where the text names it too."""
    assert [found.name for found in read_item(text, headline=headline).companies] == expected


@pytest.mark.parametrize(("headline", "text"), NOT_FOUND)
def test_a_word_in_title_case_is_no_company(headline: str, text: str) -> None:
    """Words that the text writes small or not at all, verbs, places and programmes are none."""
    assert read_item(text, headline=headline).companies == ()

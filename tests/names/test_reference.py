"""The reference lists: complete, consistent, free of clashes that nobody meant; and how a mistake in one is refused."""

import datetime as dt
import re
import shutil
import tomllib
from collections import Counter, defaultdict
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from bot.config import find_data_folder
from bot.digests.rules import load_holidays
from bot.errors import StoreError
from bot.model.ids import fold, slug
from bot.names.records import Body, Company, Group, Topic
from bot.names.reference import load_lexicon

FOLDER = find_data_folder("reference")
LEXICON = load_lexicon(FOLDER)
KINDS = (
    "state_council ministry commission bank administration office institution party congress court procuratorate "
    "military committee association exchange former"
)
CLASHES = {
    "nfra": ["NFRA", "NFRA_FIRE"],
    "sac": ["SAC", "SAC_SECURITIES"],
    "moc": ["MOFCOM", "MOC_CONSTRUCTION", "MOC_COMMUNICATIONS", "MOC_CULTURE"],
    "交通部": ["MOT", "MOC_COMMUNICATIONS"],
    "ministry of agriculture": ["MARA", "MOA"],
    "ministry of culture": ["MCT", "MOC_CULTURE"],
}
"""The names that two bodies carry on purpose, the one meant without context first."""
CONTRACT = (
    "ai robotics vehicles batteries telecoms industrial_internet semiconductors data_security cybersecurity energy "
    "carbon manufacturing machine_tools aerospace space health agriculture finance accounting foreign_investment trade "
    "export_control standards smes materials rare_earths construction transport science"
)
HAN = re.compile(r"[\u4e00-\u9fff]")
SUFFIX = re.compile(
    r"[ ,](Co|Company|Ltd|Limited|Inc|Incorporated|Corp|Corporation|GmbH|AG|KGaA|KG|plc|LLC|LLP|S\.?A|SE"
    r"|N\.?V|B\.?V|SpA|AB|Oyj|Pte|Pty)\.?$",
    re.IGNORECASE,
)
SUFFIX_IS_PART_OF_THE_NAME = {"Merck & Co", "Merck KGaA", "China Investment Corporation"}
"""Two companies are called Merck; the fund is known by its full name only."""
COMMON = (
    "alphabet amazon apple arm cadence canon caterpillar chevron conch continental envision hexagon honor huntsman"
    " intel meta metro micron mistral montage oracle prudential puma risen shell swatch vale vanguard"
)
"""Words of English that are names here: found in a large body of prose and manuals in lower case."""
EVERYDAY = "其中车辆 其中粮食 北京东城 公安联合 湖北汽车 化工行业 最佳能效 智慧与 增强生产 沟通力度 提高通信 中国银行业"


def test_bodies_are_whole_and_agree_with_each_other() -> None:
    """Ids, languages and dates are well formed; what a body names is there, and the line of succession has no ring."""
    known = {body.id: body for body in LEXICON.bodies}
    assert len(known) == len(LEXICON.bodies) > 200
    for body in LEXICON.bodies:
        assert re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", body.id)
        assert not any(HAN.search(name) for name in (body.name_en, *body.names_en, *body.abbreviations)), body.id
        assert all(HAN.search(name) for name in (body.name_zh, *body.names_zh)), body.id
        assert all(re.fullmatch("[a-z]+", name) for name in body.pinyin), body.id
        assert body.kind in KINDS.split(), body.id
        assert (body.kind == "former") == (body.until is not None), body.id
        days = filter(None, (body.since, body.until))
        assert all(re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-[0-3]\d)?)?", day) for day in days), body.id
        assert not (body.since and body.until) or body.since[:4] <= body.until[:4], body.id
        assert body.parent is None or body.parent in known, body.id
        assert all(known[old].until for old in body.predecessors), body.id
        assert body.id not in {other.id for other in LEXICON.list_line(body.id)}, body.id
        assert set(body.former_names) <= set(body.all_names), body.id


def test_companies_are_whole() -> None:
    """Ids are slugs of names in plain English; what is a word of English too is marked as one."""
    assert len({company.id for company in LEXICON.companies}) == len(LEXICON.companies) > 1000
    assert [company.id for company in LEXICON.companies if company.id != slug(company.name)] == []
    names = {company.name for company in LEXICON.companies}
    assert {name for name in names if SUFFIX.search(name)} == SUFFIX_IS_PART_OF_THE_NAME
    assert not any(HAN.search(name) for name in names)
    assert all(set(company.words) <= set(company.all_names) for company in LEXICON.companies)
    marked = {word.casefold() for company in LEXICON.companies for word in company.words}
    assert {word for word in COMMON.split() if LEXICON.find_companies(word)} <= marked


def test_topics_and_groups_are_whole() -> None:
    """The topics are those the export promises, with clean keywords in both languages; what they name is there."""
    assert [topic.id for topic in LEXICON.topics] == CONTRACT.split()
    companies = LEXICON.company_by_id.keys()
    for topic in LEXICON.topics:
        keywords = (*topic.keywords_en, *topic.keywords_zh)
        assert topic.keywords_en, topic.id
        assert topic.keywords_zh, topic.id
        assert len(keywords) == len(set(keywords)), topic.id
        assert all(word == word.lower().strip() for word in keywords), topic.id
        assert not any(HAN.search(word) for word in (topic.name_en, *topic.keywords_en, *topic.weak_en)), topic.id
        assert not {"data", "standard", "network", "trade", "carbon", "vehicle", "research"} & set(keywords), topic.id
        assert all(body in LEXICON.body_by_id for body in (*topic.bodies, *topic.issuers)), topic.id
        assert set(topic.companies) <= companies, topic.id
    homes = {company.country for company in LEXICON.companies}
    for group in LEXICON.groups:
        assert set(group.topics) <= LEXICON.topic_by_id.keys(), group.id
        assert set(group.companies) <= companies, group.id
        is_empty = len(group.countries) == 1 and group.countries[0] not in homes  # its firms are found in words
        assert is_empty or [name for name in (*group.names, *group.makers) if not LEXICON.find_group(name)] == [], (
            group.id
        )
    countries = {country for group in LEXICON.groups for country in group.countries}
    assert homes <= countries


def test_a_name_has_one_owner_unless_meant() -> None:
    """Bodies clash only on purpose, companies never, nor bodies with companies, or groups."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    records: list[Body | Company] = [*LEXICON.bodies, *LEXICON.companies]
    for record in records:
        for name in {fold(name) for name in record.all_names}:
            owners[name].append(record.id)
    assert {name: found for name, found in owners.items() if len(found) > 1} == CLASHES
    each = [
        *(f"= {name}" for names in LEXICON.abbreviations for name in set(map(fold, names))),
        *(f"+ {name}" for group in LEXICON.groups for name in set(map(fold, (*group.names, *group.makers)))),
    ]
    assert [name for name, count in Counter(each).items() if count > 1] == []


def test_no_company_stands_in_everyday_words_or_is_something_else() -> None:
    """Press, universities, organisations and programmes are never companies."""
    hidden = [name for company in LEXICON.companies for name in company.all_names if HAN.search(name)]
    for text in set(EVERYDAY.split()) - set(LEXICON.not_companies):
        assert [name for name in hidden if name in text] == []
    others = "Xinhua|CGTN|Caixin|South China Morning Post|Tsinghua University|MERICS|CIIE|WTO|Made in China 2025|5G|MIT"
    assert set(others.split("|")) <= set(LEXICON.not_companies)


def test_holidays_are_whole() -> None:
    """Each year has its seven holidays; every working day is a weekend day near a stretch off."""
    held = load_holidays(FOLDER)
    assert held.years == {2023, 2024, 2025, 2026}
    for year in held.years:
        assert all(dt.date(year, month, 1) in held.off for month in (1, 5, 10))
        assert 26 <= len([day for day in held.off if day.year == year]) <= 33
    for worked in held.working:
        assert worked.weekday() in {5, 6}
        assert any(worked + dt.timedelta(days=n) in held.off for n in range(-12, 13))


@pytest.mark.parametrize(
    ("stem", "kind"), [("bodies", Body), ("topics", Topic), ("groups", Group), ("companies", Company)]
)
def test_every_field_of_a_list_is_known(stem: str, kind: type) -> None:
    """A field that nobody reads would be a mistake that nobody sees."""
    tables: dict[str, Any] = tomllib.loads((FOLDER / f"{stem}.toml").read_text("utf-8"))
    if kind is Company:
        tables = {name: line for land in tables.values() for sector in land.values() for name, line in sector.items()}
    known = {field.name for field in fields(kind)}
    assert {(name, key) for name, table in tables.items() for key in table if key not in known} == set()


BODY = '[A]\nname_en = "A Office"\nname_zh = "甲办"\n'


@pytest.mark.parametrize(
    ("stem", "text", "named"),
    [
        ("bodies", None, "cannot be read"),
        ("bodies", "[A\n", "cannot be read"),
        ("bodies", 'A = "x"\n', "Expected `object`"),
        ("bodies", BODY + "since = 2018\n", "“A”"),
        ("bodies", '[A]\nname_en = "A Office"\n', "“A”"),
        ("companies", '[CN]\ncars = "x"\n', "Expected `object`"),
        ("companies", "[CN.cars]\nacme = {}\n", "“acme”"),
        ("topics", '[ai]\nname_en = "AI"\n', "“ai”"),
        ("not_companies", 'press = "The Daily"\n', "array"),
        ("local_offices", '[fields.finance]\nname_en = "Finance"\n', "“finance”"),
        ("abbreviations", 'names = ["EU"]\n', "array"),
        ("groups", '[x]\nnames = "x"\n', "“x”"),
    ],
)
def test_a_mistake_is_refused_with_file_and_entry(tmp_path: Path, stem: str, text: str | None, named: str) -> None:
    """Every mistake in a list ends in one line that names the file and says what to do."""
    folder = shutil.copytree(FOLDER, tmp_path / "reference")
    path = folder / f"{stem}.toml"
    if text is None:
        path.unlink()
    else:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        load_lexicon(folder)
    assert f"{stem}.toml" in str(caught.value)
    assert named in str(caught.value)
    assert caught.value.hint
    assert "\n" not in str(caught.value)

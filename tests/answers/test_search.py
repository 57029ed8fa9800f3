"""Each step of a search finds what those before it miss, says so, and never displaces a match of words."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.answers.rows import list_rows
from bot.answers.search import Searched, Searcher, Step
from bot.answers.semantic import SentenceIndex
from bot.config import find_data_folder
from bot.model.briefing import CompanyMention, Item
from bot.model.deadlines import beijing_day
from bot.names.lexicon import Lexicon
from bot.names.local_bodies import LocalBodies, Place
from bot.names.records import Body, Company, Group, Topic
from bot.query.query import parse_query
from bot.query.query_record import Query
from bot.query.questions import read_question
from bot.query.search_plan import SearchPlan
from bot.query.wording import Parts, Synonyms, Wording, load_wording
from bot.store.database import Database
from bot.store.search import Hit
from tests.room import ISSUE, NEWS, NOW, POLICY, TOP, Room

TODAY = beijing_day(NOW)
LEXICON = Lexicon(
    bodies=(
        Body(id="MIIT", name_en="Ministry of Industry and Information Technology", name_zh="工业和信息化部"),
        Body(
            id="NFRA",
            name_en="National Financial Regulatory Administration",
            name_zh="金融监管总局",
            predecessors=("CBIRC",),
        ),
        Body(id="CBIRC", name_en="Banking and Insurance Commission", name_zh="银保监会", until="2023-05"),
    ),
    companies=(
        Company(id="huawei", name="Huawei", name_zh="华为", aliases=("菊厂",)),
        Company(id="hella", name="Hella"),
        Company(id="bora", name="Bora", country="DE"),
    ),
    topics=(Topic(id="robotics", name_en="robotics", name_zh="机器人"),),
    local=LocalBodies(places=(Place(name_en="Bahe", name_zh="巴河市"),)),
    abbreviations=(("HR2025", "Humanoid Robots 2025", "人形机器人2025"),),
    groups=(Group(id="germany", names=("German", "Germany"), countries=("DE",)),),
)
SYNONYMS = Synonyms(
    sets=(("brass foil", "铜箔"), ("output", "产量"), ("lathe", "CNC lathe", "车床"), ("coaches", "客车")),
    related=(("handset", "phone", "手机"), ("levy", "import duty", "tariff"), ("weather", "climate")),
    parts=(Parts(names=("rolling stock",), parts=("coach", "wagon")),),
)
WORDING = Wording(synonyms=SYNONYMS, table=load_wording(find_data_folder("reference")).table)


def news(position: int, text: str, **changes: object) -> Item:
    """Return a piece of news about nobody."""
    plain = replace(NEWS, position=position, text=text, companies=())
    return replace(plain, **changes)  # type: ignore[arg-type]  # as the test has it


ITEMS = (
    replace(
        TOP,
        headline="Robots need licences",
        text="The ministry wants a licence for each humanoid robot in a factory.",
        points=(),
        policy=replace(POLICY, title_en=None, title_zh="人形机器人管理办法"),
        issuing_bodies=("MIIT", "MOT"),
        bodies=("MIIT", "MOT"),
    ),
    news(
        1,
        "A phone chip from Huawei doubles its speed.",
        companies=(CompanyMention(name="Huawei", company_id="huawei", quote="Huawei"),),
    ),
    news(2, "A tariff on steel pipes falls by half, and 600,000 coaches are exempted."),
    news(3, "Insurers must report their losses on floods.", bodies=("NFRA",)),
    news(4, "The gallium quota of the southern smelters stays."),
    news(5, "A mill for water pipes and cartons is to open in Bahe in 2024.", reported_on=dt.date(2023, 5, 4)),
    news(6, "The authorities restrict wagons. 铜箔产量提高一倍，车床60万台。", reported_on=dt.date(2022, 5, 4)),
)


@dataclass
class FakeMeaning(SentenceIndex):
    """Gives one item for anything, and records that it was asked."""

    asked: list[tuple[str, ...]] = field(default_factory=list)
    hits: tuple[Hit, ...] = (Hit(item_id=5, policy_id=None),)

    def find(self, db: Database, query: Query, plan: SearchPlan, *, today: dt.date) -> tuple[Hit, ...]:
        assert db is not None
        assert (query, today) is not None
        self.asked.append(plan.texts)
        return self.hits


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = Room.open(tmp_path / "g.db")
    opened.ingest(replace(ISSUE, items=ITEMS))
    yield opened
    opened.close()


def search(room: Room, text: str, *, pinyin: bool = True, meaning: FakeMeaning | None = None) -> Searched:
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    question = read_question(query, lexicon=LEXICON, wording=WORDING, today=TODAY)
    with room.store.read() as db:
        searcher = Searcher(db=db, lexicon=LEXICON, wording=WORDING, today=TODAY, pinyin=pinyin, meaning=meaning)
        return searcher.search(question)


def found(searched: Searched) -> list[int]:
    return [hit.item_id for hit in searched.hits]


@pytest.mark.parametrize(
    ("text", "step", "items", "said"),
    [
        ("humanoid factory", Step.ALL, [1], ""),
        ("which quota of the smelters", Step.ALL, [5], ""),
        ("robots licence", Step.ALL, [1], ""),
        ("doubling speed", Step.ALL, [2], ""),
        ("author", Step.NOTHING, [], ""),
        ("authority", Step.ALL, [7], ""),
        ("600000 coaches", Step.ALL, [3], ""),
        ("0.6 million coaches", Step.ALL, [3], ""),
        ("60万", Step.ALL, [7, 3], ""),
        ("60万台", Step.ALL, [7, 3], ""),
        ("600 coaches", Step.NOTHING, [], ""),
        ("60000 coaches", Step.NOTHING, [], ""),
        ("CBIRC floods", Step.OTHER_NAMES, [4], "other names: CBIRC → what it was or became"),
        ("mentions:CBIRC", Step.OTHER_NAMES, [4], "before and after"),
        ("brass foil output", Step.OTHER_NAMES, [7], "brass foil → 铜箔; output → 产量."),
        ("lathe", Step.OTHER_NAMES, [7], "lathe → CNC lathe, 车床."),
        ("客车", Step.OTHER_NAMES, [3], "客车 → coaches."),
        ("lathe rules", Step.OTHER_NAMES, [7], 'without "rules"; other names: lathe → CNC lathe, 车床.'),
        ("handset chip", Step.OTHER_NAMES, [2], "handset → phone"),
        ("rolling stock", Step.OTHER_NAMES, [3, 7], "rolling stock → coach, wagon"),
        ("wagon restriction", Step.OTHER_NAMES, [7], "other forms"),
        ("renxing jiqiren", Step.SPELLING, [1], "as pinyin"),
        ("renxingjiqiren guanli", Step.SPELLING, [1], "as pinyin"),
        ("galium quota", Step.SPELLING, [5], 'Showing results for "gallium" (you typed "galium").'),
        ("galum quota", Step.NOTHING, [], ""),
        ("smeltters gallium", Step.SPELLING, [5], 'Showing results for "smelters"'),
        ("人形机器人管理的办法", Step.ALL, [1], ""),
        ("巴河实行什么行业", Step.SPELLING, [6], ""),
        ("机器人实行奶酪管理", Step.NOTHING, [], ""),
        ("southern smelters gallium quota exports", Step.SOME, [5], 'No item has "exports". Showing items'),
        ("floods gallium Huawei", Step.SOME, [2], "some of the words"),
        ("insurers report floods abruptly", Step.SOME, [4], 'No item has "abruptly".'),
        ("insurers report floods in Mexico", Step.NOTHING, [], ""),
        ('floods "gallium"', Step.NOTHING, [], ""),
        ("handset insurers", Step.SOME, [2, 4], "together"),
        ("weather", Step.NOTHING, [], ""),
        ("长江存储", Step.NOTHING, [], ""),
        ("what did MIIT issue on pipes in 2024?", Step.NOTHING, [], ""),
        ("mill 2024", Step.ALL, [6], ""),
        ("mill 2023", Step.ALL, [6], ""),
    ],
)
def test_the_first_step_that_finds_anything_answers(
    room: Room, text: str, step: Step, items: list[int], said: str
) -> None:
    """All words, then other names, spellings, some words; the answer says which it was."""
    searched = search(room, text)
    assert (searched.step, found(searched)) == (step, items)
    assert said in " ".join(searched.notes)


@pytest.mark.parametrize("text", ['"galium"', '"renxing jiqiren"', '"handset"', '"人形机器人管理的办法"', '"hua wei"'])
def test_quoted_words_are_asked_for_as_they_are(room: Room, text: str) -> None:
    """Nothing in quotes is respelled, read as pinyin, cut up, joined, put in other words, or compared by meaning."""
    meaning = FakeMeaning()
    assert search(room, text, meaning=meaning).step is Step.NOTHING
    assert not meaning.asked


def test_what_is_absent_is_said_as_it_was_asked(room: Room) -> None:
    """A Chinese word of our lists isn't read as itself, nor a body as what it was or became, where neither helps."""
    absent = search(room, "客车 mentions:CBIRC")
    assert (absent.step, absent.notes, absent.query.mentions.include) == (Step.NOTHING, (), ("CBIRC",))


def test_pinyin_can_be_switched_off(room: Room) -> None:
    """Without it the same words find nothing."""
    assert search(room, "renxing jiqiren", pinyin=False).step is Step.NOTHING


def test_meaning_comes_last(room: Room) -> None:
    """It is asked only when no word helped, never for a name or figure that no item has, and it says so."""
    meaning = FakeMeaning()
    assert search(room, "handset chip", meaning=meaning).step is Step.OTHER_NAMES
    assert search(room, "Quantum weather", meaning=meaning).step is Step.NOTHING
    assert not meaning.asked
    searched = search(room, "rainy weather", meaning=meaning)
    assert (searched.step, found(searched)) == (Step.MEANING, [5])
    assert "close in meaning" in searched.notes[-1]
    assert search(room, "rainy weather", meaning=FakeMeaning(hits=())).step is Step.NOTHING


def test_what_has_too_little_is_near(room: Room) -> None:
    """Items with some of the words are shown as near and not counted."""
    searched = search(room, "gallium quota Africa")
    assert not found(searched)
    assert [hit.item_id for hit in searched.near] == [5]
    assert searched.notes[-1].startswith("No item has ")


RANKED = (
    news(1, "Kites are sold.", reported_on=dt.date(2024, 3, 9)),
    news(2, "A shop opens.", comment="Kites, kites, kites, kites, and kites.", reported_on=dt.date(2024, 3, 10)),
    replace(
        TOP, headline="Rules for toys", text="Kites need strings. " * 3, policy=None, reported_on=dt.date(2024, 3, 1)
    ),
    news(3, "Nothing is said.", headline="Kites", reported_on=dt.date(2024, 3, 2)),
    news(4, "风筝出口。", reported_on=dt.date(2024, 3, 8)),
    news(5, "Bora buys two.", companies=(CompanyMention(name="Bora", company_id="bora", quote="Bora"),)),
)


@pytest.mark.parametrize(
    ("text", "items", "said"),
    [
        ("kites", [4, 3, 1, 2], ""),
        ("kites sort:date", [2, 1, 4, 3], ""),
        ("rules kites", [3, 4, 1, 2], 'Also found without "rules".'),
        ("kites -strings", [4, 1, 2], ""),
        ("German firms", [6], ""),
    ],
)
def test_headlines_come_before_text_and_comments_last(tmp_path: Path, text: str, items: list[int], said: str) -> None:
    """Then top items before others, then the newest, however often a word is said."""
    room = Room.open(tmp_path / "g.db")
    room.ingest(replace(ISSUE, items=RANKED))
    result = search(room, text)
    room.close()
    assert found(result) == items
    assert said in " ".join(result.notes)


QUOTED = replace(
    TOP,
    headline="Cars on the road",
    text="China sees a chance for US and European cars. Fleets grow.",
    points=("The pilot covers 600,000 NEVs.", "It ends in 2025."),
    comment="The EU has opened a probe. Subsidies are 补贴 here.",
)


@pytest.mark.parametrize(
    ("words", "sentence", "matched", "in_comment"),
    [
        ((("EU", "European Union"),), "The EU has opened a probe.", ("EU",), True),
        ((("US",),), "China sees a chance for US and European cars.", ("US",), False),
        ((("subsidy", "补贴"),), "Subsidies are 补贴 here.", ("Subsidies", "补贴"), True),
        ((("60万",),), "The pilot covers 600,000 NEVs.", ("600,000",), False),
        ((("electric car", "NEV"),), "The pilot covers 600,000 NEVs.", ("NEVs",), False),
        ((("fleet",), ("grow",)), "Fleets grow.", ("Fleets", "grow"), False),
        ((("fast probe", "快速调查"),), "The EU has opened a probe.", ("probe",), True),
        ((("nothing",),), "China sees a chance for US and European cars.", (), False),
        ((), "China sees a chance for US and European cars.", (), False),
    ],
)
def test_the_quote_holds_the_words(
    tmp_path: Path, words: Sequence[tuple[str, ...]], sentence: str, matched: tuple[str, ...], in_comment: bool
) -> None:
    """Wherever they stand in the item, in any form, words of a name apart where no sentence has the name itself.

    The row says when it is the publisher's comment.
    """
    room = Room.open(tmp_path / "g.db")
    room.ingest(replace(ISSUE, items=(QUOTED,)))
    with room.store.read() as db:
        (row,) = list_rows(db, [Hit(item_id=1, policy_id=1)], now=NOW, words=tuple(words))
    room.close()
    shown = row.row if hasattr(row, "row") else row
    assert (shown.sentence, shown.matched, shown.in_comment) == (sentence, matched, in_comment)

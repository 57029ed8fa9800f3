"""How a written name finds what it names: exact or cut short, almost right, as a group, or while somebody types."""

import pytest

from bot.config import find_data_folder
from bot.names.records import NamedList, spell_id, suggest_records
from bot.names.reference import load_lexicon
from bot.names.spelling import is_other_form

LEXICON = load_lexicon(find_data_folder("reference"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MIIT", "MIIT"),
        ("工信部", "MIIT"),
        ("gongxinbu", "MIIT"),
        ("Commerce Ministry", "MOFCOM"),
        ("central bank", "PBOC"),
        ("中央网络安全和信息化委员会", "CCAC"),
        ("Ministry of Industry and Information Tech", "MIIT"),
        ("Ministry of Industry and", ""),
        ("State Administration", ""),
        ("science and technology", ""),
        ("SAIC", "SAIC"),
        ("华为", "huawei"),
        ("上汽集团", "saic-motor"),
        ("Aero Engine Corporation of China", "aecc"),
        ("中石化", ""),
        ("Machine tools", "machine_tools"),
        ("人工智能", "ai"),
        ("广东省财政厅", "GUANGDONG_FINANCE_DEPARTMENT"),
        ("上海市经信委", "SHANGHAI_ECONOMY_INFORMATION_COMMISSION"),
        ("Guangdong Provincial Department of Finance", "GUANGDONG_FINANCE_DEPARTMENT"),
        ("Xi’an Finance Bureau", "XIAN_FINANCE_BUREAU"),
        ("Shanghai government", "SHANGHAI_GOVERNMENT"),
        ("guangxi_finance_department", "GUANGXI_FINANCE_DEPARTMENT"),
        ("上海厅", ""),
    ],
)
def test_a_name_finds_its_record(name: str, expected: str) -> None:
    """English, Chinese, pinyin, old and short names, brands, and bodies composed of place, field and rank."""
    finders = (LEXICON.find_bodies, LEXICON.find_companies, LEXICON.find_topics)
    assert " ".join(record.id for find in finders for record in find(name)) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("industry", "MIIT"), ("finance", "MOF"), ("cyberspace", "CAC"), ("ministry", "")],
)
def test_a_word_of_a_name_is_the_most_prominent_body(word: str, expected: str) -> None:
    body = LEXICON.find_body_of_word(word)
    assert (body.id if body else "") == expected


def test_every_form_of_a_body_finds_it() -> None:
    """Whatever the list calls a body leads to it."""
    assert [name for body in LEXICON.bodies for name in body.all_names if body not in LEXICON.find_bodies(name)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("public security", "MPS"),
        ("human resources and social security", "MOHRSS"),
        ("development and reform", "NDRC"),
        ("公安", "MPS"),
        ("commerce", ""),
        ("land and resources", ""),
        ("市场监督管理", "SAMR"),
        ("国家金融监督管理", "NFRA"),
        ("国家林业和草原", "NFGA"),
        ("财政", ""),
        ("安全", ""),
        ("国家能源", ""),
        ("中国人民", ""),
    ],
)
def test_the_words_of_a_body_name_it(text: str, expected: str) -> None:
    """Where they are more than one in English, and the body still exists; in Chinese the last signs may be missing."""
    assert " ".join(body.id for body in LEXICON.find_bodies_of_field(text)) == expected


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("pharma", "boehringer-ingelheim", "huawei"),
        ("carmakers", "byd", "catl"),
        ("车企", "volkswagen", "huawei"),
        ("French firms", "airbus", "siemens"),
        ("法国企业", "renault", "byd"),
        ("German carmakers", "bmw", "basf"),
        ("carmakers from Germany", "bosch", "toyota"),
        ("foreign companies", "siemens", "byd"),
        ("all European pharma companies", "novo-nordisk", "pfizer"),
    ],
)
def test_a_country_or_trade_is_its_companies(text: str, inside: str, outside: str) -> None:
    """Alone, with a word for companies, or both together, in either language."""
    ids = {company.id for company in LEXICON.find_group(text)}
    assert inside in ids
    assert outside in LEXICON.company_by_id.keys() - ids


@pytest.mark.parametrize(
    ("text", "is_of_firms"), [("carmakers", True), ("European", True), ("EV", False), ("chips", False)]
)
def test_a_trade_that_is_a_thing_as_well_speaks_of_no_firms(text: str, is_of_firms: bool) -> None:
    """Who looks for electric vehicles does not look for every carmaker."""
    assert bool(LEXICON.find_group(text, of_firms=True)) is is_of_firms
    assert LEXICON.find_group(text)


@pytest.mark.parametrize("text", ["", "companies", "企业", "Huawei", "the robots of tomorrow", "us er"])
def test_other_words_are_no_group(text: str) -> None:
    """Nor are companies as such."""
    assert LEXICON.find_group(text) == ()


@pytest.mark.parametrize(
    ("text", "suggested", "sure"),
    [
        ("hauwei", "Huawei", "Huawei"),
        ("Minstry of Comerce", "Ministry of Commerce", "Ministry of Commerce"),
        ("sensetim", "SenseTime", "SenseTime"),
        ("MITI", "MIIT", None),
        ("华位", "华为", None),
        ("boehringer", "Boehringer Ingelheim", None),
        ("miti", None, None),
        ("humanoid robots", None, None),
    ],
)
def test_a_name_almost_spelled_so_is_suggested(text: str, suggested: str | None, sure: str | None) -> None:
    """It is looked for only where it is one name, long enough and with its first letter right."""
    assert next(iter(LEXICON.suggest_names(text)), None) == suggested
    assert LEXICON.find_spelling(text) == sure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Boehringer", "boehringer-ingelheim"),
        ("mercedes", "mercedes-benz"),
        ("Hewlett Packard", "hewlett-packard-enterprise"),
        ("Merc", ""),
        ("AB", ""),
        ("", ""),
    ],
)
def test_the_first_words_of_a_company_are_known(text: str, expected: str) -> None:
    """Whole words, of every company whose name begins with them."""
    assert " ".join(company.id for company in LEXICON.find_companies_begun(text)) == expected


@pytest.mark.parametrize(
    ("typed", "known", "is_right"),
    [
        ("customers", "customs", True),
        ("exporters", "export", True),
        ("space", "spacex", True),
        ("industrial", "industry", True),
        ("regulation", "regulator", True),
        ("huminoid", "humanoid", False),
        ("semiconducter", "semiconductor", False),
        ("volkswagon", "volkswagen", False),
        ("robbots", "robot", False),
        ("hauwei", "huawei", False),
        ("manufactoring", "manufacturing", False),
    ],
)
def test_another_form_of_a_word_is_no_misspelling(typed: str, known: str, is_right: bool) -> None:
    """A word with another ending is a right word; a slip stands elsewhere, or in an ending that sounds alike."""
    assert is_other_form(typed, known) is is_right


def test_pinyin_without_spaces_finds_a_chinese_name() -> None:
    """Companies need no pinyin of their own in the list."""
    assert [company.id for company in LEXICON.find_companies_in_pinyin("biyadi")] == ["byd"]
    assert [company.id for company in LEXICON.find_companies_in_pinyin("ning de shi dai")] == ["catl"]
    assert LEXICON.find_companies_in_pinyin("tesla") == ()


def test_a_body_has_a_line() -> None:
    """What came of it stands before what it came from, however many steps away."""
    assert [body.id for body in LEXICON.list_line("CBRC")] == ["CBIRC", "NFRA"]
    assert [body.id for body in LEXICON.list_line("NFRA")] == ["CBIRC", "CBRC", "CIRC"]


def test_an_abbreviation_stands_for_all_names_of_the_thing() -> None:
    """In either number and case, but for one that is an English word too: that one only in capitals."""
    union = ("EU", "European Union", "欧盟")
    assert LEXICON.find_same("eu") == LEXICON.find_same("European Unions") == LEXICON.find_same("欧盟") == union
    assert "United States" in LEXICON.find_same("US")
    assert LEXICON.find_same("us") == LEXICON.find_same("Europe") == ()
    assert LEXICON.find_same("广东") == ("Guangdong", "广东")


def test_named_lists_are_found_by_id_or_name() -> None:
    """The names that everybody has are shared, the lists are one's own."""
    own = NamedList(id=3, name="Our rivals", owner="U1", filter="company:BYD")
    twin = LEXICON.with_lists((own,))
    assert twin.find_list("l3") == twin.find_list("our RIVALS") == own
    assert LEXICON.find_list("L3") is None
    assert twin.find_bodies("MIIT") == LEXICON.find_bodies("MIIT")


@pytest.mark.parametrize(
    ("body_id", "shown"), [("MIIT", "MIIT"), ("STATE_COUNCIL", "State Council"), ("NPC_LAC", "NPC LAC")]
)
def test_an_id_is_shown_as_people_read_it(body_id: str, shown: str) -> None:
    """Abbreviations stay in capitals."""
    assert spell_id(body_id) == shown


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", "MIIT MOFCOM MOF STATE_COUNCIL"),
        ("mof", "MOF MOFCOM"),
        ("ministry of", "MIIT MOFCOM MOF"),
        ("commerce", "MOFCOM"),
        ("ance", "MOF"),
        ("an", "MIIT"),
        ("工信", "MIIT"),
        ("GONGX", "MIIT"),
        ("state cou", "STATE_COUNCIL"),
        ("zzz", ""),
    ],
)
def test_what_is_typed_finds_its_records(typed: str, found: str) -> None:
    """The very name first, then its beginning, then that of a word, then three letters or a sign inside."""
    bodies = [LEXICON.body_by_id[each] for each in ("MIIT", "MOFCOM", "MOF", "STATE_COUNCIL")]
    assert " ".join(body.id for body in suggest_records(bodies, typed, limit=100)) == found

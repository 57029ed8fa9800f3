"""Plain text arrives as paragraphs, bullets, and the headings that are certain."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.document import BlockKind
from bot.reading.formats.joins import starts_small
from bot.reading.formats.plain import read_plain, read_plain_blocks

WRAPPED = """\
The agency wants factories to share what their machines tell them,
and it names three provinces which shall go first with this task.
"""


def outline(text: str) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in read_plain_blocks(dedent(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo\n\nthree", [("paragraph", 0, "one two"), ("paragraph", 0, "three")]),
        (
            "> 4 March: Customs stopped ropes.\n> 9 March: The ministry listed\n  two nets.",
            [
                ("list_item", 1, "4 March: Customs stopped ropes."),
                ("list_item", 1, "9 March: The ministry listed two nets."),
            ],
        ),
        ("产业\n升级", [("paragraph", 0, "产业升级")]),
        ("- a\n  b\n- c", [("list_item", 1, "a b"), ("list_item", 1, "c")]),
        ("• a\n•b\n■ c", [("list_item", 1, "a"), ("list_item", 1, "b"), ("list_item", 1, "c")]),
        ("- a\n  - b\n- c", [("list_item", 1, "a"), ("list_item", 2, "b"), ("list_item", 1, "c")]),
        ("•\n\na\n\n•\n\nb", [("list_item", 1, "a"), ("list_item", 1, "b")]),
        ("Goals are:\n- a", [("paragraph", 0, "Goals are:"), ("list_item", 1, "a")]),
        ("one\n- not a bullet", [("paragraph", 0, "one - not a bullet")]),
        ("1. First thing\n\nText.", [("heading", 3, "1. First thing"), ("paragraph", 0, "Text.")]),
        (
            "一、政策\n\n1. 甲事\n\n乙。",
            [("heading", 2, "一、政策"), ("heading", 3, "1. 甲事"), ("paragraph", 0, "乙。")],
        ),
        (
            "现就船闸检查的有关事项通知如下：\n一、检查范围\n全国内河四级以上航道的船闸。\n二、时间\n（一）自查。五月底前完成。\n（二）报送。",
            [
                ("paragraph", 0, "现就船闸检查的有关事项通知如下："),
                ("heading", 2, "一、检查范围"),
                ("paragraph", 0, "全国内河四级以上航道的船闸。"),
                ("paragraph", 0, "二、时间"),
                ("paragraph", 0, "（一）自查。五月底前完成。"),
                ("paragraph", 0, "（二）报送。"),
            ],
        ),
        ("NOTEWORTHY\n\nText.", [("heading", 1, "NOTEWORTHY"), ("paragraph", 0, "Text.")]),
        ("MAY 2, 2024 (PERIOD)\n\nText.", [("paragraph", 0, "MAY 2, 2024 (PERIOD)"), ("paragraph", 0, "Text.")]),
        ("Policy news\n\n- a", [("heading", 2, "Policy news"), ("list_item", 1, "a")]),
        ("# Rope Radar, Issue 7\nAcme", [("heading", 1, "Rope Radar, Issue 7"), ("paragraph", 0, "Acme")]),
        ("Acme\n## Ropes ##\n\nText.", [("paragraph", 0, "Acme"), ("heading", 2, "Ropes"), ("paragraph", 0, "Text.")]),
        (
            "== ROPES ==\none\n\n--- Firms ---\ntwo",
            [
                ("heading", 2, "ROPES"),
                ("paragraph", 0, "one"),
                ("heading", 2, "Firms"),
                ("paragraph", 0, "two"),
            ],
        ),
        ("one == two == three\n== 5 ==", [("paragraph", 0, "one == two == three == 5 ==")]),
        ("# 5 of 7 and\n#5 of 7", [("paragraph", 0, "# 5 of 7 and #5 of 7")]),
        ("- # a", [("list_item", 1, "# a")]),
        ("Targets set:\n\n- a", [("paragraph", 0, "Targets set:"), ("list_item", 1, "a")]),
        ("Date: May 2\n\n- a", [("paragraph", 0, "Date: May 2"), ("list_item", 1, "a")]),
        ("Title\n=====\n\nText.", [("heading", 1, "Title"), ("paragraph", 0, "Text.")]),
        ("Title\n-----\nText.", [("heading", 2, "Title"), ("paragraph", 0, "Text.")]),
        ("a\n\n* * *\n\n-----\n\nb", [("paragraph", 0, "a"), ("paragraph", 0, "b")]),
        ("One .... 2\nTwo .... 3", [("paragraph", 0, "One .... 2"), ("paragraph", 0, "Two .... 3")]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_blocks(text: str, expected: list[tuple[str, int, str]]) -> None:
    """Blank lines part paragraphs; bullets, numbers and certain headings are told."""
    assert outline(text) == expected


def test_a_line_ended_early_keeps_its_break() -> None:
    """Where the next word would have fitted, the break was meant: a new paragraph after a full stop or at a label."""
    assert outline(f"{WRAPPED}It ends.\nA new thought.\nIssuing body: MIIT\nDate: May 2\n\nAnn Example\nAnalyst\n") == [
        ("paragraph", 0, WRAPPED.strip().replace("\n", " ") + " It ends."),
        ("paragraph", 0, "A new thought."),
        ("paragraph", 0, "Issuing body: MIIT"),
        ("paragraph", 0, "Date: May 2"),
        ("paragraph", 0, "Ann Example\nAnalyst"),
    ]


def test_a_numbered_line_starts_a_paragraph_but_a_number_in_a_sentence_does_not() -> None:
    """A number at a line's start counts only where the line before has ended."""
    text = f"{WRAPPED}1. First thing\n{WRAPPED}2. Second thing\n"
    assert [block.text[:8] for block in read_plain_blocks(text)] == ["The agen", "1. First", "2. Secon"]


def test_text_copied_out_of_a_pdf_without_its_layout() -> None:
    """A short item ends where unindented text follows; a numbered headline wraps, and ends at a label."""
    text = f"{WRAPPED}\n- Learn\nThen they go home.\n\n1. Factories talk and they\nlisten\nAt a glance: {WRAPPED}"
    assert [block.text[:33] for block in read_plain_blocks(text)][1:] == [
        "Learn",
        "Then they go home.",
        "1. Factories talk and they listen",
        "At a glance: The agency wants fac",
    ]


def test_lines_are_recorded() -> None:
    """Each block says where it starts and ends, from line 1."""
    blocks = read_plain_blocks("\na\nb\n\n- c\n  d\n")
    assert [(block.line, block.last_line, block.page) for block in blocks] == [(2, 3, None), (5, 6, None)]


def test_form_feeds_part_pages_and_running_lines_are_furniture() -> None:
    """A text copied out of a PDF keeps its pages, loses its running lines, and mends what the page end cut."""
    page = "Weekly Notes\n\n{}\n\n- {} -\n\f"
    text = "".join(
        page.format(body, at) for at, body in enumerate(("the report goes", "on overleaf.", "Third."), start=1)
    )
    blocks, furniture = read_plain(text)
    assert [(block.text, block.page, block.last_page) for block in blocks] == [
        ("the report goes on overleaf.", 1, 2),
        ("Third.", 3, 3),
    ]
    assert [block.text for block in furniture] == [
        "Weekly Notes",
        "- 1 -",
        "Weekly Notes",
        "- 2 -",
        "Weekly Notes",
        "- 3 -",
    ]


def test_hyphens_at_line_ends_are_mended() -> None:
    """A word cut by a line end is whole again."""
    assert outline("the infor-\nmation is here") == [("paragraph", 0, "the information is here")]


@given(st.text(alphabet="aB1 .-•:\n\f\t工", max_size=120))
def test_nothing_is_lost(text: str) -> None:
    """Whatever the layout, every letter of the text is in a block or in the furniture, in order of lines."""
    blocks, furniture = read_plain(text)
    kept = sorted("".join(block.text for block in (*blocks, *furniture)))
    assert [char for char in kept if char.isalpha()] == [char for char in sorted(text) if char.isalpha()]
    lines = [block.line or 0 for block in blocks]
    assert lines == sorted(lines)


def test_a_list_may_stand_right_under_its_heading() -> None:
    """Without a blank line too, where several lines begin with the sign; capitals make a heading of the line above."""
    text = "AUTOMOTIVE\n* Nov 13: One thing.\n* Nov 14: Another.\n\nENERGY\n* Nov 15: A third.\n"
    assert outline(text) == [
        ("heading", 1, "AUTOMOTIVE"),
        ("list_item", 1, "Nov 13: One thing."),
        ("list_item", 1, "Nov 14: Another."),
        ("heading", 1, "ENERGY"),
        ("list_item", 1, "Nov 15: A third."),
    ]


def test_the_short_lines_of_a_title_are_blocks_of_their_own() -> None:
    """Name, house and date at a text's beginning; labelled lines one by one; Roman figures head."""
    text = "LAW ALERT\nBy the Harbour office\n15 March 2024\n\nII. New rules on data\n\n"
    text += "Title: Rules (规则) of some length\n"
    text += "Document no.: Order 16\nDate of issue: 2 May\n\n" + "A sentence that fills the line to its very end. " * 3
    assert [each[2] for each in outline(text)][:7] == [
        "LAW ALERT",
        "By the Harbour office",
        "15 March 2024",
        "II. New rules on data",
        "Title: Rules (规则) of some length",
        "Document no.: Order 16",
        "Date of issue: 2 May",
    ]


def test_a_numbered_headline_may_stand_right_above_its_text() -> None:
    """In a text that was not wrapped, every line end is meant; figures in brackets number headlines too."""
    long = (
        "The bank set up a facility for loans that renew machines, and four bodies said so in a circular of their own."
    )
    long += " More will follow from others."
    text = f"POLICY\n\n(1) Renewal: subsidies\n{long}\n\n(2) Tariffs\n{long}\n"
    assert [each[:2] for each in outline(text)] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_the_number_of_a_document_stands_alone() -> None:
    """A number right below a notice's title, or right above its text, is a block of its own."""
    text = "港口管理局关于印发《起重机管理办法》的通知\n港发〔2024〕15 号\n各单位要遵守本办法。\n"
    assert [block.text for block in read_plain_blocks(text)] == text.splitlines()


def test_a_few_words_between_sentences_keep_their_line() -> None:
    """A short line after a sentence's end that goes on nowhere stands alone; the last words of a sentence do not."""
    text = WRAPPED + "House comment\nFine.\n\n" + WRAPPED + "In May it ends.\nFine."
    first, second, _ = (block.text for block in read_plain_blocks(text))
    assert first.endswith("with this task.\nHouse comment\nFine.")
    assert "with this task. In May it ends." in second
    (bullet,) = read_plain_blocks("* " + WRAPPED.replace("\n", "\n  ") + "house\n  rules apply here")
    assert bullet.text.endswith("with this task. house rules apply here")
    listed = read_plain_blocks("* " + WRAPPED + "House comment\nIt is fine by us.")
    assert listed[0].text.endswith("with this task.\nHouse comment")


def test_lines_that_each_end_a_sentence_were_not_wrapped() -> None:
    """However long the lines are: wrapped ones end in the midst of sentences, and are one paragraph."""
    lines = (
        "The ministry lists seals that scales in shops must have from the first of May.",
        "The court hears the owners of nine docks who had not paid for any of their ropes at all (3 June).",
        "A maker of ropes sells its plant to a maker of scales and seals.",
        "The port opens a hall for ropes.",
    )
    assert [block.text for block in read_plain_blocks("\n".join(lines))] == list(lines)
    wrapped = dedent(
        """\
        The ministry lists seals that scales in shops must have from the first of May. The
        court hears the owners of nine docks who had not paid for any of their ropes at all.
        A maker of ropes sells its plant to a maker of scales, and what it gets for that it
        gives to the owners of nine docks.
        """
    )
    assert len(read_plain_blocks(wrapped)) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ("9 Jan: Survey of services in all of the ports", "12-15 Jan: Conference on ropes"),
        ("January 9: Survey of services in the ports", "January 12–15: Conference on ropes"),
        ("1月9日：港口服务业调查", "1月12日：绳索会议"),
    ],
)
def test_lines_that_each_open_with_a_day_are_parts_of_a_list(lines: tuple[str, ...]) -> None:
    """A day and a colon at the start of two lines in a row make each a block, as two labels do."""
    assert [block.text for block in read_plain_blocks("\n".join(lines))] == list(lines)


def test_chinese_lines_that_end_sentences_were_not_wrapped() -> None:
    """Chinese says in thirty signs what takes sixty letters: each such line is a paragraph of its own."""
    lines = [
        "港口管理局六月二十日发布渡轮登记办法，要求船东在三十日内完成登记。",
        "海事管理局六月二十二日公布渡轮灯光规定，自公布之日起施行，旧规定同时废止，船东应当及时更换灯具。",
        "商务管理局六月二十九日公告，渡轮出口退税率提高两个百分点，执行期为三年，申报材料另行公布。",
        "环境管理局六月三十日要求渡轮自明年起使用低硫燃料，逾期未更换的船舶不得进入内河港区。",
    ]
    assert [block.text for block in read_plain_blocks("\n".join(lines))] == lines


def test_two_lines_that_end_sentences_are_enough_where_all_do() -> None:
    """Few lines of a short issue stand over another; wrapped ones would not both end a sentence."""
    lines = [
        "港口管理局六月二十日发布渡轮登记办法，要求船东在三十日内完成登记，逾期的船舶不得进港。",
        "海事管理局六月二十二日公布渡轮灯光规定，自公布之日起施行，旧规定同时废止，船东应当更换。",
        "商务管理局六月二十九日公告，渡轮出口退税率提高两个百分点，执行期为三年。",
    ]
    assert [block.text for block in read_plain_blocks("\n".join(lines))] == lines


def test_a_field_of_a_chinese_issue_begins_a_line_of_its_own() -> None:
    """The title above is not wrapped into it, however long it is."""
    title = "关于印发《港口环境基础设施建设水平提升行动实施方案（2023—2025年）》的通知"
    lines = [title, "发文单位：港口管理局、海事管理局、商务管理局、环境管理局", "摘要：新增码头污水处理能力。"]
    assert [block.text for block in read_plain_blocks("\n".join(lines))] == lines


def test_triangles_are_bullets() -> None:
    """As other signs in front of news are."""
    blocks = read_plain_blocks("▶ 渡轮登记办法发布\n▶ 渡轮灯光规定施行\n")
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.LIST_ITEM, "渡轮登记办法发布"),
        (BlockKind.LIST_ITEM, "渡轮灯光规定施行"),
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("【港口】5月5日，交通运输部关闭两台旧绞车。\n【缆绳】5月6日，市场监管总局公布检测办法。", 2),
        ("09/03 - The province set aside two billion.\n09/17 - Shenzhen dropped the licence.", 2),
        ("1）交通运输部关闭两台旧绞车。\n2）市场监管总局公布检测办法。", 2),
        ("【5月5日】交通运输部关闭两台旧绞车。\n【5月6日】市场监管总局公布检测办法。", 2),
        ("— END —\n关注“缆绳观察”", 2),
        ("GUANGDONG\n09/03 - The province set aside two billion.", 2),
        ("The province set aside two billion in what is\n3.5 - 4 per cent of its budget for the next years.", 1),
    ],
)
def test_lines_with_a_tag_or_a_day_in_figures_stand_alone(text: str, parts: int) -> None:
    """They need no empty line between them; figures inside a sentence begin no line of their own."""
    assert len(outline(text)) == parts


def test_a_long_numbered_line_over_its_text_is_a_headline() -> None:
    """However many words it has, where the next line would have gone on it in a text that was not wrapped."""
    told = "On 4 May, the ministry put out the first list of ports, each with the number of its cranes. "
    told += "A second one follows in the summer, when all makers have answered."
    text = f"""
        1. Ministry puts out the first list of ports with counted cranes, and asks all makers for a second one

        {told}

        2. Customs hands out the second list of ropes that need a mark, and names nine ports at which they are seen
        {told}
    """
    assert [(kind, words[:2]) for kind, _, words in outline(text)] == [
        ("heading", "1."),
        ("paragraph", "On"),
        ("heading", "2."),
        ("paragraph", "On"),
    ]


@pytest.mark.parametrize("line", ["Read more", "Read more >>", "查看原文"])
def test_a_line_that_only_leads_on_stands_alone(line: str) -> None:
    """What a page prints right below it is of the next piece of news."""
    assert [words for _, _, words in outline(f"Ports count.\n\n{line}\n2024-05-07 > Ports")][1:] == [
        line,
        "2024-05-07 > Ports",
    ]


def test_a_chinese_line_over_a_paragraph_that_is_set_in_stands_alone() -> None:
    """Lines are as wide as their signs are, so that figures among them end none; nor does a bracket that is open."""
    news = (
        "外资新政策\n"
        "    工业和信息化部、国家发展改革委、财政部、中国人民银行、税务总局、市场监管总\n"
        "局、金融监管总局4月9日公布《推动工业领域设备更新实施方案》（工信部联规〔2024〕\n"
        "53号）。研发设计工具普及率2027年要超过90%，关键工序数控化率2027年要超过75%，到2030年\n"
        "还要更高。\n\n"
    )
    head = "绳索快报              第3期              电话：0000-8888120\n\n"
    told = [words for _, _, words in outline(head + news * 3)][1:]
    assert [words[:9] for words in told] == ["外资新政策", "工业和信息化部、国"] * 3
    assert not any("\n" in words for words in told)


def test_the_name_of_a_source_may_stand_on_the_next_line() -> None:
    """Behind a sentence that is shorter than the lines of headlines which nobody wrapped."""
    head = "The Ministry of Ropes and Winches asked for comments on how the makers of long ropes are to be named"
    text = f"{head}\n\nThey have to report in thirty days, and once more when the year ends. Source:\nSCMP\n\n"
    assert [words.split()[-1] for _, _, words in outline(text * 3)] == ["named", "SCMP"] * 3


def test_a_line_in_capitals_may_end_with_a_colon_and_head_paragraphs() -> None:
    """What stands below it, behind an empty line, is its text."""
    assert outline("CROSS-CUTTING POLICIES:\n\nOn 29 May, ports met.\n")[0] == ("heading", 1, "CROSS-CUTTING POLICIES:")


def test_columns_of_plain_text_are_read_as_such() -> None:
    """A value goes on below itself behind its label; a gap behind the day in a list of days is a colon."""
    text = (
        f"{WRAPPED}\n"
        "Title:      Measures for the Inspection of\n            Ropes (Draft)\n            绳索检查办法\n"
        "Date:       3 May 2024\n\n"
        f"{WRAPPED}\nDEADLINES\n7 April   Comments on ropes\n30 April  Applications for nets\n"
    )
    texts = [block.text for block in read_plain_blocks(text)]
    assert texts[1:3] == [
        "Title: Measures for the Inspection of Ropes (Draft)\n绳索检查办法",
        "Date: 3 May 2024",
    ]
    assert texts[-3:] == ["DEADLINES", "7 April: Comments on ropes", "30 April: Applications for nets"]


def test_a_chinese_headline_is_no_part_of_text_that_opens_in_latin_letters() -> None:
    """The line would have had room for the next word by the width of the Chinese lines."""
    heads = "".join(f"{at}. 第{at}号缆绳有了新的国标\nGB/T 9{at}—2025将于10月1日实施。\n\n" for at in range(1, 9))
    text = f"{heads}电话：0769-00000000 邮箱：info@example.org 地址：东港区\n如需退订，请回复。"
    assert outline(text)[14:16] == [
        ("heading", 3, "8. 第8号缆绳有了新的国标"),
        ("paragraph", 0, "GB/T 98—2025将于10月1日实施。"),
    ]


def test_a_first_line_set_in_begins_a_paragraph_in_chinese() -> None:
    """Where the other lines of paragraphs go back to the margin, one that is set in begins another."""
    long = "港口管理局公布清单，没有登记的缆绳不得出售，也不得运往别的港口"
    text = f"    {long}，\n违者罚款。\n    {long}，\n违者停业。\n    {long}。\n    渡轮公司停航，铁路公司停运。\n"
    assert [words for _, _, words in outline(text)] == [
        f"{long}，违者罚款。",
        f"{long}，违者停业。",
        f"{long}。",
        "渡轮公司停航，铁路公司停运。",
    ]


def test_an_address_below_a_headline_is_its_link() -> None:
    """Mails in plain text have it between the headline and the text; below a sentence it stays as printed."""
    told = "The energy administration lets farms do it in a very long line of text that wraps around at\nsigns."
    *_, block = read_plain_blocks(f"{told}\n\nWind farms lose their price\nhttps://a.example/wind\n{told}")
    assert block.text == f"Wind farms lose their price\n{' '.join(told.split())}"
    assert block.spans[0].link == "https://a.example/wind"
    kept = read_plain_blocks(f"{told}\n\nWind farms lose.\nhttps://a.example/wind\nFrom June on they sell power.")
    assert all(span.link is None for block in kept for span in block.spans)


def test_a_name_with_a_small_first_letter_opens_a_line() -> None:
    """It goes on with nothing, as other small letters do."""
    assert starts_small("and measures")
    assert not starts_small("iFlytek opened")

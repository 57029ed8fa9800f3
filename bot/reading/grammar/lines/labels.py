"""Labels: the words at the start of a paragraph that say which part of an item it is ("At a glance:", "Date:")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.dates.printed_dates import find_printed_dates
from bot.model.ids import HAN
from bot.reading.grammar.lines.day_labels import DEADLINE_LABEL, EFFECT_LABEL
from bot.reading.grammar.lines.furniture import is_imprint, list_sentences, tells_quantity
from bot.reading.grammar.lines.imprint import find_role_heading
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import names_actor

# Lines of fields beside a Chinese headline: when and by whom it was put up ("时间：5月6日 | 单位：商务部").

_WHEN = (
    r"(?:(?:发布|发文|印发|成文|公布|颁布|更新|生成|制作)?(?:日期|时间)"
    r"|(?:发布|印发|公布|颁布|成文|通过)(?=\s*[】\]]?\s*[:：]\s*(?:(?:19|20)\d\d|\d{1,2}月)))"
)
_WHO = r"(?:(?:发布|发文|印发|制定|颁布|公布|归口|牵头)?(?:单位|机关|机构|部门|主体))"
_TERM = (
    r"(?:(?:生效|施行|实施|执行)(?:日期|时间)?|(?:意见|反馈|征求|申报)*截止(?:日期|时间)?"
    r"|(?:意见)?(?:反馈|申报)(?:期限|时限))"
)
_NUMBER = r"(?:文号|发文字号|公告号)"
_SOURCE = r"(?:(?:信息|文章|消息|资料|稿件)?来源|出处)"
_ASIDE = r"(?:编辑|责任编辑|责编|作者|记者|整理|浏览(?:次数|量)?|阅读(?:次数|量)?)"
_NAME = (
    rf"(?:(?P<term>{_TERM})|(?P<when>{_WHEN})|(?P<who>{_WHO})"
    rf"|(?P<number>{_NUMBER})|(?P<source>{_SOURCE})|(?P<aside>{_ASIDE}))"
)
_FIELD = re.compile(rf"[\s【\[]*{_NAME}\s*[】\]]?\s*[:：]\s*(?P<value>.*)", re.DOTALL)
_ANY_NAME = re.sub(r"\?P<\w+>", "?:", _NAME)
_SERIAL = (
    rf"[{HAN}]{{2,16}}(?:[〔\[（(](?:19|20)\d\d[〕\]）)]\s?(?:第\s?)?"
    r"|(?:令|公告|通告)\s?(?:(?:19|20)\d\d年)?\s?第\s?)\d{1,4}\s?号"
)
"""A document's number, which needs no name before it."""
_IS_SERIAL = re.compile(_SERIAL)
_PART = re.compile(
    rf"\s*[|｜·•;；]\s*|\s+(?=[【\[]?(?:{_ANY_NAME}|[{HAN}]{{2,8}})\s*[】\]]?\s*[:：])|\s+(?={_SERIAL})"
    rf"|(?<=\d日)(?=[{HAN}]{{2,8}}[:：])"
    r"|(?<=[^\W_])(?<!意见)(?<!反馈)(?<!征求)(?<!申报)(?=(?:(?:发布|发文|印发|颁布|公布|成文|生效|施行|实施|更新)(?:日期|时间|单位|机构|机关|部门)"
    r"|(?:意见|反馈|申报)*截止(?:日期|时间)|(?:信息|文章)来源|浏览(?:次数|量)|文号|发文字号)[:：])"
    r"|(?<=[^\W_])(?<![布发文新成作效行施止])(?=(?:日期|时间)[:：]\s*(?:19|20)\d\d)"
)
"""Where fields part: at a sign, at a space before a name or a document's number, or before a name behind a day.

So do names so long that they are no end of a value.
"""
_DAY = re.compile(rf"\W*(?P<date>{DATE})(?:\s+\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?\W*", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:：]\d\d(?:[:：]\d\d)?")
_ANY_YEAR = 2000
_LONGEST = 240
_LONGEST_ASIDE = 24
_KEPT = ("when", "who", "term", "number", "source", "aside")


@dataclass(frozen=True, kw_only=True, slots=True)
class Credit:
    """What a line under a headline credits: issuers, the date, terms of effect or comment, numbers, titles, sources.

    ``topics`` are its other words, and ``is_of_fields`` tells that the line names what it gives ("发布时间：...").
    """

    issuers: tuple[str, ...]
    date_text: str
    terms: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    is_of_fields: bool = False


def find_field_line(text: str) -> Credit | None:
    """Return what a line of fields tells of the headline beside it; None for a line that is more, or tells no day.

    It opens with the name of a field; what follows are fields, a day, and words as short as a link's ("原文"). One
    field alone is a label.
    """
    if len(text) > _LONGEST or _FIELD.match(text) is None:
        return None
    kept: dict[str, list[str]] = {name: [] for name in _KEPT}
    parts = [part for part in map(str.strip, _PART.split(text)) if part]
    for part in parts if len(parts) > 1 else ():
        told = _tell_part(part)
        if told is None:
            return None
        kept[told[0]].append(told[1])
    if not kept["when"]:
        return None
    return Credit(
        issuers=tuple(kept["who"]),
        date_text=kept["when"][0],
        terms=tuple(kept["term"]),
        numbers=tuple(kept["number"]),
        sources=tuple(kept["source"]),
        is_of_fields=True,
    )


def _tell_part(part: str) -> tuple[str, str] | None:
    """Return what kind of field a part of a line is, and its value; None where it is no part of such a line."""
    field = _FIELD.fullmatch(part)
    value = (field["value"] if field else part).strip(" *_，,")
    day = _DAY.fullmatch(value)
    if field and field["term"] and find_printed_dates(value, default_year=_ANY_YEAR):
        return "term", part
    if day is not None:
        return "when", " ".join(day["date"].split())
    if field is None:
        fits = len(part) <= _LONGEST_ASIDE and "。" not in part
        return ("number" if _IS_SERIAL.fullmatch(part) else "aside", part) if fits else None
    if "。" in value or (field["when"] and not _CLOCK.fullmatch(value)):
        return None
    named = next((name for name in ("who", "number", "source") if field[name]), "aside")
    return named if value else "aside", value


# Legends: what a list of records says of its own form before or behind them: its order, its columns, its signs.

_FORM = re.compile(
    r"\b(?:entr(?:y|ies)|columns?|(?:one|a|each|per|every) table|tables? (?:below|above|for|per)|ticked"
    r"|check ?box(?:es)?"
    r"|legend|key to|abbreviations?|acronyms?|how to (?:read|use)|(?:sorted|ordered|arranged|grouped) by"
    r"|in (?:the |an? )?(?:\w+ )?order(?: in which| of|[.;,])|alphabetical(?:ly)?|chronological(?:ly)?"
    r"|(?:newest|latest|most recent|oldest)(?: \w+){0,5} (?:first|top)"
    r"|(?:enters?|stands?) (?:at the (?:top|bottom)|first)"
    r"|down the page|change ?logs?|living document|emojis?|badges?|asterisks?"
    r"|by (?:stage|topic|date|ministry|status|theme)"
    r"|(?:is|are) (?:(?:marked|labelled) (?:as|by|with|in)|linked|given where)"
    r"|drops? out after|stands? (?:for|with the first)|version \d|in (?:brackets|italics)|pull requests?)(?!\w)"
    r"|\bdates (?:are|is)\b|图例|[本下上]表|栏目|按[^。]{1,12}(?:排序|排列)|标[注记示]为|简称",
    re.IGNORECASE,
)
_KIND = r"(?:tracker|register|docket|monitor|ledger|database|inventory|directory|watch ?list)"
_ITSELF = re.compile(
    rf"\W*(?:an?\s(?:[\w-]+\s){{0,2}}?{_KIND}\s(?:of|that|for|which)"
    rf"|(?:the|this|our)\s(?:[\w-]+\s){{0,2}}?(?:{_KIND}|list|log|table|overview)\s(?:lists|covers|tracks|follows|shows|appears))\b",
    re.IGNORECASE,
)
"""Opens a sentence on what the list itself is."""
_PARTS = re.compile(
    r"\W*(?:(?:the|all|our|each|every|new|old|closed|ticked)\s){0,2}(?:entr(?:y|ies)|columns?|rows?|sources?|dates|texts?"
    r"|titles?|links|boxes|cases|records|codes)\s(?:is|are|stands?|ha(?:s|ve)|drops?|moves?|comes?|refers?|shows?|gives?)\b",
    re.IGNORECASE,
)
"""Opens a sentence on a part of the list."""
_QUOTED = re.compile(
    r"\A\W*[\"“「『‘][^\"”」』’]{2,40}[\"”」』’]\s(?:is|are|means|lists?|shows?|gives?|tells?|refers|covers)\b"
)
"""Says what a field's name stands for."""
_MARKS_OWN = re.compile(
    r"[^.;]{2,60}\s(?:marks?|denotes?|indicates?|signals?|sets off|is set before)\s(?:what|where|our|the|a)\b[^.;]*"
    r"\b(?:our|we|own|opinions?|views?|comments?|remarks?)\b"
)
"""Says what sets the house's own words off."""
_KEY = re.compile(
    r"(?:\A|[\s:：])(?:[^\s=;,]{1,12}(?:\s?=\s?|\s→\s)[^=;·|]{2,60}[;·|,，；]\s?){1,12}[^\s=;,]{1,12}(?:\s?=\s?|\s→\s)\S"
    r"|(?:[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?\s?[^\W\d_][^·|;\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]{1,60}[·|;,，；]\s?){1,12}"
    r"[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
"""Says in a row what signs or words stand for ("OUT = published; LIVE = in force", "🟡 draft · 🟢 in force")."""
_TITLE_AHEAD = re.compile(r"(?:[A-Z][\w&’'-]*\s){2,5}[–—|-]\s(?:[^.=;→]|\.(?=\s?\d)){3,60}\Z")
"""A title, and behind it what kind of issue it is ("Acme Policy Pack - change log"), which explains nothing."""
_LEGENDS_LONGEST = 900


@lru_cache(maxsize=512)
def explains_form(text: str) -> bool:
    """Whether a paragraph speaks of the list's form: half of its sentences do, none tells a day or an act."""
    signed = "=" in text or not text.isascii()
    if signed and len(text) <= _LEGENDS_LONGEST and _KEY.search(text) and not find_printed_dates(text):
        return True
    if len(text) > _LEGENDS_LONGEST or not (_FORM.search(text) or _ITSELF.match(text)) or _TITLE_AHEAD.match(text):
        return False
    sentences = list_sentences(text)
    of_itself = [any(opens.match(each) for opens in (_QUOTED, _ITSELF, _PARTS, _MARKS_OWN)) for each in sentences]
    cues = [own or _FORM.search(each) is not None for own, each in zip(of_itself, sentences, strict=True)]
    others = sum(not cue and not is_imprint(each) for each, cue in zip(sentences, cues, strict=True))
    if sum(cues) < max(others, 1):
        return False
    return not any(
        tells_quantity(each) or find_printed_dates(each) or (not own and names_actor(each))
        for each, own in zip(sentences, of_itself, strict=True)
    )


class LabelKind(StrEnum):
    """The part of an item that a label introduces."""

    SUMMARY = "summary"
    COMMENT = "comment"
    ARTICLE = "article"
    ISSUER = "issuer"
    DATE = "date"
    NUMBER = "number"
    SOURCE = "source"
    TERM = "term"


ITEM_LABELS = frozenset({LabelKind.SUMMARY, LabelKind.COMMENT, LabelKind.ARTICLE, LabelKind.ISSUER})
"""Labels that only an item has."""


FIELD_LABELS = frozenset({LabelKind.ARTICLE, LabelKind.ISSUER, LabelKind.DATE, LabelKind.TERM})
"""Labels of a value of a few words, which stand beside each other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A label found at the start of a text; its value starts at ``end``; ``colon`` says whether a colon closed it."""

    kind: LabelKind
    end: int
    colon: bool
    is_own_view: bool = False


_ISSUING = r"(?:issu|promulgat|releas|publish|sponsor)ing"
_BODY = (
    r"(?:bod(?:y(?:/bodies)?|ies)|authorit(?:y|ies)|agenc(?:y|ies)|departments?|organi[sz]ations?|organs?|institutions?"
    r"|entit(?:y|ies)|ministr(?:y|ies))"
)
_OWN_WORDS = (
    r"why\s+(?:it|this)\s+(?:matters|counts)|what\s+(?:the\s+)?(?-i:[A-Z])[\w&’'-]*(?:[^\S\n]+[\w&’'-]+)?[^\S\n]+(?:thinks?|makes?\s+of\s+it)"
    r"|why\s+(?:you|members|clients|companies|business(?:es)?|firms)\s+should\s+care"
    r"|what\s+(?:you|members|clients|companies|business(?:es)?|firms)\s+(?:should|can|need\s+to|have\s+to)\s+do(?:\s+(?:now|next))?|how\s+we\s+see\s+it|what\s+(?:it|this)\s+means(?:\s+for\s+\w+(?:\s+\w+)?)?|our\s+(?:take|view|comment|remarks?|assessment|read|thoughts"
    r"|reading|analysis|advice|recommendations?|position|opinion)|what\s+we\s+(?:think|make\s+of\s+it)"
    r"|(?:get\s+smart(?:er)?|be\s+smart|between\s+the\s+lines|reality\s+check|the\s+big\s+picture|(?:quick|hot)\s+take"
    r"|why\s+you\s+should\s+care|(?:recommended|suggested)\s+actions?|what\s+(?:you|members|companies)\s+should\s+do)(?=\s*[:：])|(?:assessment|evaluation|analysis|takeaways?|our\s+perspective)(?=\s*[:：])|so\s+what|(?:the\s+)?(?:significance|impact|insights?|take-?aways?|perspective|viewpoint|opinion|relevance|remarks)(?=\s*[:：])|the\s+bottom\s+line(?=\s*[:：])|bottom\s+line(?=\s*[:：])|implications?(?:\s+for\s+\w+(?:\s+\w+)?(?=\s*[:：]))?|(?:practical|business|expected|likely)\s+(?:impact|effects?|consequences)(?=\s*[:：])"
    r"|practice\s+(?:notes?|points?|tips?)(?=\s*[:：])"
    r"|(?:desk|house|staff|analyst(?:['’]?s)?|embassy|chamber|team)\s+(?:notes?|remarks?|observations?)(?=\s*[:：])"
    r"|(?:unsere?\s+(?:lesart|einschätzung|sicht|meinung|bewertung|empfehlung)|was\s+(?:das|dies)\s+bedeutet"
    r"|notre\s+(?:avis|lecture|analyse)|ce\s+que\s+cela\s+change)(?=\s*[:：])"
)
"""Labels under which a publisher says what it thinks, whatever the publisher's name."""
_NAMES: tuple[tuple[LabelKind, str], ...] = (
    (
        LabelKind.SUMMARY,
        (
            r"at\s+a\s+glance|(?:the\s+)?gist|(?:the\s+)?short\s+version|in\s+(?:a|one|two)\s+(?:few\s+)?(?:words?|sentences?|lines?)|(?:the\s+)?essentials|what\s+(?:was|has\s+been)\s+decided|what\s+(?:has\s+)?changed|(?:highlights|main\s+(?:points|contents?|provisions)|key\s+(?:contents?|provisions|changes|elements|measures)|contents?|synopsis|the\s+story)(?=\s*[:：])|in\s+a\s+nutshell|in\s+essence|summary|in\s+brief|in\s+short|key\s+(?:points|facts|takeaways)"
            r"|what(?=\s*[:：])|details(?=\s*[:：])|what\s+happened|what(?:[’']s|\s+is)\s+new|what\s+it\s+says|the\s+(?:news|facts)|facts(?=\s*[:：])|the\s+details(?=\s*[:：])|overview|(?:executive|quick|brief|policy)\s+summary|(?:abstract|snapshot|tl;?dr|(?:the\s+)?brief|description|key\s+information|policy\s+contents?|what\s+you\s+need\s+to\s+know|what[’']s\s+(?:happening|in\s+it)|what\s+(?:does\s+it\s+say|is\s+it\s+about)\?)(?=\s*[:：])|概要|摘要|内容摘要|要点|内容要点|主要内容|主要条款|概览|(?:概述|简介|内容提要|政策内容|内容|核心内容|核心要点|政策要点|重点内容|(?:支持|奖补|补贴|扶持)(?:内容|标准|方式|政策)|事件概述|事件)(?=\s*[:：])"
        ),
    ),
    (
        LabelKind.COMMENT,
        (
            rf"{_OWN_WORDS}|[{HAN}]{{0,6}}(?:点评|短评|快评|锐评|简评)|评论|评析|我们的(?:观察|看法|建议|评论|解读|点评)|(?:编者按|编者注|解读|分析|简析|意义|启示|研判|影响(?:分析|评估)?|(?:小编|编辑(?:部)?|编者|笔者|主编|本刊|我们)(?:有话)?(?:说|认为|划重点|碎碎念)|推荐理由|合规(?:提示|建议|启示)|律师(?:点评|解读|建议|提示)|专家(?:点评|解读)|(?:我们的)?(?:观察|建议|看法)|[{HAN}]{{0,5}}(?:秘书处|编辑部|团队|智库|中心|研究[院所]|[协商学]会)观察)(?=\s*[:：])|(?!风险|温馨|特别|重要|投资|友情)[{HAN}]{{2,6}}?(?:提示|提醒|点评|短评|观点|看法|建议|研判|解读|视角|评析)(?=\s*[:：])"
        ),
    ),
    (
        LabelKind.ARTICLE,
        (
            r"article|instrument|measure"
            r"|draft(?=\s*[:：|]\s*(?-i:《|[“\"]?(?:[A-Z][\w-]*\s){0,4}(?:Measures|Rules|Provisions|Regulations?|Guidelines"
            r"|Opinions|Notice|Plan|Standards?|Catalogue|Requirements)\s(?:for|on|of)\b))"
            r"|(?:policy|regulation|rules?|law|legal\s+(?:text|act))(?=\s*[:：|])|(?:official\s+|policy\s+|source\s+|original\s+)?document(?:\s+title)?|(?:official\s+|full\s+|english\s+|chinese\s+)?title|(?:policy|document|regulation|law)\s+name(?=\s*[:：|])|name(?:\s+of\s+(?:the\s+)?(?:policy|document|regulation|law))?(?=\s*[:：|])|(?:primary\s+source|source\s+(?:document|text)|legal\s+document)(?=\s*[:：|])"
            r"|original(?:\s+(?:text|title|article))?|full\s+text|text(?=\s*[:：|])|文件(?:名称|名|标题)?|标题|原文|政策名称|(?:政策|法律|法规|文件)依据(?=\s*[:：])|(?:政策|法规名称|名称)(?=\s*[:：])"
        ),
    ),
    (
        LabelKind.ISSUER,
        (
            rf"(?:{_ISSUING}|lead|leading|responsible|competent)\s+{_BODY}|{_BODY}\s+(?:in\s+charge|responsible|concerned|involved)|(?:regulators?|{_BODY})(?=\s*[:：|])|issuers?|who(?=\s*[:：])|(?:jointly\s+|co-?)?issued\s+(?:jointly\s+)?by|(?:joint\s+|co-?)issuers?|(?:drafted|adopted|approved|circulated|notified|enacted)\s+by(?=\s*[:：|])|prepared\s+by(?=\s*[:：])|(?:released|promulgated)\s+by|announced\s+by(?=\s*[:：|])|issuing\s+government\s+bod(?:y|ies)|(?:government|involved)\s+bodies(?=\s*[:：|])"
            r"|(?:发布|发文|印发|制定|颁布|公布|归口|牵头)(?:机构|单位|机关|部门)|(?:主管部门|部门|机构)(?=\s*[:：])"
            r"|(?:federführend(?:e\s+behörde)?|zuständig(?:e\s+behörde)?|erlassen\s+von|behörden?|autorités?|émetteur)(?=\s*[:：|])"
        ),
    ),
    (
        LabelKind.DATE,
        (
            r"(?:when|on)(?=\s*[:：])|date(?:\s+(?:of\s+)?(?:issue|issued|issuance|published|publication|release|released|announced|announcement))?"
            r"|(?:issue|issuing|issuance|publication|promulgation|adoption|release)\s+date|(?:issued|published|released)(?:\s+on)?"
            r"|(?:publication|adoption|promulgation|notified|adopted|approved|circulated|signed|enacted|passed|promulgated|announced|made\s+public|dated)(?:\s+on)?(?=\s*[:：|])"
            r"|(?:发布|印发|成文|发文|公布|颁布)(?:日期|时间)|日期|时间(?=\s*[:：])"
            r"|(?:stand|datum|veröffentlicht(?:\s+am)?|date\s+de\s+publication|publié\s+le)(?=\s*[:：|])"
        ),
    ),
    (
        LabelKind.NUMBER,
        r"(?:document|doc\.?|reference|ref\.?)\s+(?:number|no\.?)|(?:reference|order|decree|number|no\.|ref\.|order\s+number)(?=\s*[:：|])|文号|发文字号|(?:文件)?编号(?=\s*[:：])",
    ),
    (
        LabelKind.TERM,
        (
            rf"(?:{DEADLINE_LABEL}|{EFFECT_LABEL})(?=\s*[:：])|"
            r"(?:effective|implementation|application|comment|consultation|closing)\s+(?:date|deadline|from|on|period)"
            r"|effective|date\s+effective|date\s+of\s+(?:effect|implementation|application)|(?:date\s+of\s+)?entry\s+into\s+force|in\s+force(?:\s+(?:from|since|as\s+of))?"
            r"|takes\s+effect(?:\s+on)?|deadlines?(?:\s+for\s+(?:comments?|applications?))?"
            r"|comments?\s+(?:due|until|by|closed?(?:\s+on)?)|(?:public\s+)?consultation(?:\s+(?:closes|ends|until))?|(?:comment|consultation)\s+period\s+ends|(?:feedback|submission)\s+(?:due|deadline|by|until)|(?:apply\s+by|(?:open\s+for\s+(?:comments?|applications?)|applications?)\s+until|due\s+date|valid\s+until)(?=\s*[:：])|(?:comes|enters)\s+into\s+force(?:\s+on)?|(?:current\s+)?status|(?:效力)?状态"
            r"|(?:company|companies\s+(?:involved|concerned|named))(?=\s*[:：])"
            r"|(?:what\s+to\s+watch|what[’']s\s+next|what\s+is\s+next|next\s+steps|background|context)(?=\s*[:：])"
            r"|(?:in\s+kraft(?:\s+(?:ab|seit))?|gilt\s+(?:ab|seit)|frist|kommentare\s+bis|entrée\s+en\s+vigueur|date\s+limite)(?=\s*[:：|])"
            r"|(?:失效|废止|到期)(?:日期|时间)(?=\s*[:：])|有效期(?:限|至)?(?=\s*[:：])"
            r"|(?:生效|施行|实施|截止|反馈截止|征求意见截止|意见反馈截止|申报截止)(?:日期|时间)|(?:申报|申请|受理)(?:时间|期限)(?=\s*[:：])|(?:适用|支持|申报|扶持)(?:对象|范围|条件)(?=\s*[:：])|(?:意见)?(?:反馈|征求意见|申报)截止"
        ),
    ),
    (
        LabelKind.SOURCE,
        (
            r"(?:original\s+)?sources?|quellen?|fuentes?|links?|read\s+more|(?:(?:more|further)\s+information|find\s+out\s+more|more|url)(?=\s*[:：])|further\s+reading|(?:media\s+)?coverage\s+and\s+sources"
            r"|sources\s+and\s+(?:media\s+)?coverage|(?:信息|消息|文章|新闻|资料|稿件)?来源|链接|原文链接"
        ),
    ),
)
_COMMENT_TAIL = r"(?:[^\W\d_][\w&'’./-]*[^\S\n]+){0,4}?(?:comment|commentary|comments)"
_OUR_COMMENT_TAIL = (
    r"(?-i:[A-Z])[\w&'’./-]*(?:[^\S\n]+(?-i:[A-Z])[\w&'’./-]*){0,2}[^\S\n]+(?:analysis|assessment|take|view|insight)"
)
_NO_COMMENT = re.compile(r"\b(?:public|draft|for|open|no|not|seek\w*|solicit\w*|under|until|of|the)\b", re.IGNORECASE)
_ANY_COMMENT = f"{_COMMENT_TAIL}|{_OUR_COMMENT_TAIL}"
_CAPTURED = "|".join([f"(?P<{kind.value}>{names})" for kind, names in _NAMES] + [f"(?P<any_comment>{_ANY_COMMENT})"])
_UNCAPTURED = "|".join([names for _, names in _NAMES] + [_ANY_COMMENT])
_AGAIN = (
    rf"(?:(?<=[{HAN}])[ /／]*[(（]?(?=[A-Za-z])(?:{_UNCAPTURED})[)）]?(?=\s*[:：|])"
    rf"|(?<=[A-Za-z])[ /／]*[(（]?(?=[{HAN}])(?:{_UNCAPTURED})[)）]?(?=\s*[:：|])"
    r"|\s?[(（][^()（）:：\n]{1,24}[)）](?=\s*[:：]))?"
)
"""What a label may add before its colon: the same in the other language, or a remark in brackets."""
_LONGEST_LABEL = 120
_MIN_KINDS = 2
_MARKS = r"[\s>→»*_▪•■►▶▷▹◇◆○●|]*"
_START = re.compile(
    rf"{_MARKS}(?:{_CAPTURED}){_AGAIN}\s*(?P<asked>[?？]?)\s*(?:(?P<colon>[:：]|(?<=[?？]\s)(?=\S))|(?P<dash>\s[–—-]\s)|(?P<bar>(?<=\s)\||\|(?=\s|\Z))|(?P<end>\Z|\n))[\s|]*",
    re.IGNORECASE,
)
_BOLD = re.compile(rf"\s*(?:{_CAPTURED})\s*(?:[:：.?]+|\s[–—-])?\s*", re.IGNORECASE)
_INNER = re.compile(
    r"\s(?:(?=(?:At a glance|AT A GLANCE)\s*[:：]|(?:Issuing|ISSUING) [A-Za-z]{4,11}\s*[:：])"
    r"|(?<=[.!?…”\"’)）。\]]\s)"
    rf"(?:(?=(?=[WOSTBIGRQHAD])(?i:{_OWN_WORDS})\s*\??[:：])"
    r"|(?=(?:Article|Document|Date)\s*[:：])"
    r"|(?=(?:[A-Z][\w&'’./-]*\s+){1,4}(?:[Cc]omment(?:ary)?|view|take|analysis|assessment)\s*[:：]))"
    r"|(?<=[a-z)]\s)(?=(?:[A-Z][\w&'’./-]+\s+){1,3}[Cc]omment(?:ary)?[:：]\s)"
    rf"|(?<=\s[·•]\s)(?=(?i:{_UNCAPTURED})\s*[:：]))"
)
"""The space before a label within a text: most of them only behind the end of a sentence."""
_INNER_VIEW_ZH = re.compile(
    rf"(?<=[。！？”）])(?=(?:(?!风险|温馨|特别|重要|投资|友情|专家|官方|部门|公告)[{HAN}]{{2,5}}?"
    rf"(?:提示|提醒|看法|研判|解读|视角|评析)|[{HAN}]{{0,6}}?(?:[点短快简]评|观点))\s?[:：])"
)
"""Where a house's view begins right behind a sentence in Chinese ("……。商会提示：……")."""
_INNER_LINE = re.compile(rf"\n(?={_MARKS}(?:{_UNCAPTURED}){_AGAIN}\s*[:：])", re.IGNORECASE)
_LONE_LINE = re.compile(rf"\n(?={_MARKS}(?:{_UNCAPTURED})[ \t]*(?:\n|\Z))", re.IGNORECASE)
_ISSUER_TAIL = re.compile(
    r"(?:(?:Issuing|ISSUING|Lead|LEAD)\s+[A-Za-z]+|(?:Issued|ISSUED)\s+(?:by|BY)|Issuers?|ISSUERS?)\s*[:：][^\n:：·•|]*?(?P<gap>\s)"
    rf"(?=(?=[A-Z])(?i:{_UNCAPTURED})\s*[:：])"
)


_ISSUED_BY = re.compile(
    r"\s*(?:jointly\s+)?(?:issued|promulgated|adopted|formulated)\s+(?:jointly\s+)?by\s+(?=(?:the\s+)?[A-Z][^\n:：]{2,200}\Z)",
    re.IGNORECASE,
)


def find_issuer_line(raw: str) -> Label | None:
    """Return the label of a line that says by whom something was issued, without a colon or a full stop; else None."""
    match = _ISSUED_BY.match(raw)
    ends = raw.rstrip().endswith((".", "。", ";", ","))
    return Label(kind=LabelKind.ISSUER, end=match.end(), colon=False) if match and not ends else None


_ASKED_UNTIL = re.compile(
    r"(?:public\s+)?comments?\s*[:：]\s*(?:(?:open\s+)?(?:until|till|by|before|due|to|none)\b|\d{1,2}[\s./-])",
    re.IGNORECASE,
)
"""Comments that others are asked for, and no view of the publisher's."""
_IN_BRACKETS = re.compile(r"\s*【(?P<name>[^【】\n]{2,10})】[\s:：]*")

_COMMENT_NAME_ZH = re.compile(rf"[{HAN}]{{1,4}}(?<![环能安测考初专])评")
"""A house's name for its own view ("【港评】"), and no assessment that a law asks for."""


def _find_bracketed(raw: str) -> Label | None:
    """Return the label that stands in brackets ("【点评】", "【文  号】"), which are a colon's worth; else None."""
    bracketed = _IN_BRACKETS.match(raw)
    name = "".join(bracketed["name"].split()) if bracketed else ""
    if bracketed and _COMMENT_NAME_ZH.fullmatch(name):
        return Label(kind=LabelKind.COMMENT, end=bracketed.end(), colon=True, is_own_view=True)
    named = _START.fullmatch(f"{name}：")
    if bracketed is None or named is None:
        return None
    kind = _kind_of(named)
    if kind is not LabelKind.COMMENT and _START.fullmatch(name) is None:  # a word that is a tag too ("【政策】")
        return None
    return Label(kind=kind, end=bracketed.end(), colon=True, is_own_view=kind is LabelKind.COMMENT)


@lru_cache(maxsize=512)
def find_label(raw: str) -> Label | None:
    """Return the label a text starts with: closed by a colon, a dash, a table bar, or alone on its line; else None."""
    match = _START.match(raw)
    if match is None and "【" in raw[:8]:
        return _find_bracketed(raw)
    if match is None:
        return None
    kind = _kind_of(match)
    if kind is LabelKind.ISSUER and find_role_heading(raw) is not None:
        return None
    if kind is LabelKind.COMMENT and match["any_comment"] and _NO_COMMENT.search(match["any_comment"]):
        return None
    colon = bool(match["colon"] or match["bar"])
    if match["asked"] and kind is not LabelKind.COMMENT:
        return None
    if match["dash"] and kind not in {LabelKind.SUMMARY, LabelKind.COMMENT, LabelKind.ISSUER}:
        return None
    own = kind is LabelKind.COMMENT and match["any_comment"] is None
    if kind is LabelKind.COMMENT and not own and _ASKED_UNTIL.match(raw[match.start("any_comment") :]):
        kind = LabelKind.TERM
    return Label(kind=kind, end=match.end(), colon=colon, is_own_view=own)


_OWN_VIEW = re.compile(
    r"\b(?:our|we|us|you|your|clients?|members?)\b|matter|mean|implication|impact|comment|analysis|assess|opinion|insight"
    r"|take ?away|outlook|recommend|advice|action|next steps|to do|so what|bottom line|点评|影响|建议|启示|分析|评",
    re.IGNORECASE,
)


def is_editors_note(raw: str) -> bool:
    """Whether a text is the editors' note on an issue ("编者按：…", "Bottom line: …"), where it stands on no item."""
    return raw.lstrip(" *_【").startswith(("编者按", "编者注", "Bottom line:"))


def is_own_view(words: str) -> bool:
    """Whether a heading's words say that the publisher's own view or advice follows."""
    return _OWN_VIEW.search(words) is not None


def is_bold_label(text: str) -> bool:
    """Whether a run of bold text is a label as a whole, with or without its colon."""
    return find_bold_label(text) is not None


def find_bold_label(text: str) -> LabelKind | None:
    """Return the kind of a label that a run of bold text is as a whole, else None."""
    match = _BOLD.fullmatch(text)
    if match is None or (match["any_comment"] and _NO_COMMENT.search(match["any_comment"])):
        return None
    return _kind_of(match)


def find_inner_label_starts(raw: str, *, is_labelled: bool = False) -> list[int]:
    """Return the offsets inside a text where another label starts: on a line of its own, or after a sentence's end.

    A line without a colon is one where the text has labels of another kind too, or ``is_labelled`` tells that of the
    document.
    """
    end = max(raw.rfind(colon) for colon in ":：") + 2  # no label with a colon begins after the last one
    starts = [match.end() for match in (*_INNER.finditer(raw, 0, end), *_INNER_LINE.finditer(raw))]
    starts.extend(match.end() for match in _INNER_VIEW_ZH.finditer(raw) if not raw.isascii())
    starts.extend(match.end("gap") for match in _ISSUER_TAIL.finditer(raw, 0, end))
    lone = [match.end() for match in _LONE_LINE.finditer(raw)]
    if lone:
        labels = {at: _label_at(raw, at) for at in (0, *starts, *lone)}
        kinds = {label.kind for label in labels.values() if label is not None}
        starts.extend(at for at in lone if labels[at] is not None and (is_labelled or len(kinds) > 1))
    kept: list[int] = []
    taken = _label_end(raw, 0)
    for start in sorted(start for start in starts if raw[:start].strip()):
        if start >= taken:
            kept.append(start)
            taken = _label_end(raw, start)
    return kept


def uses_labels(texts: Iterable[str]) -> bool:
    """Whether labels of several kinds open the blocks of a document, so that a line which may be one is one."""
    labels = (_label_at(text, 0) for text in texts)
    return len({label.kind for label in labels if label is not None}) >= _MIN_KINDS


def _label_at(raw: str, start: int) -> Label | None:
    return find_label(raw[start : start + _LONGEST_LABEL])


def _label_end(raw: str, start: int) -> int:
    """Return the offset where the words of a label at ``start`` end, or ``start`` itself without one."""
    label = _label_at(raw, start)
    return start + label.end if label else start


def _kind_of(match: re.Match[str]) -> LabelKind:
    for kind in LabelKind:
        if match[kind.value]:
            return kind
    return LabelKind.COMMENT

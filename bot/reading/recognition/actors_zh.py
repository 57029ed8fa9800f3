"""Who does what in a Chinese sentence, each body in it one sign: chains of bodies, and what stands beside them."""

from __future__ import annotations

from bot import lazy_re as re
from bot.domain.names import HAN
from bot.reading.recognition.clauses import BODY

_UNIT_ZH = (
    rf"{BODY}(?:办公厅|办公室|秘书[局处]|综合局|[{HAN}]{{1,6}}司|[{HAN}]{{2,6}}(?:部|委员会))?"
    r"(?:[(（][^()（）]{0,30}[)）])?"
)
_OTHER_ZH = rf"(?:(?![和与及])[{HAN}]){{2,14}}?(?:部|委|局|署|院|会|厅|办|总社|公司|集团|大学)"
"""Somebody whom no list of ours holds, within a list of bodies."""
CHAIN_ZH = (
    rf"{_UNIT_ZH}(?:(?:\s*[、，,]\s*|\s*|会同|联合|以及|和|与|及){_UNIT_ZH}|(?:、|和|与|及){_OTHER_ZH}){{0,24}}"
    rf"(?:(?:等[{HAN}\d]{{0,4}}|[两二三四五六七八九十\d]{{1,3}}个?)(?:部门|部委|单位|机构)(?:办公厅|办公室)?|会同(?:有关|相关)(?:部门|方面|单位))?"
)
LEADS_ZH = re.compile(rf"^[【\[]?(?P<chain>{CHAIN_ZH})\s*[:：|｜】\]](?=\s*[{HAN}《“\d])")
"""Somebody named before a colon, bar or bracket at the very beginning: "A、B：延续实施…", "A｜印发…", "【A】印发…"."""
_ADVERB_ZH = (
    r"(?:近日|日前|今日|今天|昨日|近期|今年|每年|已经?|正式|联合|共同|同步|首次|全面|审议|表决|原则|再次|又|组织|牵头|还|制定并|研究|，|\s"
    r"|附(?:加限制性)?条件|无条件|第[一二三四五六七八九十百\d]+次(?:[部委局署行院]?务|常务|全体)?会议|(?:[部委局署行院]?务|常务)会议"
    r"|于?(?:\d{4}年)?\d{1,2}月\d{1,2}日|(?:有关|相关)?(?:部门|司局|方面)?负责(?:人|同志)(?=就[^。]{2,90}答)"
    rf"|副?(?:行长|部长|主任|局长|主席|署长)[{HAN}]{{2,3}}?(?:在[^，。]{{2,16}}?)?(?=宣布|公布|发布)"
    rf"|在[{HAN}、]{{1,20}}?(?=召开|举行|举办|宣布|发布|启动|开展|试点)|(?:对外|向社会)|就《[^《》]{{2,80}}》|就[{HAN}A-Za-z0-9《》“”（）、]{{2,50}}?(?=公开|向社会|征求))*"
)
_VERB_ZH = (
    "(?:印发|发布|发文|下达|出台|公布|制定|下发|颁布|通过|批准|起草(?:了|形成)?|公开征求|征求|启动|部署|开展|宣布|通报|约谈|修订|修改|废止"
    "|推出|明确|要求|提出(?!并归口)|决定|编制|转发|公示(?![期时])|发函|发出(?=通知|公告|通告)|答(?:记者)?问|拟(?:修[订改]|制定|出台)(?=[^。]{2,90}(?:征[求集]|意见))"
    r"|(?:公告|通告|通知)(?=[，,：:]|(?:(?:19|20)\d\d年)?第\s*\d{1,4}\s*号))"
)
_GIVES_ZH = (
    "(?:[向为对][^，。]{2,40}?(?:颁发|发放|授予|处以|作出|进行|立案|罚款)|颁发|发放|授予|核准|批复|处罚|责令|吊销|认定)"
)
_PUNISHES_ZH = r"对[^，。]{2,40}?(?:处以|罚款|立案|作出[^，。]{0,12}处罚)"
ACTIVE_ZH = re.compile(rf"(?<![据经向对受被给报])(?P<chain>{CHAIN_ZH}){_ADVERB_ZH}(?:{_VERB_ZH}|{_PUNISHES_ZH})")
BEGUN_ZH = re.compile(rf"^(?:近日|日前|今日|昨日)?[，,]?(?P<chain>{CHAIN_ZH}){_ADVERB_ZH}(?:{_VERB_ZH}|{_GIVES_ZH})")
_DOES_ZH = (
    "(?:[上下]调|发放|调整|提高|降低|[加减免]?征收?|减免|取消|暂停|恢复|延长|延续|放开|放宽|收紧|扩大|开放|设立|成立|启用|试点|实施|执行|叫停|查[处封]|立案"
    "|审议|支持|召开|举行|鼓励|引导|召集|派出|举办|发起|拨付|下拨|安排|上线|开通|受理|核发|同意|新增|纳入|列入|移出|遴选|推荐|推进|推动|促进|加[快强]|规范|限制|严?禁止?|允许"
    "|对[^，。；]{2,40}?(?:征收|实施|采取|启动|发起|开展|加征|约谈))"
)
SUBJECT_ZH = re.compile(rf"^(?P<chain>{CHAIN_ZH}){_ADVERB_ZH}(?:{_DOES_ZH}|向[^，。]{{2,24}}?(?:发放|拨付|下达))")
FORWARDED_ZH = re.compile(
    rf"{BODY}{_ADVERB_ZH}转发了?(?P<chain>{CHAIN_ZH})[^，。；]{{0,4}}(?:《|关于|[^，。；]{{0,4}}文件)"
)
"""Whose document another body passes on: "A转发B《…》" is of both."""
SIGNED_ZH = re.compile(rf"签署(?:第\s*\d+\s*号)?(?P<chain>{_UNIT_ZH})令")
_ANSWERS_ZH = r"(?:有关|相关)?(?:部门|司局|方面)?负责(?:人|同志)就[^。]{2,90}答(?:记者)?问"
ANSWERED = re.compile(_ANSWERS_ZH)
TITLE_ZH = re.compile(
    rf"(?:^|[(（《“])\s*(?P<chain>{CHAIN_ZH})\s*(?:联合)?(?:公告|通告|令|关于|[:：]?\s*(?=《)|{_ANSWERS_ZH})"
)

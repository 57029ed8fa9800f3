"""Names of the parts that an alert on one document has, whoever writes it: "Background", "Key requirements"."""

from __future__ import annotations

import re

from bot.reading.grammar.lines.headings import fold_heading
from bot.reading.grammar.lines.labels import LabelKind

_WHOM = r"(?:it|this|that|you|clients|members|compan(?:y|ies)|business(?:es)?|employers|investors|firms|exporters)"
_VIEW = re.compile(
    r"(?:our |initial |first )?(?:views?|take|comments?|observations?|analysis|assessment|thoughts|conclusions?"
    r"|takeaways)"
    r"|(?:our |practical |key )?(?:recommendations?|implications?|advice|considerations|tips)(?: for .{3,40})?"
    r"|(?:recommended |suggested |practical )?(?:actions?|action points|next steps)(?: for .{3,40})?"
    rf"|what (?:does )?{_WHOM} (?:means?|(?:should|must|can) do|needs? to (?:do|know))(?: (?:now|next|for .{{3,40}}))?"
    r"|(?:business |practical )?impact(?: on .{3,40})?|looking ahead|why (?:it|this) matters|so what|the bottom line"
    r"|(?:企业|合规|应对|我们的|律师)?(?:建议|提示|点评|解读|启示|观察)|对企业的影响|结语|影响分析"
)
_PART = re.compile(
    r"(?:executive )?summary|introduction|overview|at a glance|in brief|in short|key (?:facts|dates|takeaways|messages)"
    r"|(?:legal |regulatory |policy )?(?:background|context|basis|framework)(?: and (?:context|purpose))?"
    r"|scope(?: of application)?|who is (?:affected|covered|concerned)|who (?:must|needs to) (?:act|comply)|application"
    r"|(?:the )?(?:key|main|core|major|notable|new)? ?(?:requirements|provisions|points|changes|features|contents?"
    r"|obligations|elements|highlights|rules|measures|content|details|duties|facts)"
    r"|what(?:['’]s| is| has) (?:new|changed|happened|in it)|what (?:happened|it says|changes)"
    r"|the (?:news|facts|details)"
    r"|penalties|sanctions|liabilit(?:y|ies)|legal (?:consequences|liabilit(?:y|ies))|enforcement|exemptions"
    r"|definitions"
    r"|timeline|timing|(?:effective|implementation) date|transition(?:al)? (?:period|arrangements)|entry into force"
    r"|(?:政策|出台|立法|制定)?背景|(?:主要|核心|重点)?(?:内容|要点|变化|规定)|适用(?:范围|对象)|法律责任|处罚|(?:施行|生效)(?:时间|日期)|概述|摘要"
)


def find_part(heading: str) -> LabelKind | None:
    """Return what the whole of a heading names: the publisher's view (COMMENT), another part (SUMMARY), or None."""
    name = fold_heading(heading)
    if _VIEW.fullmatch(name):
        return LabelKind.COMMENT
    return LabelKind.SUMMARY if _PART.fullmatch(name) else None

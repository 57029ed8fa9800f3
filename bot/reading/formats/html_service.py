"""What a page says of itself around its text: sharing, tags, other articles, comments, where to subscribe."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.reading.document import Block, BlockKind, Span

_SHARING = re.compile(
    r"share (?:this|on|via|with)\b.{0,30}|share|sharing|follow us(?: on .{1,30})?|tags|filed under"
    r"|分享(?:到|至)?.{0,8}|标签",
    re.IGNORECASE,
)
"""Heads a row of links, behind which the text may go on."""
_OTHERS = re.compile(
    r"(?:related|recent|latest|similar|previous|more|popular|most[ -]read|recommended|further)"
    r" (?:posts?|articles?|stories|reading|insights|publications|from (?:the|our) blog)|more from .{3,40}"
    r"|you (?:may|might) also (?:like|be interested in)|most (?:read|popular|viewed)|read next|what to read next"
    r"|(?:leave|post|write|add) an? (?:comment|reply)|\d{1,4} (?:comments?|responses?|replies)|comments? \(\d{1,4}\)"
    r"|post navigation"
    r"|(?:stay|keep) (?:informed|up to date|in touch|connected|updated)|join (?:our mailing list|the conversation)"
    r"|(?:subscribe|sign up)(?: (?:to|for) .{3,60})?|get (?:our|the) newsletter"
    r"|相关(?:阅读|文章|推荐|链接)|推荐(?:阅读|文章)|延伸阅读|热门(?:文章|阅读|推荐)|最新文章|"
    r"(?:\d{1,2}小时|今日|[本一]周|本月|月度|[日周月])?(?:热[文读评榜]|(?:热门|热文|热点|点击|阅读|浏览|文章|新闻)(?:排行榜?|榜))|发表(?:评论|回复)|网友评论|猜你喜欢",
    re.IGNORECASE,
)
"""Heads what is no part of the article: other articles, comments, the site's letters."""
_APPEARED = re.compile(r"\s*the post\s.{1,400}\s(?:appeared first on|first appeared on)\s", re.IGNORECASE | re.DOTALL)
_TAGGED = re.compile(
    r"\s*(?:tags?|tagged(?: (?:as|with|in))?|filed under|posted in|categor(?:y|ies))\s*[:：]?\s*", re.IGNORECASE
)
_RELATED = re.compile(
    r"\s*(?:related(?: (?:articles?|stories|posts?|reading|links?))?|(?:also )?read (?:also|next)|also read"
    r"|相关(?:阅读|文章|链接|报道)|延伸阅读)\W*",
    re.IGNORECASE,
)
"""Stands before links to other articles, in the same line."""
_SHARED = re.compile(
    r"\s*(?:(?:share|tweet|e-?mail|print|forward) (?:this|it|the|on|via|with)"
    r"|found this|enjoyed this|liked? what)\b",
    re.IGNORECASE,
)
_CALLS = re.compile(
    r"\s*(?:book|contact|follow|join|visit|register|sign up|subscribe|talk|speak|write|get in touch|meet|support|rate"
    r"|donate|download our app)\b(?=.*\b(?:us|our|now|here|today)\b|\s*\Z)",
    re.IGNORECASE,
)
"""Asks the reader to do something for the house, on a button."""
_LEADS_ON = re.compile(
    r"(?:load|show|view|see) (?:more|all|older)(?: (?:stories|news|posts|articles|updates|items))?"
    r"|(?:older|newer|next|previous) (?:stories|news|posts|articles|updates|items|page)"
    r"|(?:(?:(?:加载|查看|点击)更多|[上下]一[页篇]|返回(?:列表|首页|顶部|目录|上[页级])|回到顶部)\s*[|｜/]?\s*)+",
    re.IGNORECASE,
)
"""Leads on to more of the same list."""
_NETWORKS_TEXT = (
    "linkedin x twitter facebook instagram youtube wechat weibo bluesky mastodon threads xing whatsapp telegram reddit "
    "email rss 微信 微博 print share copy"
)
_NETWORKS = frozenset((*_NETWORKS_TEXT.split(), "copy link", "share link"))
_LONGEST_LINE = 600
_LONGEST_CALL = 60
_LONGEST_OTHER = 400
_FEW = 0.34
_MIN_NETWORKS = 2
_LEAST_TEASERS = 3
_HEAD_WORDS = 4


def part_service(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the blocks that belong to a page's text, and those with which the page only speaks of itself."""
    aside = {at for at, block in enumerate(blocks) if _is_service_line(block)}
    aside |= {at for at, block in enumerate(blocks) if not aside.isdisjoint({at - 1, at + 1}) and _names_network(block)}
    aside |= _find_leading_on(blocks) | _find_own_links(blocks) | _find_related(blocks)
    whole = sum(len(block.text) for block in blocks)
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING and at not in aside:
            end = _find_end(blocks, at)
            if sum(len(other.text) for other in blocks[at:end]) <= _FEW * whole:
                aside.update(range(at, end))
    if not aside:
        return list(blocks), []
    return (
        [block for at, block in enumerate(blocks) if at not in aside],
        [block for at, block in enumerate(blocks) if at in aside],
    )


def _find_leading_on(blocks: Sequence[Block]) -> set[int]:
    """Return the links with which teasers lead to their story, whose headlines lead there already.

    Nearly all teasers have the same words there, where sources differ.
    """
    heads = {at for at, block in enumerate(blocks) if _is_linked_head(block)}
    counts = Counter(block.text for block in blocks if len(block.text) <= _LONGEST_CALL and _is_linked(block))
    again = {text for text, count in counts.items() if count >= _LEAST_TEASERS and count * 3 >= len(heads) * 2}
    found: set[int] = set()
    above: set[str | None] = set()
    for at, block in enumerate(blocks):
        if at in heads:
            above = {span.link for span in block.spans}
        elif above and block.text in again and (block.spans[0].link in above or "" in {*above, block.spans[0].link}):
            found.add(at)
    return found


def _find_related(blocks: Sequence[Block]) -> set[int]:
    """Return the words that head links to other stories of the site beside one, and these links."""
    found: set[int] = set()
    for at, block in enumerate(blocks):
        follows = at - 1 in found and _is_linked(block) and not any(span.link for span in block.spans)
        heads = _RELATED.fullmatch(block.text) and at + 1 < len(blocks) and _is_linked(blocks[at + 1])
        if follows or (heads and not any(span.link for span in blocks[at + 1].spans)):
            found.add(at)
    return found


def _find_own_links(blocks: Sequence[Block]) -> set[int]:
    """Return the lines in the same few words that lead to a place of the page itself from each of its parts."""
    own = {
        at: block.text
        for at, block in enumerate(blocks)
        if len(block.text) <= _LONGEST_CALL and _is_linked(block) and not any(span.link for span in block.spans)
    }
    counts = Counter(own.values())
    return {at for at, text in own.items() if counts[text] >= _LEAST_TEASERS and " " in text and text[1:].islower()}


def _is_linked_head(block: Block) -> bool:
    """Whether a block is a headline with a link: a heading, or a line of some words that is all link."""
    if block.kind is BlockKind.HEADING:
        return any(span.link is not None for span in block.spans)
    return len(block.text.split()) >= _HEAD_WORDS and _is_linked(block)


def _find_end(blocks: Sequence[Block], at: int) -> int:
    """Return the index behind what a heading of the page's own heads; the heading's own index where it is none."""
    name = blocks[at].text.strip(" \n:：…")
    if len(name) > _LONGEST_CALL:
        return at
    if _SHARING.fullmatch(name):
        return next((end for end in range(at + 1, len(blocks)) if not _is_linked(blocks[end])), len(blocks))
    if not _OTHERS.fullmatch(name):
        return at
    for end in range(at + 1, len(blocks)):
        other = blocks[end]
        if other.kind is BlockKind.HEADING and other.level <= blocks[at].level:
            return end
        if len(other.text) > _LONGEST_OTHER:
            return at
    return len(blocks)


def _is_linked(block: Block) -> bool:
    """Whether all words of a block that is no heading are links."""
    if block.kind is BlockKind.HEADING:
        return False
    return all(span.link is not None for span in block.spans if any(map(str.isalnum, span.text)))


def _is_service_line(block: Block) -> bool:
    """Whether a line shares, tags or signs the article, or only leads to the house's pages elsewhere."""
    if block.kind is BlockKind.HEADING or len(block.text) > _LONGEST_LINE:
        return False
    linked = [span for span in block.spans if span.link is not None]
    if not linked:
        return False
    if _APPEARED.match(block.text) is not None:
        return True
    plain = "".join("" if span.link is not None else span.text for span in block.spans)
    words = [word for word in plain.split() if any(map(str.isalnum, word))]
    if _RELATED.fullmatch(plain) or _TAGGED.fullmatch(plain.strip(" ,;|·、")) or _SHARED.match(block.text) is not None:
        return True
    if words:
        return False
    if sum(map(_is_network, linked)) >= _MIN_NETWORKS:
        return True
    told = block.text.strip(" \n<>«»‹›←→")
    return len(block.text) <= _LONGEST_CALL and (_CALLS.match(told) or _LEADS_ON.fullmatch(told)) is not None


def _is_network(span: Span) -> bool:
    return span.text.strip().lower() in _NETWORKS


def _names_network(block: Block) -> bool:
    """Whether a line is nothing but a link to one."""
    return len(block.spans) == 1 and block.spans[0].link is not None and _is_network(block.spans[0])

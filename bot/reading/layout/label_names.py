"""The names of labels and of columns in briefings, by the part of an item that stands under them."""

from enum import StrEnum
from itertools import product

from bot.model.ids import fold


class Field(StrEnum):
    """The part of an item that stands under a label or in a column."""

    TITLE = "title"
    ISSUER = "issuer"
    DATE = "date"
    NUMBER = "number"
    SUMMARY = "summary"
    POINTS = "points"
    COMMENT = "comment"
    SOURCE = "source"
    CLOSES = "closes"
    EFFECT = "effect"
    STATUS = "status"
    TOPIC = "topic"
    COMPANY = "company"
    HEADLINE = "headline"
    INDEX = "index"
    CONTACT = "contact"
    OTHER = "other"


_BODIES = "body|bodies|authority|authorities|agency|agencies|department|departments|organisation|organization|ministry"
_ISSUE = "issue|issuance|issued|publication|published|release|released|announcement|adoption|promulgation"
_ASKED = (
    "comment|comments|public comment|public comments|consultation|public consultation|feedback|application|applications"
    "|submission|submissions|response|responses|proposals|nominations|bids|views|replies|registration"
)
_STRONG = f"""
title: article, official title, document title, policy title, full title, english title, chinese title,
    policy document, policy name, document name, source document, original title, 文件名称, 文件名, 文件标题, 政策名称,
    法规名称, 标准名称, 正式名称, 政策文件
issuer: issuing body/bodies, issuing government body, issuing government bodies, issuer, issuers, issued by,
    jointly issued by, issued jointly by, promulgated by, joint issuers, co issuers,
    issuing|releasing|promulgating|lead|responsible|competent * {_BODIES},
    发布|发文|印发|制定|颁布|公布|归口|牵头|出台|起草 + 机构|单位|机关|部门|主体
date: date of * {_ISSUE}, issue|issuance|publication|release|announcement * date,
    发布|印发|成文|发文|公布|颁布|出台 + 日期|时间
number: 文号, 发文字号, 公告号, 文件编号, 发布文号, 公告文号, document|doc|reference * number|no
summary: at a glance, in a nutshell, 概要, 摘要, 内容摘要, 主要内容, 内容要点
comment: our take, our view, our comment, our assessment, what it means, what this means, so what, 点评, 短评, 评论,
    我们的看法, 我们的观察, 我们的点评, 编者按, why it|why this * matters|counts
closes: comment|comments|consultation|feedback|application|submission * deadline, comment|consultation * period ends,
    comments|consultation * close|closes|due|until,
    征求意见|意见反馈|反馈|申报|报名|受理|申请 + 截止|截止日期|截止时间
effect: effective date, date effective, entry into force, date of entry into force, takes effect,
    生效|施行|实施 + 日期|时间
"""
"""Names of labels wherever they stand, alone on a line too; ``a|b * c|d`` is each word before each other."""
_WEAK = f"""
title: title, document, official document, original document, measure, instrument, policy, regulation, rule, rules,
    law, legal document, text, full text, original, original text, name, regulation name, law name, draft, 标题,
    名称, 原文, 政策, 文件, 法规, 政策依据, 法律依据, 法规依据, legal act, legal text, original article,
    primary source, name of policy, name of the policy, source text
headline: headline, news item
issuer: who, body, bodies, regulator, regulators, ministries, departments, issuing, institution, agencies involved,
    bodies involved, departments involved, jointly with, 主管部门, 部门, 机构, 单位, 发布方, 主体, - * {_BODIES},
    drafted|adopted|approved|circulated|notified|enacted|released|announced|published|put forward * by,
    government|involved * body|bodies
date: date, dates, when, on, day, dated, published, released, issued, adopted, approved, signed, passed, enacted,
    announced, notified, publication, promulgation, adoption, issuance, adoption date, promulgation date,
    date issued, date published, 日期, 时间, 发布, 更新日期, 更新时间,
    published|released|issued|adopted|announced|signed * on, circulated, promulgated, made public, date released,
    date announced
number: number, no, ref, reference, order, decree, order number, decree number, ref no, ref number, 编号, 公告编号
summary: summary, gist, the gist, in brief, in short, in essence, overview, highlights, snapshot, description,
    details, the details, content, contents, what, what happened, what changed, what has changed, what is new,
    what it says, the news, what it does, the facts, facts, the brief, what you need to know, key information,
    policy content, background, context, requirements, scope, what next, what is next, next steps, what to watch,
    what happens next, notes, 要点, 概览, 概述, 简介, 内容, 内容提要, 政策内容, 核心内容, 核心要点, 政策要点,
    重点内容, 事件, 事件概述, 主要条款, 背景, 事项, 看点,
    key|main * points|facts|takeaways|contents|content|provisions|changes|elements|measures,
    executive|quick|brief|policy * summary, synopsis, abstract, tldr, whats new, what was decided,
    what has been decided, the story, the short version, short version, the essentials, in one sentence,
    in a few words, whats next, explanation, 支持|奖补|补贴|扶持|奖励 + 内容|标准|方式|政策
comment: comment, comments, commentary, assessment, analysis, takeaway, takeaways, opinion, relevance, remarks,
    significance, impact, insight, insights, the significance, the impact, bottom line, the bottom line,
    implication, implications, what we think, how we see it, 评析, 解读, 分析, 简析, 意义, 启示, 研判, 影响,
    影响分析, 编者注, 观察, 建议, 看法, 合规提示, 合规建议, 合规启示, 我们认为, 我们的建议, 我们的评论,
    our * note|notes|perspective|remark|remarks|read|thoughts|reading|analysis|advice|position|opinion,
    our|recommended|suggested * recommendation|recommendations|action|actions,
    practical|business|expected|likely * impact|effect|effects|consequences|implications,
    practice|desk|house|staff|analyst|analysts|embassy|chamber|team|editors|editor * note|notes|remark|remarks,
    desk|house|analyst|analysts|chamber|team|editors|editor|publishers * view|views|take|comment|comments|opinion,
    编者|编辑|主编|小编|本刊|编辑部 + 点评|短评|评论|评析|观点|观察|视角|手记|的话,
    evaluation, take away, perspective, viewpoint, get smart, be smart, between the lines, reality check,
    the big picture, quick take, hot take, practice point, practice tip, what we make of it, why you should care,
    影响评估, 推荐理由, 小编说, 编辑部说, 小编认为, 我们的解读, 编后语, 写在最后, 结语,
    in our own words, in our view, the last word, last word, final word, closing|parting * thought|thoughts
source: source, sources, original source, original sources, link, links, read more, more, url, more information,
    further information, coverage, media coverage, via, 链接, 原文链接, 出处,
    -|信息|消息|文章|新闻|资料|稿件 + 来源, find out more, further reading
closes: deadline, deadlines, due, due date, closes, closing date, until, open until, submit by, register by,
    last day for comments, 截止, 截止日期, 截止时间, 征求意见期限, 征求意见时间, 征求意见期, 反馈期限, 申报期限,
    申报时间, 申请时间, 申请期限, 受理时间, 报名时间,
    {_ASKED} * by|until|close|closes|closing|due|end|ends|period|window|deadline|date, deadline for * {_ASKED},
    open for|open until * comment|comments|public comment|application|applications,
    征集|公示|意见征集|意见征求 + 截止|截止日期|截止时间|结束时间|期限|时间|期, apply by, respond by, reply by,
    file by, window closes, 受理期限, 反馈时限
effect: effective, effective from, effective on, effective as of, in force, in force from, in force since,
    in force as of, takes effect on, comes into force, enters into force, comes into force on, enters into force on,
    entering into force, implementation date, date of effect, date of implementation, date of application,
    application date, applies from, valid from, starts on, start date, starts, 有效期, 有效期至,
    -|正式 + 生效|施行|实施|执行, 执行|正式施行|正式实施|失效|废止|到期 + 日期|时间, in effect from,
    applicable from, valid until
status: status, current status, stage, 状态, 效力状态, 进展, 阶段, 有效性
company: company, companies, companies involved, companies concerned, companies named, 企业, 公司
topic: sector, sectors, topic, topics, area, areas, theme, themes, category, tags, industry, industries,
    policy area, field, 领域, 行业, 主题, 类别, 分类, 板块, 主题分类, subject area
contact: contact, contacts, contact person, phone, 联系人, 联系方式, 联系电话, 咨询电话
"""
"""Names of labels before a colon or a bar, or in bold."""
_COLUMNS = """
date: timing, last step, latest step, last update, last updated, latest change, updated, 公告日期
issuer: with, together with, signed by, 地区, 省份, 联合发文机构, 联合发文单位
title: act, subject, call, standard, 标准, 规定
headline: news, development, event
summary: remark, remarks, note, 说明, 备注, 案件, 产品, main points
index: no, nr, ref, item, item no, #, №, 序号, id, code, 编号
contact: email, e mail, 邮箱, 电话
topic: type, kind, level, 类型, 层级
"""
"""Names that head columns only."""


def _fold_names(text: str) -> dict[str, Field]:
    """Return the names of a list with their fields, each of the first words before each of the second ones."""
    found: dict[str, Field] = {}
    for line in text.strip().replace("\n    ", " ").split("\n"):
        field, _, names = line.partition(": ")
        for name in names.split(", "):
            between = "" if " + " in name else " "
            parts = [part.split("|") for part in name.replace(" + ", " * ").split(" * ")]
            found |= {
                fold(between.join(word for word in words if word != "-")): Field(field) for words in product(*parts)
            }
    return found


STRONG_NAMES = _fold_names(_STRONG)
"""The folded names of labels wherever they stand."""
LABEL_NAMES = _fold_names(_WEAK) | STRONG_NAMES
"""The folded names of all labels."""
COLUMN_NAMES = LABEL_NAMES | _fold_names(_COLUMNS)
"""The folded names of all columns."""

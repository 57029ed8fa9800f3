"""Slack's methods for what stands in a channel and in a thread, page by page."""

from collections.abc import Callable

from bot.slack.in_memory.local_slack import LocalSlack, Payload, SlackRefusal

_PAGE = 100


def _list_posts(slack: LocalSlack, arguments: Payload) -> Payload:
    held = slack.get_channel(arguments.get("channel")).posts
    return _page([post for post in reversed(held) if post.get("thread_ts") in {None, post["ts"]}], arguments)


def _list_replies(slack: LocalSlack, arguments: Payload) -> Payload:
    held, parent = slack.get_channel(arguments.get("channel")).posts, arguments.get("ts")
    if parent not in [post["ts"] for post in held]:
        raise SlackRefusal("thread_not_found")
    return _page([post for post in held if parent in {post["ts"], post.get("thread_ts")}], arguments)


def _page(posts: list[Payload], arguments: Payload) -> Payload:
    oldest, is_inside = float(arguments.get("oldest") or 0), bool(arguments.get("inclusive"))
    chosen = [post for post in posts if float(post["ts"]) > oldest or (is_inside and float(post["ts"]) == oldest)]
    start = int(arguments.get("cursor") or 0)
    end = start + int(arguments.get("limit") or _PAGE)
    page, has_more = chosen[start:end], end < len(chosen)
    if str(arguments.get("include_all_metadata", "")).lower() not in {"true", "1"}:
        page = [{key: value for key, value in post.items() if key != "metadata"} for post in page]
    cursor = {"next_cursor": str(end) if has_more else ""}
    return {"messages": page, "has_more": has_more, "response_metadata": cursor}


HISTORY: dict[str, Callable[[LocalSlack, Payload], Payload]] = {
    "conversations.history": _list_posts,
    "conversations.replies": _list_replies,
}

"""Sending a file to somebody's direct messages by the SDK's upload, which gives no token to the upload address.

Nothing is sent twice by itself.
"""

from urllib.error import HTTPError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import DeliveryError
from bot.slack.calls.direct import UnclearDeliveryError, open_direct
from bot.slack.calls.replies import NO_ANSWER, find_code
from bot.slack.mrkdwn import escape

_AGAIN = "Ask for it again in a minute."


class SlackFileSender:
    """Sends files with the bot's client."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def send(self, *, user: str, name: str, data: bytes, comment: str) -> str:
        """Send a file and return the channel of the person's direct messages.

        Raises DeliveryError when it surely did not go, UnclearDeliveryError when it may have arrived.
        """
        channel = open_direct(self._client, user)
        try:
            self._client.files_upload_v2(
                filename=name, title=name, content=data, channel=channel, initial_comment=escape(comment)[:1000]
            )
        except SlackApiError as error:
            code = find_code(error)
            hint = "An admin must give the app the scope files:write." if code == "missing_scope" else _AGAIN
            raise DeliveryError(f"Slack did not take the file ({code}).", hint=hint) from error
        except HTTPError as error:  # of the upload address, before the file is shown to anybody
            error.close()
            raise DeliveryError(f"Slack did not take the file (status {error.code}).", hint=_AGAIN) from error
        except NO_ANSWER as error:
            raise UnclearDeliveryError(
                "Slack did not say whether the file arrived.", hint="See your direct messages with Gongbao first."
            ) from error
        return channel

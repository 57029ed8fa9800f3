"""The errors that people may see: what is wrong (``message``) and what to do about it (``hint``), in one line each.

The command line ends with ``exit_status``; Slack shows both as a private message.
"""


class GongbaoError(Exception):
    """Something was refused or failed, in one line that a person can act on."""

    exit_status = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message and the hint on one line."""
        return f"{self.message} {self.hint}".strip()


class BadQueryError(GongbaoError):
    """A command's text, or a layout, cannot be understood: an unknown key, an impossible date, a bad value."""

    exit_status = 2


class NotFoundError(GongbaoError):
    """An id or name that the store does not hold."""


class NotAllowedError(GongbaoError):
    """The person may not do this."""


class NotOwnerError(NotAllowedError):
    """The person may not change ``subject``, an id; ``owner``, whom ``<@U1>`` in the message names, looks after it."""

    def __init__(self, message: str, *, hint: str = "", subject: str = "", owner: str = "") -> None:
        super().__init__(message, hint=hint)
        self.subject = subject
        self.owner = owner


class UnreadableDocumentError(GongbaoError):
    """A document that cannot be read: missing, empty, damaged, too large, without text, or of a foreign type."""


class NotABriefingError(UnreadableDocumentError):
    """A document in which hardly anything is dated or acts: it is stored once a person says that it is to be kept."""


class FetchError(GongbaoError):
    """An address that is refused, or that gave nothing to read; ``later`` when trying again may help."""

    def __init__(self, message: str, *, hint: str = "", later: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.later = later


class StoreError(GongbaoError):
    """The database cannot be used as it is."""


class StoreMissingError(StoreError):
    """There is no database at this path."""


class DeliveryError(GongbaoError):
    """A post could not be made."""


def describe_for_log(error: Exception) -> str:
    """Say what an error is without a word that people wrote: its kind and where it was raised, if it quotes anybody.

    What the store and Slack refuse is told in words of ours, with paths and codes, which somebody has to see.
    """
    if isinstance(error, (StoreError, DeliveryError)):
        return str(error)
    place, step = "", error.__traceback__
    while step is not None:
        place = f" in {step.tb_frame.f_globals.get('__name__', '?')}, line {step.tb_lineno}"
        step = step.tb_next
    return f"{type(error).__name__}{place}"

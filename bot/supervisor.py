"""What a supervisor of services is told: that the bot is ready, alive, or stopping.

Source: sd_notify(3), a datagram of ``NAME=value`` lines to the socket that ``NOTIFY_SOCKET`` names.
"""

from __future__ import annotations

import logging
import socket

log = logging.getLogger(__name__)

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"


def tell_supervisor(address: str, message: str) -> None:
    """Send one message to the socket at ``address`` (a path, or ``@name`` of an abstract one); "" has nobody to tell.

    A supervisor that does not listen is logged: the bot goes on without it.
    """
    if not address or not hasattr(socket, "AF_UNIX"):
        return
    target = f"\0{address[1:]}" if address.startswith("@") else address
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.connect(target)
            channel.sendall(message.encode())
    except OSError as error:
        log.warning("the supervisor at NOTIFY_SOCKET does not listen: %s", error.strerror or error)

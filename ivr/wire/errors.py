"""What can be wrong on a wire: the peer's fault or ours (the two-sided errors of h11).

ProtocolError
├── RemoteProtocolError   the peer sent what the protocol does not allow
└── LocalProtocolError    we tried to send it
"""


class ProtocolError(Exception):
    """Something on the wire is not as the protocol says."""


class RemoteProtocolError(ProtocolError):
    """The peer sent something we cannot accept; the connection is of no more use."""


class LocalProtocolError(ProtocolError):
    """We tried something the protocol does not allow; nothing was sent."""

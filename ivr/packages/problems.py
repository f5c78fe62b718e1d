"""The one error of this room."""

REMEDY = (
    "If Asterisk already runs on this machine or another, set `asterisk: existing` in config/ivr.yaml "
    "and follow `ivr asterisk config`."
)


class PackagesUnavailable(Exception):
    """The packages cannot be had here; the message says why and what to do instead."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason}. {REMEDY}")

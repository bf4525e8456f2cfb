"""What can go wrong, and the exit statuses of the command."""

from __future__ import annotations


class ExitStatus:
    """Exit statuses of the command."""

    # Plain numbers: enum would cost every command 6 ms of start-up.
    DONE = 0
    FAULTS = 1  # a check ran and found faults
    NOTHING = 1  # nothing was found
    BAD_USE = 2  # bad input or use, or a failure: nothing was done
    TIMEOUT = 124  # the work took longer than it may; the number is that of timeout(1)
    INTERRUPTED = 130  # 128 + SIGINT, as shells count


class MistralKGError(Exception):
    """An expected failure; its text is the message that the command prints."""


class QueryError(MistralKGError, ValueError):
    """A query, its name, its parameters or its format cannot be used."""

    suggestion: str | None = None
    """The query as it was meant, where that is sure: the engine reads it."""


class EntityError(MistralKGError, LookupError):
    """A name is that of no entity, or of several."""


class SourceError(MistralKGError, OSError):
    """A file to read is missing, is not text or is not what its name says."""


class SourceWarning(UserWarning):
    """A part of a file becomes no triple; the text is the one line that a person reads."""


def one_line(text: object) -> str:
    """Return the message of another program in one line, cut to a length that can be read."""
    return " ".join(str(text).split())[:200]


def warn(message: str) -> None:
    """Warn of a part of a file that becomes no triple."""
    import warnings

    warnings.warn(message, SourceWarning, stacklevel=2)


class EndpointError(MistralKGError, OSError):
    """A service on the network does not answer, refuses, or answers what cannot be used.

    `status` is the HTTP status, if one came; `transient` whether the same request may succeed a
    little later, after a `pause` of seconds if the service asks for one.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        transient: bool = False,
        pause: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.transient = transient
        self.pause = pause


class OutputError(MistralKGError, OSError):
    """A result cannot be written where it was asked for."""


class ExportError(MistralKGError, ValueError):
    """A dataset cannot be written faithfully in the format asked for."""

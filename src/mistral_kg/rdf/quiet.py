"""Keep what RDF libraries log and warn of from the user: we report what matters."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# rdflib and its modules; what pySHACL calls its loggers. Those of the caller's program go on.
_LOGGERS = ("rdflib", "pyshacl", "pyshacl-validate", "rdfutil.load", "owlrl")


@contextmanager
def quiet() -> Iterator[None]:
    """Silence the logs and warnings of rdflib, pySHACL and owlrl in a `with`.

    Not for several threads at once, as Python's warnings are not.
    """
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [(logger, logger.level, logger.disabled, [*logger.handlers]) for logger in loggers]
    with warnings.catch_warnings(action="ignore"):
        try:
            for logger in loggers:
                # The level is for the loggers below; pySHACL sets that of its own again.
                logger.setLevel(logging.CRITICAL + 1)
                logger.disabled = True
            yield
        finally:
            for logger, level, disabled, handlers in before:
                logger.setLevel(level)
                logger.disabled = disabled
                logger.handlers[:] = handlers  # each run of pySHACL adds one more

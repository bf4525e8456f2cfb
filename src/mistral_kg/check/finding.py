"""What a check reports."""

from __future__ import annotations

from typing import NamedTuple

WARNING = "warning"


class Finding(NamedTuple):
    """A fault: how grave, which rule, which node or place in a file, and how to fix it.

    With the severity WARNING it is what could not be checked, and why.
    """

    severity: str
    rule: str
    where: str
    fix: str

    @property
    def is_fault(self) -> bool:
        """Tell whether something is wrong, and not only unchecked."""
        return self.severity != WARNING

"""The answer to a query as rows of Python values."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, overload

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from mistral_kg.rdf.names import short
from mistral_kg.sparql.run import FAILURES, failed
from mistral_kg.terminal import tables
from mistral_kg.vocabulary import PREFIXES, XSD, Term

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mistral_kg.sparql.run import Result

_PYTHON: dict[str, Callable[[str], Any]] = {
    XSD + "integer": int,
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": {"true": True, "1": True, "false": False, "0": False}.__getitem__,
}


class Answer(Sequence[Any]):
    """Rows of an answer, in order; `columns` names their fields.

    A row is a named tuple. Numbers and booleans are Python's; IRIs, dates and words are strings,
    as the source has them; an unbound variable is None. An ASK has one row with the column `ask`,
    a CONSTRUCT or DESCRIBE the columns `subject`, `predicate` and `object`.
    """

    def __init__(self, result: Result, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self._prefixes = prefixes
        try:
            self.columns, self._terms = _terms(result)
        except FAILURES as error:
            raise failed(error) from None
        # Renamed where a column is no Python name, such as `class`; the position still holds.
        row = namedtuple("Row", self.columns, rename=True)  # type: ignore[misc]
        self._rows: list[Any] = [row(*map(value, terms)) for terms in self._terms]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Any: ...
    @overload
    def __getitem__(self, index: slice) -> list[Any]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self._rows[index]

    def __bool__(self) -> bool:
        """Tell whether there is a row, or what an ASK answers."""
        return bool(self._rows) and (self.columns != ["ask"] or self._rows[0][0] is True)

    def __str__(self) -> str:
        return tables.table(self.columns, self._cells())

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return tables.html(self.columns, self._cells())

    def _cells(self) -> list[list[str]]:
        return [[short(term, self._prefixes) for term in terms] for terms in self._terms]


def _terms(result: Result) -> tuple[list[str], list[tuple[Term | None, ...]]]:
    if isinstance(result, QueryBoolean):
        truth = Literal("true" if result else "false", datatype=NamedNode(XSD + "boolean"))
        return ["ask"], [(truth,)]
    if not isinstance(result, QuerySolutions):
        return ["subject", "predicate", "object"], [tuple(triple) for triple in result]
    columns = [variable.value for variable in result.variables]
    return columns, [tuple(solution) for solution in result]


def value(term: Term | None) -> Any:
    """Return the Python value of a term; a malformed number or boolean stays a string."""
    if term is None:
        return None
    if isinstance(term, Literal):
        convert = _PYTHON.get(term.datatype.value, str)
        try:
            return convert(term.value)
        except (ValueError, ArithmeticError, KeyError):
            return term.value
    return term.value if isinstance(term, NamedNode) else str(term)

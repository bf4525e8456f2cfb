"""The named queries: find them, read their headers, list them.

The header of comments is the only source of what the listing and the manual say of a query:
`title`, `answers`, `infer` where what follows from the facts is asked too, then a line for each
`parameter` and each `column`.
"""

from __future__ import annotations

import os

from mistral_kg.errors import QueryError
from mistral_kg.rdf.dataset import read_text, shipped_folder
from mistral_kg.terminal import captions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_OPTIONAL = " (optional)"
_TEXT = " (text, optional)"
_ENGLISH = '"en"'
"""The language of labels in the text of a named query, which so runs in any engine."""


class Parameter:
    """A variable of a query that may be bound beforehand."""

    # Plain classes here: importing namedtuple would cost every query 4 ms of start-up.
    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self.text = value.endswith(_TEXT)
        """Whether its value is plain text and names no entity."""
        self.optional = self.text or value.endswith(_OPTIONAL)
        self.meaning = value.removesuffix(_TEXT).removesuffix(_OPTIONAL)


class NamedQuery:
    """A query with its header; `columns` are pairs of name and meaning.

    Raises QueryError when a header line is not of the fixed form.
    """

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.title = ""
        self.answers = ""
        self.infer = False
        self.parameters: list[Parameter] = []
        self.columns: list[tuple[str, str]] = []
        for line in text.splitlines():
            if not line.startswith("#"):
                break
            self._read(line)

    def _read(self, line: str) -> None:
        key, separator, value = line.lstrip("# ").partition(": ")
        word, _, variable = key.partition(" ")
        if word == "parameter" and variable and separator:
            self.parameters.append(Parameter(variable, value))
        elif word == "column" and variable and separator:
            self.columns.append((variable, value))
        elif word in {"title", "answers"} and not variable and separator:
            setattr(self, word, value)
        elif (key, value) == ("infer", "yes"):
            self.infer = True
        else:
            raise QueryError(
                f"{self.name}: {line!r} is no header line; see the other named queries"
            )

    def in_language(self, language: str) -> str:
        """Return the SPARQL, without the header, with labels and gists in a language.

        Raises QueryError for a language other than en and pa.
        """
        captions.check(language)
        body = self.text[self.text.find("\nPREFIX") + 1 :]
        return body.replace(_ENGLISH, f'"{language}"')

    @property
    def plain(self) -> set[str]:
        """The names of the parameters whose value is plain text."""
        return {one.name for one in self.parameters if one.text}

    def check(self, bindings: Collection[str]) -> None:
        """Raise QueryError for a binding of no parameter, or a parameter that needs one."""
        known = [one.name for one in self.parameters]
        for name in bindings:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise QueryError(f"{self.name}: no parameter {name!r}; its parameters: {listed}")
        for one in self.parameters:
            if not one.optional and one.name not in bindings:
                raise QueryError(
                    f"{self.name}: the parameter {one.name!r} is not bound "
                    f"({one.meaning}); add {one.name}=…, with --bind before it"
                )


def is_name(what: str) -> bool:
    """Tell whether this is a name and no SPARQL, which always has a space or a bracket."""
    return bool(what.strip()) and not set(what.strip()) & set(" \t\r\n{}()<>?$#")


def names() -> list[str]:
    """Return the names of the named queries, sorted."""
    return sorted(
        name.removesuffix(".rq")
        for name in os.listdir(shipped_folder("queries"))  # noqa: PTH208  pathlib costs start-up
        if name.endswith(".rq")
    )


def exists(name: str) -> bool:
    """Tell whether a named query has this name."""
    return os.path.basename(name) == name and os.path.isfile(_path(name))  # noqa: PTH113, PTH119


def find(name: str) -> NamedQuery:
    """Return the named query of this name.

    Raises QueryError, with the nearest names, when there is none.
    """
    if not exists(name):
        from difflib import get_close_matches

        near = get_close_matches(name.lower(), names(), n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "`mistral-kg queries` lists them"
        raise QueryError(f"no named query or file is called {name!r}; {hint}")
    return NamedQuery(name, read_text(_path(name)))


def all_queries() -> list[NamedQuery]:
    """Return every named query, sorted by name."""
    return [find(name) for name in names()]


def _path(name: str) -> str:
    return f"{shipped_folder('queries')}/{name}.rq"

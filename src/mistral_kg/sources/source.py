"""What `--source` names: the shipped graph, files, a store on disk, or an endpoint on the web.

Each kind gives its quads, for what reads the dataset as a whole, and what answers queries: a store
of the engine, or an endpoint with the same methods.
"""

from __future__ import annotations

import os

from mistral_kg.errors import SourceError
from mistral_kg.rdf import dataset
from mistral_kg.vocabulary import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from pyoxigraph import Literal, Quad

    from mistral_kg.sparql.run import Queryable

DEFAULT = "MISTRAL_KG_SOURCE"
"""The variable of the environment that names the source of a command without `--source`."""


class Source:
    """The shipped graph, which is the source where no other is named."""

    words: Sequence[str] = ()
    """What the user named."""
    local = True
    """Whether the engine of this process answers, which no query may use to get elsewhere."""
    base: str | None = None
    """What resolves the relative IRIs of queries, and of files that name no base."""
    union = True
    """Whether a pattern without GRAPH asks all graphs but claims where data have no passages."""

    def prefixes(self) -> Mapping[str, str]:
        """Return the prefixes that the source or its files declare, and ours."""
        return PREFIXES

    def quads(self) -> list[Quad]:
        """Return the quads of the dataset, with the default graph materialised."""
        return dataset.read()

    def open(self, _read: list[Quad] | None = None) -> Queryable:
        """Return what answers queries over the dataset.

        Where its quads are read already, with the vocabulary, blank nodes are called as there.
        """
        return dataset.open_store()

    def places(self, _literals: Set[Literal]) -> Mapping[Literal, list[str]]:
        """Return where literals are in files, as FILE:LINE:COLUMN, as far as that can be found."""
        return {}


class _Files(Source):
    """Files, folders of files and standard input, merged.

    Raises SourceError when one is missing or of no known format, or malformed as it is read.
    """

    def __init__(self, words: Sequence[str], *, union: bool, base: str | None) -> None:
        from mistral_kg.rdf.files import inputs

        self.words = words
        self._files = inputs(words, base)
        self.union = union

    def prefixes(self) -> Mapping[str, str]:
        from mistral_kg.rdf import prefixes

        return prefixes.of_files(self._files)

    def quads(self) -> list[Quad]:
        from mistral_kg.rdf.reading import read

        return read(self._files)

    def open(self, read: list[Quad] | None = None) -> Queryable:
        from mistral_kg.rdf import store

        if read is not None:
            return store.of_quads(read, union=self.union)
        return store.of_files(self._files, union=self.union)

    def places(self, literals: Set[Literal]) -> Mapping[Literal, list[str]]:
        from mistral_kg.rdf.places import places

        return places(self._files, literals)


class _OnDisk(Source):
    """A store on disk, as `mistral-kg load` makes it, opened read-only."""

    def __init__(self, path: str) -> None:
        from mistral_kg.rdf import store

        self.words = (path,)
        self._store = store.open_on_disk(path)

    def prefixes(self) -> Mapping[str, str]:
        from mistral_kg.rdf import prefixes

        return prefixes.of_store(self.words[0])

    def quads(self) -> list[Quad]:
        return list(self._store)

    def open(self, _read: list[Quad] | None = None) -> Queryable:
        return self._store


class _Remote(Source):
    """A SPARQL 1.1 endpoint, whose blank nodes have new names in each answer."""

    local = False

    def __init__(self, address: str, timeout: float | None) -> None:
        from mistral_kg.sources.endpoint import Endpoint

        self.words = (address,)
        self._endpoint = Endpoint(address, timeout=timeout)

    def quads(self) -> list[Quad]:
        return list(self._endpoint.quads())

    def open(self, _read: list[Quad] | None = None) -> Queryable:
        return self._endpoint


def source_of(
    words: Sequence[str], *, union: bool = True, timeout: float | None = 60, base: str | None = None
) -> Source:
    """Return the source that the words name; without any, the shipped graph.

    `timeout` in seconds is for each request to an endpoint.

    Raises SourceError when a word names nothing, a store or endpoint is not the only one, or the
    base is no absolute IRI.
    """
    if base is not None:
        check_base(base)
    found = _of_kind(words, union, timeout, base)
    found.base = base
    return found


def check_base(base: str) -> None:
    """Raise SourceError for a base that is no absolute IRI."""
    from pyoxigraph import NamedNode

    try:
        NamedNode(base)
    except ValueError:
        raise SourceError(
            f"{base!r} is no base for relative IRIs; give an absolute IRI, "
            "such as https://example.org/"
        ) from None


def _of_kind(words: Sequence[str], union: bool, timeout: float | None, base: str | None) -> Source:
    if not words:
        return Source()
    from mistral_kg.rdf.files import is_store

    for word in words:
        remote = word.lower().startswith(("http://", "https://"))
        if not remote and not is_store(word):
            continue
        if len(words) > 1:
            raise SourceError(
                f"{word}: {'an endpoint' if remote else 'a store'} is a source by itself; "
                "give no other source with it"
            )
        return _Remote(word, timeout) if remote else _OnDisk(word)
    if "" in words:
        raise SourceError("--source is empty; give a file, folder, store or address")
    return _Files(words, union=union, base=base)


def default() -> tuple[str, ...]:
    """Return the words of the source that the environment names for the command."""
    word = os.environ.get(DEFAULT)
    return (word,) if word else ()

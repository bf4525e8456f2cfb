"""Write a dataset in an RDF format, byte for byte alike each time, and check it by reading it back.

Quads go from the parser to the text: a store would rewrite literals. The layout is ours, as the
writers of the libraries keep the input's order, list prefixes in hash order and write RDF/XML
that is no XML for some predicates; pyoxigraph escapes the terms and names the blank nodes.
"""

from __future__ import annotations

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from pyoxigraph import serialize as write_lines

from mistral_kg.errors import ExportError, one_line
from mistral_kg.rdf import reification
from mistral_kg.rdf.dataset import asked, described
from mistral_kg.rdf.formats import FORMATS as FORMATS
from mistral_kg.rdf.formats import Format
from mistral_kg.rdf.names import shown
from mistral_kg.rdf.order import renamed, sort_key
from mistral_kg.serialize.jsonld import jsonld
from mistral_kg.serialize.turtle import rdfxml, turtle
from mistral_kg.vocabulary import CLAIM, INFERENCE, PASSAGE, PREFIXES, XSD, Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from mistral_kg.serialize.turtle import Graphs

_WRITERS = {"turtle": turtle, "trig": turtle, "jsonld": jsonld, "rdfxml": rdfxml}
_EVIDENT = (PASSAGE, CLAIM, INFERENCE)


def export(
    quads: Iterable[Quad],
    format: str = "turtle",
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    evidence: bool = False,
) -> bytes:
    """Return the dataset in the format, read back and found the same; raise ExportError if not."""
    quads = list(quads)
    data = serialize(quads, format, prefixes=prefixes, evidence=evidence)
    read_back(data, format, quads, evidence=evidence)
    return data


def serialize(
    quads: Iterable[Quad],
    format: str = "turtle",
    *,
    prefixes: Mapping[str, str] = PREFIXES,
    evidence: bool = False,
) -> bytes:
    """Return the dataset in the format; without its named graphs, if the format has none.

    `evidence` keeps those of passages and claims as statements, which such a format can carry.
    The bytes depend on the dataset and the prefixes only, not on the order of the quads.
    Raises ExportError when the format is unknown or cannot carry a term.
    """
    chosen, statements = _select_content(quads, format, evidence)
    _refuse_unreadable(chosen)
    chosen = renamed(chosen)
    if format not in _WRITERS:
        lines = write_lines(chosen, format=FORMATS[format].engine) or b""
        return b"".join(sorted(lines.splitlines(keepends=True)))
    return _WRITERS[format](_group_by_graph(chosen, statements), prefixes).encode()


def refuse_rdf12(format: str, *, evidence: bool = False) -> None:
    """Raise ExportError unless the annotations of RDF 1.2 can be written so."""
    if evidence:
        raise ExportError("--evidence and --rdf12 do the same in two ways; remove one of them")
    if format != "turtle":
        raise ExportError(
            f"--rdf12 is for turtle only, not {format}; leave it out, or give --format turtle"
        )


def export_rdf12(quads: Iterable[Quad], *, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Return the dataset in the Turtle of RDF 1.2, read back and found the same.

    The passage that states a triple, the claim that reports it and the inference that it follows
    by is its reifier.
    Raises ExportError when it cannot carry a term or is not read back as it was.
    """
    unique = set(quads)
    _refuse_unreadable(unique)
    # Named here, before there are triple terms, in which RDFC-1.0 names nothing.
    named = renamed(unique)
    evident = {graph for kind in _EVIDENT for graph in described(named, kind)}
    chosen = {*asked(named), *(quad for quad in named if quad.graph_name in evident)}
    asserted = {quad.triple for quad in chosen if quad.graph_name == DefaultGraph()}
    reifiers: dict[Triple, list[Node]] = {}
    rest = []
    apart = described(chosen, CLAIM) | described(chosen, INFERENCE)
    for quad in sorted(reification.add_reifiers(chosen), key=sort_key):
        triple = quad.object
        if isinstance(triple, Triple) and triple in asserted and quad.subject not in apart:
            reifiers.setdefault(triple, []).append(quad.subject)
        else:
            rest.append(quad)
    data = turtle(_group_by_graph(rest), prefixes, reifiers).encode()
    _compare("rdf12", chosen, lambda: reification.restore(parse(data, RdfFormat.TURTLE)))
    return data


def _group_by_graph(quads: Iterable[Quad], statements: Mapping[Node, Quad] | None = None) -> Graphs:
    graphs: Graphs = {DefaultGraph(): {}}
    for quad in sorted(quads, key=lambda quad: sort_key(quad, statements)):
        properties = graphs.setdefault(quad.graph_name, {}).setdefault(quad.subject, {})
        properties.setdefault(quad.predicate, []).append(quad.object)
    return graphs


def read_back(data: bytes, format: str, quads: Iterable[Quad], *, evidence: bool = False) -> None:
    """Read the data with rdflib and raise ExportError unless it holds the quads and no others.

    The error names the first quad that differs. Of a format without named graphs only what a
    pattern without GRAPH asks is compared, and with `evidence` the statements too. Not for several
    threads at once: it sets rdflib's switch for literals while it reads.
    """
    chosen, _ = _select_content(quads, format, evidence)
    _compare(format, chosen, lambda: _read_with_rdflib(data, FORMATS[format]))


def _compare(format: str, chosen: Iterable[Quad], reader: Callable[[], Iterable[Quad]]) -> None:
    written = renamed({_make_comparable(quad) for quad in chosen})
    try:
        read = renamed({_make_comparable(quad) for quad in reader()})
    except Exception as error:  # whatever the parsers that rdflib calls let through
        reader_name = "pyoxigraph" if format == "rdf12" else "rdflib"
        problem = f"{reader_name} cannot read what was written ({one_line(error)})"
        raise ExportError(f"{format}: {problem}; use another --format") from error
    if written != read:
        first = min((written - read) or (read - written), key=sort_key)
        how = "is not read back" if first in written else "is read back, which was not there"
        raise ExportError(f"{format}: {shown(first)} {how}; use another --format")


def left_out(quads: Iterable[Quad], format: str, *, evidence: bool = False) -> str | None:
    """Return one sentence on what the format leaves out of the dataset, or None if nothing.

    `evidence` says that passages and claims keep their graphs, as statements or as reifiers.
    """
    if _find_format(format).named_graphs:
        return None
    unique = set(quads)
    kinds: dict[Node, Node] = {name: kind for kind in _EVIDENT for name in described(unique, kind)}
    kept = set(reification.statements(unique).values()) if evidence else set()
    names: dict[Node | None, list[Node]] = {kind: [] for kind in (*_EVIDENT, None)}
    for quad in unique - kept:
        if quad.graph_name != DefaultGraph():
            names[kinds.get(quad.graph_name)].append(quad.graph_name)
    other = "other named graph" if kinds else "named graph"
    parts = []
    for kind, word in ((CLAIM, "claim graph"), (INFERENCE, "inference graph"), (None, other)):
        graphs = len(set(names[kind]))
        if graphs and kind is None and PASSAGE not in kinds.values():  # the triples are kept
            parts.append(f"the name{'' if graphs == 1 else 's'} of {_count(graphs, word)}")
        elif graphs:
            parts.append(f"{_count(graphs, word)} with {_count(len(names[kind]), 'triple')}")
    if names[PASSAGE]:
        parts.append("the link from each fact to its passage")
    if not parts:
        return None
    keep = _join_words([name for name, known in FORMATS.items() if known.named_graphs], "and")
    more = ""
    if not evidence and any(names[kind] for kind in _EVIDENT):
        kept_so = ["passages", "claims", *(["inferences"] if names[INFERENCE] else [])]
        more = f"; --evidence keeps {_join_words(kept_so, 'and')}"
    return f"{format} leaves out {_join_words(parts, 'and')}; {keep} keep all{more}"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _join_words(words: Iterable[str], conjunction: str) -> str:
    *rest, last = words
    return f"{', '.join(rest)} {conjunction} {last}" if rest else last


def _find_format(format: str) -> Format:
    if format not in FORMATS:
        raise ExportError(f"{format}: no such format; use --format {_join_words(FORMATS, 'or')}")
    return FORMATS[format]


def _select_content(
    quads: Iterable[Quad], format: str, evidence: bool
) -> tuple[set[Quad], dict[Node, Quad]]:
    """Return what is written of the quads, and the quad of each statement among it."""
    unique = set(quads)
    if _find_format(format).named_graphs:
        return unique, {}
    if not evidence:
        return set(asked(unique)), {}
    # A statement's name depends on those of blank nodes, and a parser may name them at random.
    named = renamed(unique)
    return set(asked(reification.add(named))), reification.statements(named)


def _refuse_unreadable(quads: Iterable[Quad]) -> None:
    for term in {term for quad in quads for term in quad}:
        if isinstance(term, Triple) or (isinstance(term, Literal) and term.direction):
            raise ExportError(f"{shown(term)} is RDF 1.2, which rdflib cannot read; take it out")
        iri = term.datatype if isinstance(term, Literal) else term
        if isinstance(iri, NamedNode):
            try:
                NamedNode(iri.value)  # a lenient parser may have let it through
            except ValueError as error:
                raise ExportError(
                    f"{shown(iri)}: {error}; fix the IRI (write a % that is no escape as %25)"
                ) from None


def _read_with_rdflib(data: bytes, format: Format) -> Iterator[Quad]:
    """Yield what rdflib reads, each literal as it is written and nothing said on stderr."""
    import rdflib

    from mistral_kg.rdf.quiet import quiet

    graph = rdflib.Dataset() if format.named_graphs else rdflib.Graph()
    normalize = rdflib.NORMALIZE_LITERALS
    with quiet():
        try:
            rdflib.NORMALIZE_LITERALS = False
            graph.parse(data=data, format=format.rdflib)
        finally:
            rdflib.NORMALIZE_LITERALS = normalize
    for row in graph.quads() if isinstance(graph, rdflib.Dataset) else graph:
        yield Quad(*map(_convert_from_rdflib, row))


def _convert_from_rdflib(node: Any) -> Any:
    import rdflib
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    if node is None or node == DATASET_DEFAULT_GRAPH_ID:
        return DefaultGraph()
    if isinstance(node, rdflib.Literal):
        datatype = NamedNode(node.datatype) if node.datatype else None
        return Literal(node, datatype=datatype, language=node.language)
    return BlankNode(node) if isinstance(node, rdflib.BNode) else NamedNode(node)


def _make_comparable(quad: Quad) -> Quad:
    """Return the quad without the white space that rdflib always takes from two datatypes."""
    term = quad.object
    collapsed = (f"{XSD}token", f"{XSD}normalizedString")
    if isinstance(term, Literal) and term.datatype.value in collapsed:
        term = Literal(" ".join(term.value.split()), datatype=term.datatype)
    return Quad(quad.subject, quad.predicate, term, quad.graph_name)

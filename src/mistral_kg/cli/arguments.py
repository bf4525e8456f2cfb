"""What the command takes: its words, options and help, and nothing of the work."""

from __future__ import annotations

import argparse

from mistral_kg.cli.quick import TIMEOUT
from mistral_kg.errors import QueryError
from mistral_kg.serialize.results import (
    GRAPH_FORMATS,
    LONG_TABLE,
    NETWORK_FORMATS,
    PAGE_FORMATS,
    QUERY_FORMATS,
    ROW_FORMATS,
)
from mistral_kg.terminal.captions import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_QUERY_HELP = """\
Ask the graph. WHAT is a named query, a .rq file, - for standard input, or SPARQL text.
The prefixes of the project are declared (mkg, id, art, schema, prov, skos and others), and
those of the source's files; a PREFIX of your own wins. A plain pattern asks what the article
states as fact; GRAPH ?passage asks which sentence states it; claims stand in graphs of their
own, with mkg:modality. On a terminal the answer is a table, in a pipe CSV."""

_QUERY_EXAMPLES = """\
examples:
  mistral-kg query customers
  mistral-kg query backers --bind company=OpenAI
  mistral-kg query mentions --bind entity=ਫਰਾਂਸ --bind how=named
  mistral-kg query 'SELECT ?s ?o WHERE { ?s mkg:backedBy ?o }' --format markdown

--bind takes NAME=VALUE, where VALUE is an entity's label in either script, a CURIE
(id:mistral-ai), an IRI or its end, a Wikidata item (Q2283), or a literal in double
quotes ("S27", "2024"^^xsd:gYear).

tsv keeps datatypes and languages; csv, as the W3C defines it, does not.

--source asks files of your own. Where they describe no passage, a plain pattern asks the union
of all their graphs but those of claims. Our vocabulary is asked too if they use its terms."""


_EXPORT_EXAMPLES = """\
examples:
  mistral-kg export -o mistral-ai.ttl
  mistral-kg export --evidence -o mistral-ai-evidence.ttl
  mistral-kg export --rdf12 -o mistral-ai-rdf12.ttl
  mistral-kg export --source mistral-ai-evidence.ttl -o mistral-ai.trig

trig, nquads and jsonld keep the named graphs: the sentence of each fact, and the claims. The
other formats have none; --evidence keeps both there for every RDF tool, and --rdf12 for those
that read RDF 1.2. --source reads named graphs back from either. A claim's triple is never
asserted. The vocabulary is exported only where the files of --source hold it."""


_INFER_HELP = """\
Tell what follows from the facts by what the vocabulary declares, and is not stated itself. The
rules are those of RDFS and OWL 2 RL for domains, ranges, wider relations and classes, and for
symmetric, inverse and transitive relations; `mkg:prp-symp` and the like are their names there.
The rule is that of the last step, the sentences those of all steps; without a sentence is what
follows from the descriptions of entities alone. Of several ways the shortest is told.

Nothing follows from claims, nor from what describes passages, claims and articles. What follows
is never mixed with what is stated: only this tells it, the query `inferred`, and `query` and
`export` with --infer."""

_INFER_EXAMPLES = """\
examples:
  mistral-kg infer Microsoft
  mistral-kg infer -o what-follows.trig
  mistral-kg query --infer 'SELECT ?who { ?who mkg:partnerOf id:mistral-ai }'
  mistral-kg export --infer -o mistral-ai.trig

As RDF each triple stands in the graph of a mkg:Inference, which has mkg:rule and, for each
sentence, mkg:inferredFrom; turtle, ntriples and rdfxml have an rdf:Statement in its place."""


_LOAD_HELP = """\
Make a store on disk of files, or add them to one: all of them, or nothing. The facts of passages
are added to its default graph and, where it describes no passage, the triples of all graphs but
claims; and our vocabulary where the data use it and lack it. A query over it then answers as over
the files. The store is that of pyoxigraph, and `oxigraph` opens it as well."""

_PUSH_HELP = """\
Send the graph to the update service of a SPARQL 1.1 endpoint, and see that all of it is there.
The same command after an interruption goes on where it was. Blank nodes become IRIs. Credentials
come from MISTRAL_KG_USER and MISTRAL_KG_PASSWORD, or MISTRAL_KG_TOKEN."""

_PUSH_EXAMPLES = """\
examples:
  mistral-kg push http://localhost:7878/update
  mistral-kg push http://localhost:3030/news/update --source articles/
  mistral-kg push http://localhost:8890/sparql-auth --default-graph https://example.org/stated
  mistral-kg query customers --source http://localhost:7878/query"""

_VERIFY_HELP = """\
Hold the graph against the text of its article: each passage by offsets and hash; each fact and
claim by its entities, figures, words of time and speaker; and each name and figure of the text by
whether the graph uses it. An entity is grounded by name, where one of its forms stands in the
passage as a whole word, or through a reference that the passage declares. The text is not kept.

What no check on the text can tell is left to `check` and to stored answers: which way round a
relation goes, which relation it is, to which entity of a sentence a figure belongs, and whether
the article states or only reports it."""


_VIEW_HELP = """\
Write the graph as an interactive page: one HTML file that needs no network. Without -o it is
mistral-ai.html in this folder. --query and --around show a part of the graph; given both, the
query comes first."""

_VIEW_EXAMPLES = """\
examples:
  mistral-kg view -o mistral-ai.html --open
  mistral-kg view --around Microsoft --depth 2 -o microsoft.html
  mistral-kg view --query backers --bind company=OpenAI -o backers.html
  mistral-kg view --query 'CONSTRUCT WHERE { ?a mkg:customerOf ?b }' -o customers.html
  mistral-kg view --facts-only -o mistral-ai.gexf

A SELECT shows the entities in its cells and whatever ties them to each other; a CONSTRUCT or
DESCRIBE its triples, with their sentences and claims, and what the graph does not say as a fact
without a sentence.

graphml is read by networkx, yEd and Cytoscape, gexf by Gephi. Both have the labels, types,
relations, sentences and claims of the ties; figures and passages are on the page alone."""


class Parser(argparse.ArgumentParser):
    """A parser that raises its errors, so that they are shown in one place and one line."""

    def error(self, message: str) -> NoReturn:
        """Raise QueryError with the message and the help to ask for."""
        raise QueryError(f"{message}; see {self.prog} --help")


def parser(command: str | None = None) -> Parser:
    """Return the parser of the whole command, or of one word of it alone, which is faster."""
    top = Parser(
        prog="mistral-kg",
        description="A news article as a knowledge graph: every fact and claim names its sentence.",
        epilog="exit codes: 0 done, 1 faults or nothing found, 2 bad input or use, "
        "124 out of time, 130 interrupted",
    )
    top.add_argument("--version", action="store_true", help="print the version and end")
    top.add_argument("--debug", action="store_true", help="show the traceback of an error")
    words = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    for add in [_COMMANDS[command]] if command in _COMMANDS else _COMMANDS.values():
        add(words)
    return top


def _add(words: argparse._SubParsersAction[Parser], name: str, help: str, **more: str) -> Parser:
    return words.add_parser(
        name,
        help=help,
        description=more.get("description", help[0].upper() + help[1:] + "."),
        epilog=more.get("epilog"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _output(command: Parser, formats: tuple[str, ...]) -> None:
    command.add_argument(
        "-f", "--format", choices=formats, metavar="FORMAT", help=f"one of {', '.join(formats)}"
    )
    command.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to FILE, whole or not at all; its suffix decides the format",
    )


def _limit(command: Parser, default: int, what: str) -> None:
    command.add_argument(
        "--limit",
        type=_count,
        default=default,
        metavar="N",
        help=f"{what} (default: {default}; 0: all)",
    )


def _count(words: str) -> int:
    if not (words.isascii() and words.isdecimal()):
        raise argparse.ArgumentTypeError(f"{words!r} is not a number of 0 or more")
    return int(words)


def _lang(command: Parser) -> None:
    command.add_argument(
        "--lang",
        choices=LANGUAGES,
        default="en",
        help="the language of labels: en or pa (gists are in English alone)",
    )


def _source(command: Parser, *, timeout: bool = False) -> None:
    command.add_argument(
        "-s",
        "--source",
        action="append",
        metavar="SOURCE",
        help="ask this in place of the shipped graph: a file (.ttl .trig .nq .nt .jsonld .json "
        ".rdf .xml, also with .gz), a folder of files, - for standard input, a store on disk "
        "or the address of a SPARQL endpoint; files and folders may be given several times, to "
        "merge (default: what MISTRAL_KG_SOURCE names)",
    )
    _base(command, "of files that name no base, and of the query")
    if timeout:
        _timeout(command, "give each request to an endpoint so much time")


def _base(command: Parser, whose: str) -> None:
    command.add_argument(
        "--base", metavar="IRI", help=f"resolve relative IRIs against this: those {whose}"
    )


def _timeout(command: Parser, what: str = "end what takes longer, with exit code 124") -> None:
    command.add_argument(
        "-t",
        "--timeout",
        type=_seconds,
        default=TIMEOUT,
        metavar="SECONDS",
        help=f"{what} (default: {TIMEOUT:g}; 0: no limit)",
    )


_MANY = 10_000_000
"""The most seconds of a limit, which every system's timer can count."""


def _seconds(words: str) -> float:
    try:
        seconds = float(words)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= _MANY:
        raise argparse.ArgumentTypeError(
            f"{words!r} is not a number of seconds up to {_MANY:,}; 0 is no limit"
        )
    return seconds


def _host(words: str) -> str:
    if "/" in words or "@" in words or not words:
        raise argparse.ArgumentTypeError(f"{words!r} is no host, such as query.wikidata.org")
    return words


def _infer_too(command: Parser, help: str) -> None:
    command.add_argument("--infer", action="store_true", help=help)


def _bind(command: Parser) -> None:
    command.add_argument(
        "-b",
        "--bind",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="bind a parameter or variable of the query; may be given several times",
    )


def _query(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "query",
        "ask the graph: a named query, a .rq file, - or SPARQL text",
        description=_QUERY_HELP,
        epilog=_QUERY_EXAMPLES,
    )
    command.add_argument("what", metavar="WHAT", help="a named query, a .rq file, - or SPARQL")
    _bind(command)
    _source(command)
    _infer_too(
        command,
        "ask what follows from the facts too (see `infer`): a plain pattern finds it, and the "
        "graph in which it stands, a mkg:Inference, says rule and sentences",
    )
    command.add_argument(
        "--no-union",
        action="store_true",
        help="ask the default graph of files as it is, also where they describe no passage",
    )
    _timeout(command)
    command.add_argument(
        "--allow-service",
        action="append",
        type=_host,
        default=[],
        metavar="HOST",
        help="let SERVICE ask this host, such as query.wikidata.org or localhost:7878; may be "
        "given several times",
    )
    command.add_argument(
        "--limit",
        type=_count,
        metavar="N",
        help="write at most N rows or triples, and say so where there are more "
        f"(default: {LONG_TABLE} in a table, else all; 0: all)",
    )
    _output(command, QUERY_FORMATS)


def _search(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "search",
        "find entities by name, in either script, by a part of it or with a slip",
        epilog="example:\n  mistral-kg search ਮਾਈਕਰੋਸਾਫਟ",
    )
    command.add_argument("words", metavar="WORDS", nargs="+", help="what it may be called")
    _limit(command, 20, "show the N best")
    _lang(command)
    _source(command, timeout=True)
    _output(command, ROW_FORMATS)


_ENTITY = (
    "a label in either script, a CURIE, an IRI or its end, such as mistral-ai, or a Wikidata item"
)


def _show(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "show",
        "show all about one entity: names, facts, claims, and the sentences of each",
        epilog='example:\n  mistral-kg show "Mistral AI"',
    )
    command.add_argument("entity", metavar="ENTITY", help=_ENTITY)
    _lang(command)
    _source(command, timeout=True)
    _output(command, PAGE_FORMATS)


def _why(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "why",
        "show the sentences behind what is said of an entity, what ties two, or one fact",
        epilog='examples:\n  mistral-kg why "Mistral AI" Microsoft\n'
        '  mistral-kg why --fact OpenAI "is backed by" Microsoft',
    )
    command.add_argument("entities", metavar="ENTITY", nargs="*", help=f"one or two: {_ENTITY}")
    command.add_argument(
        "--fact",
        nargs=3,
        metavar=("S", "P", "O"),
        help="one triple: an entity, a relation by label or CURIE, an entity or literal",
    )
    command.add_argument(
        "--article", metavar="FILE", help="the article's text: show the very words of the sentences"
    )
    _lang(command)
    _source(command, timeout=True)
    _output(command, PAGE_FORMATS)


def _path(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "path",
        "find the shortest ways from one entity to another",
        epilog="example:\n  mistral-kg path OpenAI Macron",
    )
    command.add_argument("start", metavar="A", help=_ENTITY)
    command.add_argument("end", metavar="B", help="another entity")
    command.add_argument("--claims", action="store_true", help="go over claims too, not only facts")
    _limit(command, 10, "give at most N paths")
    _lang(command)
    _source(command, timeout=True)
    _output(command, PAGE_FORMATS)


def _queries(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(words, "queries", "list the named queries, or show one")
    command.add_argument("name", metavar="NAME", nargs="?", help="the named query to show")
    _output(command, ROW_FORMATS)


def _export(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "export",
        "write the graph as Turtle or another RDF format",
        epilog=_EXPORT_EXAMPLES,
    )
    command.add_argument(
        "--evidence",
        action="store_true",
        help="keep sentences and claims in turtle, ntriples and rdfxml: an rdf:Statement for each "
        "of their triples, whose prov:wasDerivedFrom is the passage or claim",
    )
    command.add_argument(
        "--rdf12",
        action="store_true",
        help="keep them in turtle as RDF 1.2 has it: the passage or claim is the triple's reifier",
    )
    _infer_too(
        command,
        "write what follows from the facts too (see `infer`), in graphs of its own; without named "
        "graphs it needs --evidence or --rdf12",
    )
    _source(command, timeout=True)
    _output(command, GRAPH_FORMATS)


def _infer(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "infer",
        "tell what follows from the facts, by which rule and from which sentences",
        description=_INFER_HELP,
        epilog=_INFER_EXAMPLES,
    )
    command.add_argument(
        "entity", metavar="ENTITY", nargs="?", help=f"what follows about it alone: {_ENTITY}"
    )
    _source(command)
    _timeout(command)
    _output(command, QUERY_FORMATS)


def _load(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "load",
        "load files into a store on disk, which answers without loading again",
        description=_LOAD_HELP,
        epilog="example:\n  mistral-kg load articles/ --store news.store\n"
        "  mistral-kg query customers --source news.store",
    )
    command.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        help="a file, a folder of files or -, as for --source (default: the shipped graph)",
    )
    _base(command, "of files that name no base")
    command.add_argument(
        "--store", metavar="DIR", required=True, help="the folder of the store, made or extended"
    )


def _push(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "push",
        "send the graph to a SPARQL endpoint, and see that all of it is there",
        description=_PUSH_HELP,
        epilog=_PUSH_EXAMPLES,
    )
    command.add_argument("address", metavar="URL", help="the address of the update service")
    command.add_argument(
        "--query-address",
        metavar="URL",
        help="the address of the query service, where it does not follow from the other",
    )
    command.add_argument(
        "--default-graph",
        metavar="IRI",
        help="send the default graph into a graph of this name, for servers that show the union "
        "of all graphs as their default one",
    )
    _source(command, timeout=True)


def _check(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words, "check", "check shapes, vocabulary, check queries and named queries; 1 on faults"
    )
    _source(command, timeout=True)
    _output(command, ROW_FORMATS)


def _verify(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "verify",
        "hold the graph against the article's text: 1 when something is not grounded",
        description=_VERIFY_HELP,
        epilog="examples:\n  mistral-kg verify article.txt\n"
        "  mistral-kg verify article.txt -v S12 --quote",
    )
    command.add_argument("article", metavar="ARTICLE", help="the article's text, in UTF-8")
    command.add_argument(
        "-v", "--verbose", metavar="SENTENCE", help="show each step for one passage, such as S12"
    )
    command.add_argument(
        "--quote",
        action="store_true",
        help="show the article's words on the terminal: of the passage, or of those with a fault",
    )
    _source(command, timeout=True)
    _output(command, ROW_FORMATS)


def _stats(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(words, "stats", "count what is in the graph")
    _source(command, timeout=True)
    _output(command, ROW_FORMATS)


def _view(words: argparse._SubParsersAction[Parser]) -> None:
    command = _add(
        words,
        "view",
        "write the graph, or a part of it, as an interactive page, for Gephi or networkx",
        description=_VIEW_HELP,
        epilog=_VIEW_EXAMPLES,
    )
    command.add_argument(
        "--query",
        metavar="WHAT",
        help="show what this gives: a named query, a .rq file, - or SPARQL, as for `query`",
    )
    _bind(command)
    command.add_argument("--around", metavar="ENTITY", help=f"show what is near it: {_ENTITY}")
    command.add_argument(
        "--depth",
        type=_count,
        metavar="N",
        help="how many steps from that entity (default: 1; 0: the entity alone)",
    )
    command.add_argument("--facts-only", action="store_true", help="leave the claims out")
    _source(command)
    _timeout(command)
    _output(command, NETWORK_FORMATS)
    command.set_defaults(file="mistral-ai")  # what is written where no -o says it
    command.add_argument("--open", action="store_true", help="open the page in the browser")


_COMMANDS = {
    "query": _query,
    "search": _search,
    "show": _show,
    "why": _why,
    "path": _path,
    "queries": _queries,
    "export": _export,
    "infer": _infer,
    "load": _load,
    "push": _push,
    "check": _check,
    "verify": _verify,
    "stats": _stats,
    "view": _view,
}

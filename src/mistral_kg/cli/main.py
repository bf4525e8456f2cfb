"""The command: parse words, call the library, print; errors are shown here and nowhere else."""

from __future__ import annotations

import os
import sys
import time

from mistral_kg.cli import console
from mistral_kg.cli.quick import TIMEOUT, PlainQuery
from mistral_kg.errors import ExitStatus, MistralKGError, OutputError, QueryError, SourceError
from mistral_kg.knowledge_graph import KnowledgeGraph, load
from mistral_kg.rdf.dataset import read_text
from mistral_kg.serialize import results
from mistral_kg.sources import source
from mistral_kg.sparql import named

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from mistral_kg.explore.path import Paths
    from mistral_kg.explore.show import Profile
    from mistral_kg.explore.why import Evidence
    from mistral_kg.terminal.rows import Rows

    Page = Profile | Evidence | Paths

QUICK = 1.0
"""Seconds within which a query is answered that may be asked once more, to explain its answer."""


def main(argv: list[str] | None = None) -> int:
    """Run the command with these words (default: the process's) and return its exit status."""
    if argv is None:
        console.restart_in_utf8()
        argv = sys.argv[1:]
    console.speak_utf8()
    debug = "--debug" in argv
    argv = [word for word in argv if word != "--debug"]
    return _told(lambda: _run(argv, debug), debug)


def _told(work: Callable[[], int], debug: bool) -> int:
    """Do the work and return its exit status; tell a person of an expected failure in one line."""
    try:
        return work()
    except BrokenPipeError:
        # Whoever reads has enough; nothing more can or need be said.
        console.drop_output()
        return ExitStatus.DONE
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    except MistralKGError as error:
        if debug:
            import traceback

            console.tell(traceback.format_exc())
        console.say(str(error))
        return ExitStatus.BAD_USE


def _refuse_bytes(argv: list[str]) -> None:
    for word in argv:
        if not word.isascii() and any("\udc80" <= char <= "\udcff" for char in word):
            raise QueryError(f"{word!a}: not UTF-8; give it in UTF-8")


def _run(argv: list[str], debug: bool) -> int:
    if sys.stdout is None:
        raise OutputError("standard output is closed; give -o FILE, or leave it open")
    _refuse_bytes(argv)
    plain = PlainQuery.read(argv)
    if plain:
        plain.debug = debug
        _refuse_controls(plain.output)
        return _query(plain)
    from mistral_kg.cli.arguments import parser

    arguments = parser(argv[0] if argv else None).parse_args(argv)
    arguments.debug = debug
    if arguments.version:
        from importlib.metadata import PackageNotFoundError, version

        try:
            shown = f"mistral-kg {version('mistral-kg')}\n"
        except PackageNotFoundError:
            shown = "mistral-kg, run from its source and not installed\n"
        console.emit(shown.encode(), None)
        return ExitStatus.DONE
    if arguments.command is None:
        parser().print_help(sys.stderr)
        return ExitStatus.BAD_USE
    if "output" not in arguments:
        arguments.output = None
    if arguments.output == "":
        raise QueryError("--output needs the name of a file")
    if arguments.output is None and "file" in arguments:
        arguments.output = f"{arguments.file}.{arguments.format or 'html'}"
    elif arguments.output == "-":
        arguments.output = None
    _refuse_controls(arguments.output, getattr(arguments, "article", None), *_sources(arguments))
    _refuse_overwriting(arguments)
    return COMMANDS[arguments.command](arguments)


def _sources(arguments: Namespace | PlainQuery) -> Sequence[str]:
    """Return the words of the source: those of the command, else those of the environment."""
    return getattr(arguments, "source", None) or source.default()


def _graph(arguments: Namespace | PlainQuery) -> KnowledgeGraph:
    """Return the graph of the source that is asked for, with what follows if that is too."""
    if _sources(arguments):
        console.show_warnings()
    try:
        graph = load(
            _sources(arguments) or None,
            union=not getattr(arguments, "no_union", False),
            timeout=_seconds(arguments),
            base=getattr(arguments, "base", None),
        )
    except SourceError as error:
        if getattr(arguments, "source", None):
            raise
        raise SourceError(f"{error} ({source.DEFAULT} of the environment names it)") from None
    return graph.with_inferences() if getattr(arguments, "infer", False) else graph


def _seconds(arguments: Namespace | PlainQuery) -> float | None:
    """Return the time that a query or a request may take, None for any."""
    seconds: float = getattr(arguments, "timeout", TIMEOUT)
    return seconds or None


def _refuse_controls(*paths: str | None) -> None:
    """Raise SourceError for a file's name with a control character: no message could show it."""
    for path in filter(None, paths):
        if any(char < " " or "\x7f" <= char <= "\x9f" for char in path):
            raise SourceError(f"{path!a}: a file's name with a control character; rename the file")


def _refuse_overwriting(arguments: Namespace) -> None:
    """Raise SourceError where the result would take the place of a file that it comes from."""
    if not arguments.output:
        return
    output = os.path.realpath(arguments.output)
    for path in filter(None, [*_sources(arguments), getattr(arguments, "article", None)]):
        given = os.path.realpath(path)
        inside = output.startswith(given + os.sep) and os.path.exists(output)  # noqa: PTH110
        if output == given or inside:
            raise SourceError(
                f"{path}: {arguments.output if inside else 'it'} would be overwritten by the "
                "result; give another --output"
            )


def _query(arguments: Namespace | PlainQuery) -> int:
    what, name = _asked(arguments, arguments.what)
    bindings = _bindings(arguments.bind)

    def answer() -> int:
        start = time.monotonic()
        graph = _graph(arguments)
        result = graph.run(
            what,
            bindings,
            name=name,
            allow_service=getattr(arguments, "allow_service", ()),
            timeout=_seconds(arguments),
        )
        chosen = _format(arguments, results.fitting(result))
        if chosen is None and sys.stdout.isatty() and not results.is_graph(result):
            chosen = "table"
        with console.Opened(arguments.output) as output:
            written = results.write(
                result,
                output,
                chosen,
                graph.prefixes_of(what),
                width=console.width(arguments),
                limit=arguments.limit,
            )
        if written.cut:
            console.say("the answer has more rows than are shown; --limit N gives N, --limit 0 all")
        again = time.monotonic() - start < QUICK
        if again:
            for warning in graph.warnings(what):
                console.say(f"warning: {warning}")
        if written.empty:
            for hint in graph.why_empty(what, bindings, again=again):
                console.say(f"nothing found: {hint}")
        return ExitStatus.DONE

    if _is_quick(arguments):
        with _Interruptible():
            return answer()
    return _supervised(arguments, answer)


def _is_quick(arguments: Namespace | PlainQuery) -> bool:
    """Tell whether the query is one of ours over the shipped graph, which hurts nobody.

    It is spared the process of its own, which would take a tenth of its time.
    """
    return arguments.timeout == TIMEOUT and not _sources(arguments) and named.exists(arguments.what)


class _Interruptible:
    """Let Ctrl-C end this process at once: the engine does not yield to Python's handler."""

    def __enter__(self) -> None:
        # The built-in half of `signal`, whose other half imports enum, at 6 ms.
        import _signal  # type: ignore[import-not-found]

        self._before = _signal.signal(_signal.SIGINT, _signal.SIG_DFL)

    def __exit__(self, *_: object) -> None:
        import _signal

        _signal.signal(_signal.SIGINT, self._before)


def _supervised(arguments: Namespace | PlainQuery, work: Callable[[], int]) -> int:
    """Do work that runs a query where it can be ended, and return its exit status."""

    def clean(process: int) -> None:
        if arguments.output:
            from mistral_kg.terminal.files import sweep

            sweep(arguments.output, process)

    from mistral_kg.cli import worker

    return worker.supervised(
        lambda: _told(work, arguments.debug), _seconds(arguments), say=console.say, clean=clean
    )


def _format(arguments: Namespace | PlainQuery, formats: tuple[str, ...]) -> str | None:
    """Return the format that is asked for or that the output's suffix stands for."""
    chosen: str | None = arguments.format
    if chosen is None and arguments.output:
        chosen = results.format_of(arguments.output, formats)
    return chosen


def _asked(arguments: Namespace | PlainQuery, what: str) -> tuple[str, str]:
    """Return the query as `_text` does; raise QueryError if the output would take its place."""
    if what == "-" and "-" in _sources(arguments):
        raise QueryError("standard input can be the query or the source, not both; give a file")
    text, name = _text(what)
    output = arguments.output
    if output and name == what and os.path.realpath(output) == os.path.realpath(name):
        raise QueryError(f"{name}: the answer would overwrite the query; give another --output")
    return text, name


def _row_format(arguments: Namespace) -> str:
    """Return the format of rows: the one asked for, else what the output can show.

    Raises QueryError for an output whose suffix stands for none: ask before any long work.
    """
    chosen = _format(arguments, results.ROW_FORMATS)
    return chosen or ("table" if sys.stdout.isatty() else "csv")


def _text(what: str) -> tuple[str, str]:
    """Return the query's text or name, and how errors call it."""
    if what == "-":
        return _standard_input(), "standard input"
    if what.endswith((".rq", ".sparql")) or (os.sep in what and not set(what) & set(" {}<>\n")):
        return read_text(what), what
    return what, "query"


def _standard_input() -> str:
    if sys.stdin is None:
        raise QueryError("standard input is closed; give the query as text or as a .rq file")
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"standard input: not UTF-8 (byte {error.start + 1})") from None


def _bindings(pairs: list[str]) -> dict[str, str]:
    bindings: dict[str, str] = {}
    for words in pairs:
        name, equals, value = words.partition("=")
        name = name.removeprefix("?").removeprefix("$")
        if not equals or not name or not value:
            raise QueryError(f"--bind {words!r} is not NAME=VALUE, such as company=OpenAI")
        if name in bindings:
            raise QueryError(f"--bind {name} is given twice; a parameter has one value")
        bindings[name] = value
    return bindings


def _queries(arguments: Namespace) -> int:
    if arguments.name is not None:
        if arguments.format:
            raise QueryError("--format goes with the listing; one query is shown as it stands")
        console.emit(named.find(arguments.name).text.encode(), arguments.output)
        return ExitStatus.DONE
    rows = [
        [query.name, query.answers, ", ".join(one.name for one in query.parameters)]
        for query in named.all_queries()
    ]
    return _rows(arguments, ["name", "answers", "parameters"], rows)


def _export(arguments: Namespace) -> int:
    from mistral_kg.serialize import export

    chosen = _format(arguments, results.GRAPH_FORMATS) or "turtle"
    kept = arguments.evidence or arguments.rdf12
    if arguments.infer and not kept and not export.FORMATS[chosen].named_graphs:
        raise QueryError(
            f"{chosen} would mix what follows with what is stated; add --evidence, or give "
            "--format trig, nquads or jsonld"
        )
    graph = _graph(arguments)
    data = graph.export(chosen, evidence=arguments.evidence, rdf12=arguments.rdf12)
    missing = export.left_out(graph.quads, chosen, evidence=kept)
    if arguments.evidence and export.FORMATS[chosen].named_graphs:
        console.say(
            f"{chosen} keeps the evidence in its named graphs anyway; --evidence changes nothing"
        )
    if missing:
        console.say(missing)
    console.emit(data, arguments.output)
    return ExitStatus.DONE


def _infer(arguments: Namespace) -> int:
    from mistral_kg.serialize import export

    chosen = _format(arguments, results.QUERY_FORMATS)

    def work() -> int:
        graph = _graph(arguments)
        found = graph.infer(arguments.entity)
        if not found:
            of = "" if arguments.entity is None else f" of {arguments.entity!r}"
            return _nothing(arguments, found, f"nothing follows{of} by what is declared", chosen)
        if chosen in export.FORMATS:
            apart = not export.FORMATS[chosen].named_graphs  # as statements, where there are none
            data = export.export(found.quads(), chosen, prefixes=graph.prefixes, evidence=apart)
            console.emit(data, arguments.output)
            return ExitStatus.DONE
        return _rows(arguments, list(found.columns), found.cells(), chosen)

    return _supervised(arguments, work)


def _load(arguments: Namespace) -> int:
    from mistral_kg.rdf import dataset, files
    from mistral_kg.sources import loading

    if arguments.base is not None:
        source.check_base(arguments.base)
    console.show_warnings()
    given = files.inputs(arguments.files or dataset.shipped_files(), arguments.base)
    with console.Progress(sum(file.size for file in given), "B", scale=1024) as progress:
        loading.load_into(arguments.store, given, progress.watching)
    quads = len(load(arguments.store).store)
    shown = arguments.store if arguments.store[0] != "-" else f"./{arguments.store}"
    console.say(
        f"{shown} holds {quads:,} quad{'' if quads == 1 else 's'}; ask it with --source {shown}"
    )
    return ExitStatus.DONE


def _push(arguments: Namespace) -> int:
    graph = _graph(arguments)
    with console.Progress(0, " quads") as progress:
        pushed = graph.push(
            arguments.address,
            query_address=arguments.query_address,
            default_graph=arguments.default_graph,
            timeout=_seconds(arguments),
            progress=progress.show,
        )
    for line in pushed.words():
        console.say(line)
    return ExitStatus.DONE


def _check(arguments: Namespace) -> int:
    chosen = _row_format(arguments)
    findings = _graph(arguments).check()
    if findings or arguments.format or arguments.output:
        rows = [list(one) for one in findings]
        _rows(arguments, ["severity", "rule", "where", "mend"], rows, chosen)
    if any(one.is_fault for one in findings):
        return ExitStatus.FAULTS
    console.say(f"no faults found{' in what can be checked' if findings else ''}")
    return ExitStatus.DONE


def _verify(arguments: Namespace) -> int:
    from mistral_kg.check.article import report as reports

    if arguments.quote and arguments.output:
        raise QueryError("--quote shows the article's words on the terminal; leave out --output")
    chosen = _row_format(arguments)
    if arguments.quote and chosen != "table":
        raise QueryError("--quote goes with --format table only")
    report = _graph(arguments).verify(arguments.article)
    data = reports.written(
        report,
        chosen,
        sentence=arguments.verbose,
        quote=arguments.quote,
        width=console.width(arguments),
    )
    console.emit(data, arguments.output)
    faults = len(report.faults)
    console.say(
        f"{faults} of {len(report.items)} checks found a fault"
        if faults
        else "all is grounded, and nothing is overlooked"
    )
    return ExitStatus.FAULTS if faults else ExitStatus.DONE


def _stats(arguments: Namespace) -> int:
    rows = [[count.what, str(count.number)] for count in _graph(arguments).stats()]
    return _rows(arguments, ["what", "number"], rows)


def _view(arguments: Namespace) -> int:
    from mistral_kg.page import exchange

    chosen = _network_format(arguments)
    if arguments.bind and arguments.query is None:
        raise QueryError("--bind goes with --query, whose parameters it binds")
    if arguments.depth is not None and arguments.around is None:
        raise QueryError("--depth counts steps from an entity; say --around which one")
    query, name = None, "query"
    if arguments.query is not None:
        query, name = _asked(arguments, arguments.query)
    bindings = _bindings(arguments.bind)

    def draw() -> int:
        found = _graph(arguments).network(
            query,
            bindings=bindings,
            around=arguments.around,
            depth=arguments.depth,
            facts_only=arguments.facts_only,
            name=name,
        )
        if not found:
            console.say(f"nothing to show: {_why_nothing(arguments)}")
            return ExitStatus.NOTHING
        data = exchange.write(found, chosen)
        missing = exchange.left_out(found, chosen)
        if missing:
            console.say(missing)
        console.emit(data, arguments.output)
        if arguments.output:
            console.say(f"wrote {arguments.output}")
        return ExitStatus.DONE

    status = _supervised(arguments, draw)
    if arguments.open and status == ExitStatus.DONE:
        import webbrowser
        from pathlib import Path

        webbrowser.open(Path(arguments.output).resolve().as_uri())
    return status


def _network_format(arguments: Namespace) -> str:
    chosen = arguments.format
    if chosen is None and arguments.output and os.path.splitext(arguments.output)[1]:  # noqa: PTH122
        chosen = results.format_of(arguments.output, results.NETWORK_FORMATS)
    if arguments.open and (chosen not in {None, "html"} or not arguments.output):
        raise QueryError("--open shows a page that is a file; leave it out, or give -o FILE.html")
    return chosen or "html"  # also for a device, which has no suffix


def _why_nothing(arguments: Namespace) -> str:
    if arguments.around and arguments.query:
        return f"what the query gives has no {arguments.around!r} in it"
    if arguments.around:
        return f"{arguments.around!r} is no node; name an entity, no class, relation or link"
    if arguments.query:
        return "the query gives no entity in a cell, and no triple that ties two"
    return f"no fact {'' if arguments.facts_only else 'or claim '}ties two entities"


def _search(arguments: Namespace) -> int:
    from mistral_kg.explore.search import like

    graph = _graph(arguments)
    words = " ".join(arguments.words)
    found = graph.search(words, lang=arguments.lang)
    if found:
        shown = found.cells()[: arguments.limit or None]
        _rows(arguments, list(found.columns), shown)
        if len(shown) < len(found):
            console.say(f"{len(found) - len(shown)} more fit; --limit N shows more, --limit 0 all")
        return ExitStatus.DONE
    hint = like(graph.described(), words) or "`mistral-kg query entities` lists what there is"
    return _nothing(arguments, found, f"nothing is called {words!r}; {hint}")


def _show(arguments: Namespace) -> int:
    return _page(arguments, _graph(arguments).show(arguments.entity, lang=arguments.lang))


def _why(arguments: Namespace) -> int:
    fact, entities = arguments.fact, arguments.entities
    if (len(entities) not in (1, 2)) if fact is None else entities:
        raise QueryError("why needs one entity, two, or --fact S P O; see mistral-kg why --help")
    found = _graph(arguments).why(
        *entities,
        fact=tuple(fact) if fact else None,
        article=arguments.article,
        lang=arguments.lang,
    )
    for note in found.notes:
        console.say(note)
    if fact and found and not found.is_stated:
        _page(arguments, found)
        console.say("no sentence states this as fact; it is only reported, as shown")
        return ExitStatus.NOTHING
    if not found:
        told = {
            1: "nothing is said of {!r}",
            2: "no sentence ties {!r} and {!r}",
            3: "no sentence says {!r} {!r} {!r}",
        }
        asked = fact or entities
        return _nothing(arguments, found, told[len(asked)].format(*asked))
    return _page(arguments, found)


def _path(arguments: Namespace) -> int:
    found = _graph(arguments).path(
        arguments.start,
        arguments.end,
        claims=arguments.claims,
        limit=arguments.limit,
        lang=arguments.lang,
    )
    if not found:
        over = "facts or claims" if arguments.claims else "facts"
        hint = "; --claims gives one over claims" if found.needs_claims else ""
        what = f"no path over {over} from {arguments.start!r} to {arguments.end!r}{hint}"
        return _nothing(arguments, found, what)
    _page(arguments, found)
    if found.is_cut:
        console.say(f"there are more paths as short; --limit N gives more than {found.number}")
    return ExitStatus.DONE


def _page(arguments: Namespace, found: Page) -> int:
    """Write what reads as a page in a terminal, and as rows elsewhere."""
    chosen = _format(arguments, results.PAGE_FORMATS)
    if chosen is None and sys.stdout.isatty() and not arguments.output:
        chosen = "text"
    if chosen != "text":
        return _rows(arguments, list(found.columns), found.cells(), chosen)
    console.emit((found.page(console.width(arguments)) + "\n").encode(), arguments.output)
    return ExitStatus.DONE


def _nothing(arguments: Namespace, found: Rows, words: str, chosen: str | None = None) -> int:
    """Say that there is nothing, and write an empty result if a file or format is asked for."""
    chosen = chosen or arguments.format
    if (chosen or arguments.output) and chosen in (None, *results.ROW_FORMATS):
        _rows(arguments, list(found.columns), [], chosen)
    console.say(words)
    return ExitStatus.NOTHING


COMMANDS = {
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


def _rows(
    arguments: Namespace, columns: list[str], rows: list[list[str]], chosen: str | None = None
) -> int:
    chosen = chosen or _row_format(arguments)
    console.emit(
        results.write_rows(columns, rows, chosen, console.width(arguments)), arguments.output
    )
    return ExitStatus.DONE

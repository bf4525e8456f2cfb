"""Write commands.md and named-queries.md from the program: `docs/generate.py [FOLDER]`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mistral_kg.cli.commands import COMMANDS
from mistral_kg.cli.parser import parser
from mistral_kg.sparql import named as queries

NOTE = "<!-- Written by docs/generate.py: do not edit. -->\n\n"
QUERIES = """# Named queries

A named query answers one question: `mistral-kg query NAME`. Give it parameters with
`--bind PARAMETER=VALUE`; without an optional parameter it answers for all values.
`mistral-kg queries NAME` prints its SPARQL. [Querying](querying.md) says more, and
[data and vocabulary](data.md) explains passages, claims and their modalities.

"""


def _option(action: argparse.Action) -> str:
    """Return the list item of an argument or option, alike in every version of Python."""
    choices = "{" + ",".join(map(str, action.choices or ())) + "}"
    value = action.metavar or (choices if action.choices else action.dest.upper())
    value = value if isinstance(value, str) else " ".join(value)
    value = {"?": f"[{value}]", "*": f"[{value} ...]"}.get(str(action.nargs), value)
    words = [f"{word} {value}" for word in action.option_strings] or [value]
    shown = ", ".join(f"`{w.split()[0] if action.nargs == 0 else w}`" for w in words)
    return f"- {shown}: {(action.help or '') % vars(action)}\n"


def _prose(text: str | None) -> Iterator[str]:
    """Give the paragraphs of a help text, the examples as a block of code."""
    for part in filter(None, map(str.strip, (text or "").split("\n\n"))):
        title, _, examples = part.partition("\n")
        lines = "\n".join(map(str.strip, examples.splitlines()))
        is_code = title in {"example:", "examples:"}
        yield f"\n```sh\n{lines}\n```\n" if is_code else f"\n{part}\n"


def _parser(name: str) -> argparse.ArgumentParser:
    """Return the parser of a subcommand."""
    (words,) = (one for one in parser(name)._actions if isinstance(one, argparse._SubParsersAction))
    found: argparse.ArgumentParser = words.choices[name]
    return found


def commands() -> str:
    """Return the page of the commands."""
    parsers = {name: _parser(name) for name in COMMANDS}
    options = {name: one._actions[1:] for name, one in parsers.items()}  # without --help
    uses = Counter(_option(one) for actions in options.values() for one in actions)
    shared = [line for line, number in uses.items() if number > 5]
    text = NOTE + "# Commands\n\n`mistral-kg COMMAND --help` prints the same.\n\n"
    for name, line in COMMANDS.items():
        text += f"- [`mistral-kg {name}`](#mistral-kg-{name}): {line}\n"
    text += "\n## Options of several commands\n\n" + "".join(shared)
    for name, command in parsers.items():
        text += f"\n## mistral-kg {name}\n" + "".join(_prose(command.description)) + "\n"
        text += "".join(line for line in map(_option, options[name]) if line not in shared)
        also = [f"`{a.option_strings[-1]}`" for a in options[name] if _option(a) in shared]
        text += f"- [also](#options-of-several-commands) {', '.join(also)}\n" * bool(also)
        text += "".join(_prose(command.epilog))
    return text


def named_queries() -> str:
    """Return the page of the named queries."""
    found = queries.all_queries()
    text = NOTE + QUERIES
    text += "".join(f"- [{one.name}](#{one.name}): {one.answers}\n" for one in found)
    for one in found:
        text += f"\n## {one.name}\n\n{one.answers} ([SPARQL](../queries/{one.name}.rq))\n\n"
        for it in one.parameters:
            text += f"- parameter `{it.name}`{', optional' * it.optional}: {it.meaning}\n"
        text += "".join(f"- column `{name}`: {meaning}\n" for name, meaning in one.columns)
    return text


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent
    (folder / "commands.md").write_text(commands(), encoding="utf-8")
    (folder / "named-queries.md").write_text(named_queries(), encoding="utf-8")

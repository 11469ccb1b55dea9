"""What a command prints, on its page of the site: it takes the place of what was printed before.

A page has a place for it between `<!-- name -->` and `<!-- end of name -->`.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from pathlib import Path


def tell(lines: Iterable[str], page: Path | None, name: str) -> None:
    """Print lines as they come; with a page, put them there under the command that was typed."""
    said = []
    for line in lines:
        print(line, flush=True)
        said.append(line)
    if page:
        put(page, name, "\n".join([f"    {typed()}", "", *said]))


def put(page: Path, name: str, said: str) -> None:
    """Fill the place of this name."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    text = page.read_text(encoding="utf-8")
    head, found, rest = text.partition(begin)
    _, ended, tail = rest.partition(end)
    if not (found and ended):
        raise SystemExit(f"{page} has no place for this: it needs {begin} and {end}.")
    page.write_text(f"{head}{begin}\n\n{said}\n\n{end}{tail}", encoding="utf-8")


def typed() -> str:
    """The command that runs, from the top of the project."""
    script = Path(sys.argv[0])
    path = script.parent if script.name == "__main__.py" else script
    return shlex.join(["python", f"benchmarks/{path.name}", *sys.argv[1:]])

"""Many cases at once: a report each, an index of them all; unchanged ones are left as they are."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import version
from itertools import chain, count
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from rootcause.errors import CaseError, RootcauseError, sentence
from rootcause.report import html, index, summaries
from rootcause.report.summaries import Summary
from rootcause.store import open_case, read_case

INDEX, MEMORY = "index.html", "index.json"
WORTH_A_PROCESS = 4
"""Fewer cases than this are done here: starting another process takes longer."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
COUNTED = ("numpy", "pandas", "scipy", "statsmodels", "matplotlib")
DIED = (
    "The process that worked on it was ended from outside, perhaps for want of memory; "
    "try again with one job at a time."
)


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What came of one case of a batch.

    Attributes
    ----------
    source
        The case folder, or the id of a case in the book, as it was given.
    path
        Its report; None where it could not be read or investigated.
    summary
        The case and its answer in few words.
    fingerprint
        sha256 of the case and of what worked it out.
    page
        sha256 of the report.
    kept
        Whether the report was there already, of the same case by the same program.
    """

    source: str
    path: Path | None
    summary: Summary
    fingerprint: str = ""
    page: str = ""
    kept: bool = False

    @property
    def error(self) -> str:
        """Why there is no report; empty when there is one."""
        return "" if self.path else self.summary.detail


def write_reports(
    sources: Sequence[str | Path],
    out: str | Path,
    *,
    book: str | Path | None = None,
    as_of: str = "",
    jobs: int | None = None,
    anew: bool = False,
    raise_bugs: bool = False,
    tell: Callable[[BatchReport], object] = lambda _: None,
) -> list[BatchReport]:
    """Write one report a case, and an index that links them.

    A case that can't be read is a line of the index. What was done is remembered in
    ``index.json`` beside the index: a case that did not change since is not done again, also
    when the batch was interrupted.

    Parameters
    ----------
    sources
        Case folders, and ids of cases in the book.
    out
        Folder for the reports; made when it is missing.
    book
        Path or URL of the case book; as in `rootcause.open_case` when None.
    as_of
        An ISO date: with it the index tells how old each case is and what is overdue.
    jobs
        How many processes work at once; as many as there are processors when None.
    anew
        Whether to do unchanged cases again.
    raise_bugs
        Whether an error that is no `RootcauseError` ends the batch, as a debugger wants it.
    tell
        Called with each `BatchReport` when it is there, in the order in which they end.

    Returns
    -------
    list of BatchReport
        In the order of `sources`.
    """
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    files = dict(zip(_names(sources), map(str, sources), strict=True))
    remembered = {} if anew else _recall(target)
    done: dict[str, BatchReport] = {}
    try:
        address = str(book) if book else None
        for file, report in _reports(
            files, target, remembered, jobs=jobs, book=address, raise_bugs=raise_bugs
        ):
            done[file] = report
            tell(report)
    finally:
        _remember(target, remembered | {file: done[file] for file in files if file in done})
    found = {file: done[file].summary for file in files}
    html.save(index.index(found, as_of=as_of), target / INDEX)
    return [done[file] for file in files]


def _names(sources: Sequence[str | Path]) -> list[str]:
    """Name each case's report after its folder, no two the same."""
    names: list[str] = []
    taken = {INDEX}
    for source in sources:
        stem = re.sub(r"[^\w.-]+", "-", Path(source).resolve().name).strip(".-") or "case"
        tries = (f"{stem}{end}.html" for end in chain([""], (f"-{k}" for k in count(2))))
        names.append(next(name for name in tries if name.casefold() not in taken))
        taken.add(names[-1].casefold())
    return names


def _reports(
    files: Mapping[str, str],
    target: Path,
    remembered: Mapping[str, BatchReport],
    *,
    jobs: int | None,
    book: str | None,
    raise_bugs: bool,
) -> Iterator[tuple[str, BatchReport]]:
    """Give each case's report, by its file, as soon as it is there."""
    left = dict(files)
    for file, source in files.items():
        known = remembered.get(file)
        if known and known.source == source and _unchanged(known, book):
            del left[file]
            yield file, known
    jobs = min(jobs or os.cpu_count() or 1, len(left) // WORTH_A_PROCESS)
    if jobs <= 1 or raise_bugs:
        for file, source in left.items():
            yield file, write_report(source, target / file, book=book, raise_bugs=raise_bugs)
        return
    with _workers(jobs) as pool:
        futures = {
            pool.submit(write_report, left[file], target / file, book=book): file for file in left
        }
        for future in as_completed(futures):
            file = futures[future]
            yield file, _result(future, left[file])


def write_report(
    source: str, path: Path, *, book: str | None = None, raise_bugs: bool = False
) -> BatchReport:
    """Read and investigate one case, and write its report."""
    name, case = Path(source).resolve().name, None
    try:
        fingerprint = _fingerprint(source, book)
        case = read_case(source) if _is_path(source) else open_case(source, book=book).snapshot()
        found = case.investigate()
        page = found.to_html(path)
        told = summaries.summary(name, case, found)
    except Exception as error:
        if raise_bugs and not isinstance(error, RootcauseError):
            raise
        return BatchReport(source, None, summaries.broken(name, case, sentence(error)))
    return BatchReport(source, path, told, fingerprint, sha256(page.encode()).hexdigest())


def _result(future: Future[BatchReport], source: str) -> BatchReport:
    try:
        return future.result()
    except BrokenProcessPool:
        name = Path(source).resolve().name
        return BatchReport(source, None, summaries.broken(name, None, DIED))


@contextmanager
def _workers(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes of one thread each, which leave Ctrl-C to this one."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


# What is remembered -----------------------------------------------------------------------------


def _is_path(source: str) -> bool:
    """Whether a case is named by its folder, there or not, rather than by its id in a book."""
    return Path(source).exists() or Path(source).name != source


def _unchanged(known: BatchReport, book: str | None) -> bool:
    with suppress(OSError, CaseError):
        if known.path and _digest(known.path) == known.page:
            return _fingerprint(known.source, book) == known.fingerprint
    return False


def _fingerprint(source: str, book: str | None) -> str:
    """Sum up a case and the program, so that neither changes unseen."""
    seen = sha256(_program().encode())
    if not _is_path(source):
        seen.update(open_case(source, book=book).head.encode())
        return seen.hexdigest()
    for path in sorted(Path(source).iterdir()):
        if path.is_file() and not path.is_symlink():
            seen.update(f"\0{path.name}\0{_digest(path)}".encode(errors="replace"))
    return seen.hexdigest()


@cache
def _program() -> str:
    here = Path(__file__).parent
    paths = sorted(path for path in here.rglob("*") if path.suffix in (".py", ".html", ".css"))
    seen = sha256(" ".join(f"{name} {version(name)}" for name in COUNTED).encode())
    for path in paths:
        seen.update(_digest(path).encode())
    return seen.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _recall(target: Path) -> dict[str, BatchReport]:
    """Read what an earlier batch left; nothing where there is none or it can't be used."""
    try:
        said = json.loads((target / MEMORY).read_text(encoding="utf-8"))
        return {file: _recalled(target / file, one) for file, one in said.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _recalled(path: Path, said: dict[str, Any]) -> BatchReport:
    told = Summary(**said["summary"])
    return BatchReport(said["source"], path, told, said["fingerprint"], said["page"], kept=True)


def _remember(target: Path, reports: Mapping[str, BatchReport]) -> None:
    said = {
        file: {
            "source": one.source,
            "fingerprint": one.fingerprint,
            "page": one.page,
            "summary": asdict(one.summary),
        }
        for file, one in reports.items()
        if one.path
    }
    html.save(json.dumps(said, ensure_ascii=False, indent=1), target / MEMORY)

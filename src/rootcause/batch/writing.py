"""Many cases at once: which to do, in how many processes, and the index of them all."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain, count
from multiprocessing import get_context
from pathlib import Path

from rootcause.batch.memory import fingerprint_of, is_path, recall, remember, summed, untouched
from rootcause.batch.reports import BatchReport
from rootcause.errors import RootcauseError, sentence
from rootcause.report import html, index, summaries
from rootcause.store import open_case, read_case

INDEX = "index.html"
WORTH_A_PROCESS = 4
"""Fewer cases than this are done here: starting another process takes longer."""
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
DIED = (
    "The process that worked on it was ended from outside, perhaps for want of memory; "
    "try again with one job at a time."
)


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
    remembered = {} if anew else recall(target)
    done: dict[str, BatchReport] = {}
    try:
        address = str(book) if book else None
        for file, report in _reports(
            files, target, remembered, jobs=jobs, book=address, raise_bugs=raise_bugs
        ):
            done[file] = report
            tell(report)
    finally:
        remember(target, remembered | {file: done[file] for file in files if file in done})
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
    todo: dict[str, str] = {}
    for file, source in files.items():
        known, fingerprint = remembered.get(file), ""
        if known and known.source == source and untouched(known):
            fingerprint = summed(source, book)
        if known and fingerprint == known.fingerprint:
            yield file, known
        else:
            todo[file] = fingerprint
    tasks = {file: (files[file], target / file, book, seen) for file, seen in todo.items()}
    jobs = min(jobs or os.cpu_count() or 1, len(todo) // WORTH_A_PROCESS)
    if jobs <= 1 or raise_bugs:
        for file, task in tasks.items():
            yield file, write_report(*task, raise_bugs=raise_bugs)
        return
    with _workers(jobs) as pool:
        futures = {pool.submit(write_report, *task): file for file, task in tasks.items()}
        for future in as_completed(futures):
            file = futures[future]
            yield file, _result(future, files[file])


def write_report(
    source: str, path: Path, book: str | None, fingerprint: str, *, raise_bugs: bool = False
) -> BatchReport:
    """Read and investigate one case, and write its report.

    `fingerprint` sums it up where that was done before, and is empty otherwise.
    """
    name, case = Path(source).resolve().name, None
    try:
        fingerprint = fingerprint or fingerprint_of(source, book)
        case = read_case(source) if is_path(source) else open_case(source, book=book).snapshot()
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

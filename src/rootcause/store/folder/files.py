"""The files of a case folder: which there are, and that each is a plain one of a fitting size."""

from __future__ import annotations

from pathlib import Path

from rootcause.errors import CaseError

CASE, OBSERVATIONS, JOURNAL = "case.toml", "observations.csv", "journal.jsonl"
ROWS, PART = "rows.jsonl", "part-{}.parquet"
MIB = 2**20
LARGEST = {CASE: 16 * MIB, OBSERVATIONS: 1024 * MIB, JOURNAL: 256 * MIB, ROWS: 1024 * MIB}
LARGEST_PART = 512 * MIB


def plain_file(folder: Path, name: str) -> Path:
    """Return a file of a case folder; refuse one that is missing, a link, a pipe or huge."""
    path = folder / name
    if path.is_symlink():
        raise CaseError(f"{path} is a link; a case folder holds its files itself, so copy it here.")
    if not path.exists():
        raise CaseError(f"{folder} has no {name}; a case folder holds {CASE} and {OBSERVATIONS}.")
    if not path.is_file():
        raise CaseError(f"{path} is not a file; a case folder holds {name} as a plain file.")
    size, most = path.stat().st_size, LARGEST.get(name, LARGEST_PART)
    if size > most:
        raise CaseError(
            f"{path} has {size / MIB:,.1f} MiB; {most // MIB} MiB is the most that {name} may have."
        )
    return path


def text_of(path: Path) -> str:
    """Read a file as UTF-8; refuse one that is not."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseError(
            f"{path} is not UTF-8 text: byte {error.start + 1} can't be read. Save it as UTF-8."
        ) from None

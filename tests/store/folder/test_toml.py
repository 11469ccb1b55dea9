"""What is written as TOML is read as it was."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from rootcause.store.folder.cells import harmless, restored
from rootcause.store.folder.toml import toml

WORDS = st.text(st.characters(exclude_categories=("Cs",)))
VALUES = (
    WORDS
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.lists(WORDS, max_size=3)
)
FLAT = st.dictionaries(WORDS, VALUES, max_size=3)


@given(st.dictionaries(WORDS, VALUES | FLAT | st.dictionaries(WORDS, FLAT, max_size=2), max_size=4))
def test_toml_comes_back(said):
    assert tomllib.loads(toml(said)) == said


def test_several_lines_stay_lines():
    assert toml({"a": 'x\n"""y\\'}) == 'a = """\nx\n\\"\\"\\"y\\\\"""\n'


@given(WORDS)
def test_cells_come_back_and_run_nowhere(text):
    kept = harmless(text)
    assert restored(kept) == text
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r"))

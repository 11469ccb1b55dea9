"""A case folder, read; and every way in which it can be wrong, as one sentence."""

import json
import os

import pytest

import rootcause as rc
from rootcause.store.folder import files

CASE_TOML = """\
id = "K-1"
title = "The kettle trips the fuse"
complaint = "Whenever I make tea, the lights go out."
opened = 2026-03-02

[variables.fuse]
kind = "binary"
role = "outcome"
levels = ["held", "blew"]
happened = "blew"

[variables.water]
kind = "numeric"
unit = "l"

[variables."tea bag"]
kind = "nominal"
"""
OBSERVATIONS = "fuse,water,tea bag,extra\nheld,0.5,green,1\nblew,1.7,black,2\nblew,1.5,green,3\n"
JOURNAL = (
    '{"at": "2026-03-02T09:00:00+01:00", "who": "engineer 1", "what": "Registered."}\n'
    '{"at": "2026-03-03T09:00:00Z", "who": "engineer 1", "what": "Tell.", "due": "2026-03-09"}\n'
)


@pytest.fixture
def kettle(tmp_path):
    """A small case folder that is right in every way."""
    folder = tmp_path / "kettle"
    folder.mkdir()
    (folder / "case.toml").write_text(CASE_TOML, encoding="utf-8")
    (folder / "observations.csv").write_text(OBSERVATIONS, encoding="utf-8")
    (folder / "journal.jsonl").write_text(JOURNAL, encoding="utf-8")
    return folder


def message(folder):
    """What `read_case` says, with the folder's path shortened."""
    with pytest.raises(rc.RootcauseError) as caught:
        rc.read_case(folder)
    return str(caught.value).replace(str(folder), "kettle")


def test_case_is_read(kettle):
    case = rc.read_case(str(kettle))
    assert (case.id, case.title, case.opened) == ("K-1", "The kettle trips the fuse", "2026-03-02")
    assert list(case.variables) == ["fuse", "water", "tea bag"]
    assert case.outcome == rc.Variable(
        "fuse", rc.Kind.BINARY, rc.Role.OUTCOME, levels=("held", "blew"), happened="blew"
    )
    assert case.variables["water"].role is rc.Role.CANDIDATE
    assert list(case.observations.columns) == ["fuse", "water", "tea bag", "extra"]
    assert case.observations["water"].astype(float).tolist() == [0.5, 1.7, 1.5]
    assert [entry.due for entry in case.entries] == ["", "2026-03-09"]


def test_reading_changes_nothing(kettle):
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in kettle.iterdir()}
    rc.read_case(kettle)
    after = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in kettle.iterdir()}
    assert after == before


def test_journal_is_optional_and_blank_lines_are_skipped(kettle):
    (kettle / "journal.jsonl").write_text(JOURNAL.replace("\n", "\r\n\r\n"), encoding="utf-8")
    assert len(rc.read_case(kettle).entries) == 2
    (kettle / "journal.jsonl").unlink()
    assert rc.read_case(kettle).entries == ()


def test_byte_order_mark_is_no_harm(kettle):
    (kettle / "case.toml").write_bytes(b"\xef\xbb\xbf" + CASE_TOML.encode())
    assert rc.read_case(kettle).id == "K-1"


def test_hostile_text_stays_text(kettle):
    words = "<script>alert(1)</script> =HYPERLINK() ../../etc"
    changed = CASE_TOML.replace("Whenever I make tea, the lights go out.", words)
    (kettle / "case.toml").write_text(changed, encoding="utf-8")
    assert rc.read_case(kettle).complaint == words


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'id = "K-1"',
            'id = "K-1',
            "kettle/case.toml, line 1, is not valid TOML: Illegal character '\\n'.",
        ),
        (
            'id = "K-1"\n',
            "",
            "kettle/case.toml lacks 'id'; a case needs id, title, complaint and variables.",
        ),
        (
            'title = "The kettle trips the fuse"',
            'title = ""',
            "kettle/case.toml lacks 'title'; a case needs id, title, complaint and variables.",
        ),
        (
            'title = "The kettle trips the fuse"',
            "title = 7",
            "kettle/case.toml, line 2: 'title' must be text in quotes, not 7.",
        ),
        (
            "opened = 2026-03-02",
            'opened = "March"',
            "kettle/case.toml, line 4: 'opened' must be a date such as 2026-03-31, not 'March'.",
        ),
        (
            "opened =",
            "opend =",
            "kettle/case.toml, line 4: unknown key 'opend'. Did you mean 'opened'?",
        ),
        (
            "opened = 2026-03-02",
            'simulated = "yes"',
            "kettle/case.toml, line 4: 'simulated' must be true or false, not 'yes'.",
        ),
        (
            'unit = "l"',
            'units = "l"',
            "kettle/case.toml, line 14: unknown key 'units'. Did you mean 'unit'?",
        ),
        (
            'kind = "numeric"',
            'kind = "number"',
            "kettle/case.toml, line 13: the kind of 'water' can't be 'number'. "
            "Did you mean 'numeric'?",
        ),
        (
            'kind = "numeric"\n',
            "",
            "kettle/case.toml, line 12: 'water' lacks its kind: "
            "numeric, binary, nominal, ordinal or time.",
        ),
        (
            'unit = "l"',
            'role = "cause"',
            "kettle/case.toml, line 14: the role of 'water' can't be 'cause'. "
            "There are: 'outcome', 'candidate', 'consequence', 'unit', 'time', 'trial', 'count', "
            "'ignored'.",
        ),
        (
            'unit = "l"',
            'of = "cups"',
            "kettle/case.toml, line 14: only a numeric outcome is counted of something.",
        ),
        (
            'unit = "l"',
            'role = "outcome"',
            "kettle/case.toml, line 14: a case has one outcome, "
            "but 'fuse' and 'water' are declared so.",
        ),
        (
            'role = "outcome"\n',
            "",
            'kettle/case.toml declares no outcome; give one variable role = "outcome".',
        ),
        (
            'levels = ["held", "blew"]',
            "levels = [0, 1]",
            "kettle/case.toml, line 9: 'levels' must be a list of texts such as "
            '["low", "high"], not [0, 1].',
        ),
        (
            'levels = ["held", "blew"]',
            'levels = ["held", "blew", "?"]',
            "kettle/case.toml, line 9: a binary variable has two levels, not 3.",
        ),
        (
            'levels = ["held", "blew"]',
            'levels = ["held", "held"]',
            "kettle/case.toml, line 9: the level 'held' is there twice.",
        ),
        (
            'unit = "l"',
            'levels = ["a", "b"]',
            "kettle/case.toml, line 14: a numeric variable has no levels; "
            "binary, nominal and ordinal have.",
        ),
        (
            '[variables."tea bag"]',
            '[variables."tea bags"]',
            "kettle/case.toml, line 16 declares 'tea bags', but kettle/observations.csv has no "
            "such column. Did you mean 'tea bag'?",
        ),
        (
            '[variables."tea bag"]\nkind = "nominal"',
            '[variables]\ntea = "nominal"',
            "kettle/case.toml, line 17: a variable is a table such as [variables.tea] "
            "with its kind, not 'nominal'.",
        ),
        (
            'kind = "nominal"\n',
            'kind = "nominal"\n[expected]\nwater = "stand"\n',
            "kettle/case.toml, line 19: the expected verdict of 'water' can't be 'stand'. "
            "Did you mean 'stands'?",
        ),
        (
            'kind = "nominal"\n',
            'kind = "nominal"\n[truth]\ncause = "water"\n',
            "kettle/case.toml, line 19: 'cause' must be a list of texts such as "
            '["low", "high"], not \'water\'.',
        ),
    ],
)
def test_wrong_case_toml(kettle, old, new, said):
    changed = CASE_TOML.replace(old, new, 1)
    assert changed != CASE_TOML
    (kettle / "case.toml").write_text(changed, encoding="utf-8")
    assert message(kettle) == said


def test_nested_toml_is_refused(kettle):
    (kettle / "case.toml").write_text("a = " + "[" * 100_000, encoding="utf-8")
    assert message(kettle) == "kettle/case.toml is not valid TOML: it is nested too deeply."


def test_text_in_another_encoding(kettle):
    (kettle / "case.toml").write_bytes(b'id = "caf\xe9"')
    assert message(kettle) == (
        "kettle/case.toml is not UTF-8 text: byte 10 can't be read. Save it as UTF-8."
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            '{"at": "2026-03-0',
            """ is not JSON: '{"at": "2026-03-0'. Each line is one entry, such as """
            '{"at": "2026-03-02T09:00:00+01:00", "who": "engineer 1", "what": "Registered."}.',
        ),
        ("[1]", ": an entry is an object with at, who and what, not [1]."),
        ('{"at": "2026-03-02T09:00:00Z", "who": "engineer 1"}', ": an entry needs 'what'."),
        (
            '{"at": "2026-03-02T09:00:00Z", "who": "engineer 1", "whta": "x"}',
            ": unknown key 'whta'. Did you mean 'what'?",
        ),
        (
            '{"at": "2026-03-02T09:00:00Z", "who": 1, "what": "x"}',
            ": 'who' must be text, not 1.",
        ),
        (
            '{"at": "2026-03-02T09:00:00", "who": "a", "what": "x"}',
            ": 'at' must be an ISO 8601 time with its zone, such as "
            "'2026-03-02T09:00:00+01:00', not '2026-03-02T09:00:00'.",
        ),
        (
            '{"at": "2026-03-02T09:00:00Z", "who": "a", "what": "x", "due": "soon"}',
            ": 'due' must be an ISO date such as '2026-03-31', not 'soon'.",
        ),
        (
            "[" * 100_000,
            f" is not JSON: '{'[' * 40}'. Each line is one entry, such as "
            '{"at": "2026-03-02T09:00:00+01:00", "who": "engineer 1", "what": "Registered."}.',
        ),
    ],
)
def test_wrong_journal(kettle, line, said):
    (kettle / "journal.jsonl").write_text(JOURNAL + line + "\n", encoding="utf-8")
    assert message(kettle) == f"kettle/journal.jsonl, line 3{said}"


@pytest.mark.parametrize("name", ["case.toml", "observations.csv"])
def test_missing_file(kettle, name):
    (kettle / name).unlink()
    assert message(kettle) == (
        f"kettle has no {name}; a case folder holds case.toml and observations.csv."
    )


def test_missing_folder(kettle):
    wanted = kettle.with_name("kettel")
    with pytest.raises(rc.CaseError) as caught:
        rc.read_case(wanted)
    assert str(caught.value) == f"There is no folder {str(wanted)!r}. Did you mean 'kettle'?"


def test_file_in_place_of_folder(kettle):
    path = kettle / "case.toml"
    with pytest.raises(rc.CaseError) as caught:
        rc.read_case(path)
    assert str(caught.value) == (
        f"{str(path)!r} is a file; a case is a folder that holds case.toml and observations.csv."
    )


@pytest.mark.parametrize("name", ["case.toml", "observations.csv", "journal.jsonl"])
def test_link_out_of_the_folder(kettle, name, tmp_path):
    (kettle / name).rename(tmp_path / name)
    try:
        (kettle / name).symlink_to(tmp_path / name)
    except OSError:
        pytest.skip("this system doesn't let us make links")
    assert message(kettle) == (
        f"kettle/{name} is a link; a case folder holds its files itself, so copy it here."
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a matter of Unix")
def test_pipe_is_not_waited_for(kettle):
    (kettle / "case.toml").unlink()
    os.mkfifo(kettle / "case.toml")
    assert message(kettle) == (
        "kettle/case.toml is not a file; a case folder holds case.toml as a plain file."
    )


def test_huge_file_is_refused_unread(kettle):
    with (kettle / "case.toml").open("ab") as file:
        file.truncate(17 * files.MIB)
    assert message(kettle) == (
        "kettle/case.toml has 17.0 MiB; 16 MiB is the most that case.toml may have."
    )


def test_torn_observations(kettle):
    (kettle / "observations.csv").write_text(OBSERVATIONS[:-12], encoding="utf-8")
    with pytest.raises(rc.TableError):
        rc.read_case(kettle)


def test_entries_are_as_written(kettle):
    first = rc.read_case(kettle).entries[0]
    said = json.loads(JOURNAL.splitlines()[0])
    assert (first.at, first.who, first.what) == (said["at"], said["who"], said["what"])

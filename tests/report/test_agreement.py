"""What is read off the page, the Markdown and the notebook's table are the numbers of the JSON."""

import html
import json
import os
import re
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from itertools import takewhile

import gallery
import made
import pytest

import rootcause as rc
from rootcause.report.markdown import JOINER
from rootcause.report.phrases import called

EMPTY = ("", "–")
HASHES = """
import json, sys
from hashlib import sha256
import rootcause as rc
for folder in sys.argv[1:]:
    told = rc.read_case(folder).investigate()
    plain = json.dumps(told.to_dict())
    forms = (told.to_html(), told.to_markdown(), plain, told._repr_html_(), repr(told))
    for form in (*(one.encode() for one in forms), told.to_pdf()):
        print(sha256(form).hexdigest())
"""


class Tables(HTMLParser):
    """Every row of every table as the words of its cells, small print left out."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.cell = [], None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.small = tag == "small"
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell = []
        elif tag == "span" and self.cell:
            self.cell.append(" ")

    def handle_endtag(self, tag):
        self.small = False
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append(plain("".join(self.cell)))
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None and not self.small:
            self.cell.append(data)


def plain(text):
    """Ordinary spaces, one at a time."""
    return " ".join(text.replace(JOINER, "").split())


def grid(markdown):
    """The rows of every table of a page of Markdown, no markup left."""
    lines = [line for line in markdown.splitlines() if line.startswith("| ")]
    cells = [re.split(r"(?<!\\) \| ", line[2:-2]) for line in lines]
    return [[unescaped(cell) for cell in row] for row in cells]


def unescaped(text):
    bare = re.sub(r"(?<!\\)\*\*", "", text)
    return plain(html.unescape(re.sub(r"\\([^\w\s])", r"\1", bare)))


def from_page(investigation):
    """Name, counts, effect, interval, and the numbers after them, of each row of evidence."""
    return evidence(investigation.to_html())


def from_notebook(investigation):
    """The same, in the order in which the notebook shows them."""
    return evidence(investigation._repr_html_())


def evidence(page):
    """The rows whose third cell is the drawn interval: it has no words."""
    rows = [row for row in Tables(page).rows if len(row) >= 7 and row[2] == ""]
    return [(*row[:2], *parted(row[3]), *row[4:]) for row in rows]


def from_markdown(investigation):
    rows = grid(investigation.to_markdown())
    start = next(at for at, row in enumerate(rows) if row[:2] == ["verdict", "candidate"])
    table = takewhile(lambda row: row[0] in list(rc.Verdict), rows[start + 2 :])
    return [(row[1], row[2].replace("; ", " "), *row[3:]) for row in table]


def parted(cell):
    effect, _, interval = cell.partition(" ")
    return effect, interval


def number(text):
    """What a written number says, and half a unit of its last digit."""
    bare = text.replace("−", "-").replace(",", "")
    return float(bare), 0.5 * 10.0 ** -len(bare.partition(".")[2])


def says(text, value):
    """Whether a written effect or count is this value, at the precision shown."""
    if text in EMPTY:
        return value is None
    read, half = number(text)
    return value is not None and abs(read - value) <= half * 1.0001 + (half == 0.5) * 1e-9


def says_p(text, value):
    """Whether a written p-value is this one: ".63", "< .0001", "≤ .0005", "1"."""
    if text in EMPTY:
        return text == "" or value is None
    if text.startswith("<"):
        return value < number(text[2:])[0]
    if text == "1":
        return value > 0.994
    if text.startswith("≤"):
        read, half = number(text[2:])
        return value <= read < value + 2 * half * 1.0001
    return says(text, value)


def says_effect(text, value):
    if text in ("0", "1", "−1"):
        return abs(number(text)[0] - value) < 0.005 + 1e-9
    return says(text, value)


def says_interval(text, low, high):
    if not text:
        return low is None or high is None
    first, last = text.split(" to ")
    return says_effect(first, low) and says_effect(last, high)


def says_counts(text, contrast):
    """Whether every "11 of 13" and "n = 28" is that of a group."""
    groups = [contrast["first"], contrast["second"]] if contrast else []
    of = re.findall(r"(?:^| )([\d,]+) of ([\d,]+) ", text)
    sizes = re.findall(r"n = ([\d,]+)", text)
    counted = {(one["happened"], one["n"]) for one in groups}
    assert groups or not (of or sizes)
    return all((integer(part), integer(whole)) in counted for part, whole in of) and all(
        integer(n) in [one["n"] for one in groups] for n in sizes
    )


def integer(text):
    return int(text.replace(",", ""))


def check(rows, investigation, told):
    """Each row says the numbers of the candidate that it names."""
    labels = [
        f"{called(one.variable)} †" if one.variable.derived_from else called(one.variable)
        for one in investigation.candidates
    ]
    named = dict(zip(map(plain, labels), told["candidates"], strict=True))
    assert rows
    for row in rows:
        label, counts, effect, interval, pvalue, adjusted, *given, n = row
        one = named[label]
        known = [one["pvalue_given"], *(held["pvalue"] for held in one["conditionals"])]
        estimate, low, high = (on_axis(one, one[end]) for end in ("estimate", "low", "high"))
        assert says_effect(effect, estimate), (row, estimate)
        assert says_interval(interval, low, high), (row, low, high)
        assert says_p(pvalue, one["pvalue"]), (row, one["pvalue"])
        assert says_p(adjusted, one["pvalue_adjusted"]), (row, one["pvalue_adjusted"])
        assert all(any(says_p(text, held) for held in known) for text in given), (row, known)
        assert integer(n) == one["n"], row
        assert says_counts(f"{counts} ", one["contrast"]), (row, one["contrast"])


def on_axis(one, value):
    """What is drawn of a probability of superiority is twice it less one."""
    twice = one["effect"] == "probability of superiority" and value is not None
    return 2 * value - 1 if twice else value


@cache
def gallery_case(folder):
    return rc.read_case(folder).investigate()


READ = {"page": from_page, "Markdown": from_markdown, "notebook": from_notebook}


@pytest.mark.parametrize("folder", gallery.FOLDERS, ids=lambda folder: folder.name)
def test_every_form_of_a_case_says_the_numbers_of_its_json(folder):
    investigation = gallery_case(folder)
    told = json.loads(json.dumps(investigation.to_dict()))
    read = {name: read(investigation) for name, read in READ.items()}
    for rows in read.values():
        check(rows, investigation, told)
    assert read["page"] == read["Markdown"]
    assert sorted(read["page"]) == sorted(read["notebook"])
    assert len(read["page"]) == sum(
        one["pvalue_adjusted"] is not None for one in told["candidates"]
    )


@pytest.mark.parametrize("name", made.ALL)
def test_every_form_of_every_answer_says_the_same(name):
    investigation = made.ALL[name]()
    told = json.loads(json.dumps(investigation.to_dict()))
    for read in READ.values():
        check(read(investigation), investigation, told)


def test_other_numbers_would_be_noticed():
    told = made.vanilla().to_dict()
    told["candidates"][1]["pvalue"] *= 1.2
    with pytest.raises(AssertionError):
        check(from_page(made.vanilla()), made.vanilla(), told)


def test_same_case_gives_the_same_bytes_in_another_process_and_folder(tmp_path):
    names = ("vanilla-car", "lind-1747", "rhythm-nation")
    folders = [str(gallery.ROOT / "data" / name) for name in names]
    said = [
        subprocess.run(
            [sys.executable, "-c", HASHES, *folders],
            cwd=cwd,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, cwd in (("0", gallery.ROOT), ("4711", tmp_path))
    ]
    assert said[0] == said[1]
    assert len(set(said[0].split())) == 6 * len(names)

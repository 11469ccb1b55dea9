"""The simulated worlds with known causes, and how answers to them are scored."""

import pandas as pd
import pytest
from truth import page, peers, table
from truth.families import WORLDS
from truth.score import Said, judged, over_worlds, rootcause, run, wilson
from truth.worlds import Part, World, build

SMALL = ("proxy", "leak", "null_binary")


def made(**parts):
    """A small world of constant columns with these parts."""
    frame = pd.DataFrame({name: range(6) for name in ("y", *parts)})
    return World(frame, "y", {name: Part(part) for name, part in parts.items()})


def test_there_are_at_least_forty_worlds_each_with_its_story():
    assert len(WORLDS) >= 40
    stories = {name: make.__doc__ or "" for name, make in WORLDS.items()}
    assert [name for name, story in stories.items() if not story.endswith((".", "?"))] == []


@pytest.mark.parametrize("make", WORLDS.values(), ids=WORLDS)
def test_every_column_plays_a_part(make):
    world = build(make, seed=0)
    set_apart = {world.outcome, world.unit, world.time} - {""}
    recorded = {name for name in world.parts if ": " not in name}
    assert set(world.frame.columns) == recorded | set_apart
    assert not recorded & set_apart
    assert world.honest <= set(world.parts)
    assert set(world.consequences) <= world.having(Part.CONSEQUENCE)
    assert world.frame[world.outcome].nunique() > 1


@pytest.mark.parametrize("make", WORLDS.values(), ids=WORLDS)
def test_seed_decides_the_world(make):
    once, again, other = (build(make, seed).frame for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(once, again)
    assert not once.equals(other)


def test_scale_multiplies_the_observations():
    sizes = [len(build(WORLDS["proxy"], 0, scale).frame) for scale in (0.5, 1, 4)]
    assert sizes == [75, 150, 600]


def test_right_answer_gets_full_marks():
    world = made(cause="direct cause", proxy="proxy", flag="leak", noise="noise")
    said = Said(
        {
            "cause": "stands",
            "proxy": "screened off",
            "noise": "no evidence",
            "flag": "restates the outcome",
        }
    )
    assert judged(world, said) == {
        "first": (1, 1),
        "among k": (1, 1),
        "above": (0, 1),
        "right": (4, 4),
        "found": (1, 1),
        "dismissed": (0, 1),
        "proxy stands": (0, 1),
        "noise stands": (0, 1),
        "leak": (1, 1),
        "false leak": (0, 1),
        "confident": (0, 1),
    }


def test_wrong_answer_gets_none():
    world = made(cause="direct cause", proxy="proxy")
    marks = judged(world, Said({"proxy": "stands", "cause": "screened off"}))
    assert marks["first"] == marks["among k"] == marks["found"] == (0, 1)
    assert marks["above"] == marks["confident"] == marks["dismissed"] == (1, 1)
    assert marks["right"] == (0, 2)


def test_blame_where_nothing_matters_is_an_alarm():
    world = made(a="noise", b="noise")
    assert judged(world, Said({"a": "undetermined", "b": "no evidence"}))["alarm"] == (1, 1)
    assert judged(world, Said({"a": "no evidence", "b": "no evidence"}))["alarm"] == (0, 1)


def test_null_worlds_are_those_called_so():
    null = {name for name, make in WORLDS.items() if build(make, seed=0).is_null}
    assert null == {name for name in WORLDS if name.startswith("null_")}


def test_pair_finds_both_its_causes():
    world = made(load="direct cause", fan="direct cause", noise="noise")
    marks = judged(world, Said({"load x fan": "stands", "load": "no evidence"}))
    assert marks["found"] == marks["among k"] == (2, 2)


def test_wilson_interval_is_the_published_one():
    """Newcombe 1998, Stat. Med. 17:857, table I: 81 of 263 gives .2553 to .3662."""
    assert wilson((81, 263)) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_three_worlds_from_end_to_end():
    draws = {name: run(WORLDS[name], range(2), method=rootcause) for name in SMALL}
    assert [one.crash for of_world in draws.values() for one in of_world if one.crash] == []
    assert over_worlds(draws, "first") == over_worlds(draws, "leak") == 1.0
    rows = list(table.of_worlds(draws))
    assert [row.split(" | ")[0] for row in rows[2:]] == [f"| {name}" for name in SMALL]


def test_crash_is_counted_and_told():
    def broken(world):
        raise ZeroDivisionError(world.outcome)

    draws = {"proxy": run(WORLDS["proxy"], range(2), method=broken)}
    told = "".join(table.of_crashes(draws))
    assert told.count("ZeroDivisionError: cracked") == 1


@pytest.mark.parametrize("method", peers.installed().values(), ids=peers.installed())
def test_installed_peer_names_the_only_cause(method):
    said = method(build(WORLDS["proxy"], 0))
    assert "moisture" in said.standing


def test_the_page_says_its_command_and_where_it_was_wrong():
    names = ("proxy", "lone_consequence")
    draws = {"rootcause": {name: run(WORLDS[name], range(2)) for name in names}}
    text = "\n".join(page.page(draws, "python benchmarks/truth --seeds 2"))
    assert "2 small worlds whose causes are known, 4 tables" in text
    assert "    python benchmarks/truth --seeds 2\n" in text
    confident = sum(one.counts["confident"][0] for of in draws["rootcause"].values() for one in of)
    assert f"In {confident} of 4 tables" in text
    assert "## World by world" in text

import json

import rootcause as rc


def found():
    plan = rc.plan_swaps(["<b>coil</b>"], units=("car 7", "car 3"))
    plan["no_start"] = ["failed" if one == "car 7" else "started" for one in plan["<b>coil</b>"]]
    return rc.judge_swaps(plan, "no_start", ["<b>coil</b>"], bad="car 7")


def test_counts_come_before_p():
    assert found().findings[1].replace("\N{NO-BREAK SPACE}", " ") == (
        "<b>coil</b>: with that of car 7, 6 of 6 failed; with that of car 3, 0 of 6, all else "
        "being alike (p = .003; corrected for 2 parts, p = .005): carries the fault."
    )


def test_a_notebook_and_a_terminal_tell_the_same():
    told = found()
    assert repr(told).startswith("The fault goes with <b>coil</b>.\n\n")
    assert "&lt;b&gt;coil" in told._repr_html_()
    assert "<b>coil" not in told._repr_html_()


def test_frame_and_dict():
    told = found()
    assert told.to_frame()["part"].tolist() == ["<b>coil</b>", "rest"]
    said = json.loads(json.dumps(told.to_dict(), allow_nan=False))
    assert said["parts"][0]["happened_bad"] == 6
    assert said["units"] == ["car 7", "car 3"]

from matplotlib.text import Text

import rootcause as rc


def judged(parts, fails):
    plan = rc.plan_swaps(parts, units=("car 7", "car 3"))
    return rc.judge_swaps(plan.assign(failed=fails(plan)), "failed", parts, bad="car 7")


def texts(figure):
    return [one.get_text() for one in figure.findobj(Text)]


def test_a_row_a_part_with_both_of_its_shares():
    found = judged(["coil", "<b>pump</b>"], lambda plan: plan["coil"] == "car 7")
    figure = found.plot()
    assert any("1. coil: carries the fault" in one for one in texts(figure))
    drawn = [line for line in figure.axes[-1].lines if line.get_marker() in ("o", "s")]
    assert [float(line.get_xdata()[0]) for line in drawn][:2] == [100.0, 0.0]


def test_parts_that_were_never_swapped_are_not_drawn():
    plan = rc.plan_swaps(["coil"], units=("car 7", "car 3"))
    alike = plan[plan["coil"] == plan["rest"]]
    found = rc.judge_swaps(
        alike.assign(failed=alike["coil"] == "car 7"), "failed", ["coil"], bad="car 7"
    )
    assert found.plot() is not None and not any("coil" in one for one in texts(found.plot()))

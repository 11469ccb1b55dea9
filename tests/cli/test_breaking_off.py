"""A command that is broken off leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("duckdb")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_long_count_that_is_broken_off_leaves_nothing_behind(tmp_path, sent):
    rng = np.random.default_rng(0)
    rows = pd.DataFrame(rng.normal(size=(1_000_000, 9)), columns=[f"x{k}" for k in range(9)])
    rows.assign(failed=rows["x0"] > 1).to_parquet(tmp_path / "a.parquet")
    folder = tmp_path / "temporary"
    folder.mkdir()
    command = [sys.executable, "-m", "rootcause", "investigate", str(tmp_path / "a.parquet")]
    begun = subprocess.Popen(
        [*command, "--outcome", "failed", "--memory", "256MiB"],
        env={**os.environ, "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    until = time.monotonic() + 60
    while not list(folder.iterdir()) and begun.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    begun.send_signal(sent)
    said, complained = begun.communicate(timeout=60)
    assert (said, complained.strip(), begun.returncode) == ("", "Aborted!", 1)
    assert list(folder.iterdir()) == []

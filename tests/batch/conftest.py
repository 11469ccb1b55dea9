import shutil
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def gallery():
    return DATA


@pytest.fixture
def lind(tmp_path):
    return Path(shutil.copytree(DATA / "lind-1747", tmp_path / "lind"))


@pytest.fixture
def bytes_in():
    def read(folder):
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    return read

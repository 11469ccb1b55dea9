"""What every test may ask for, and the switch that forbids skips."""

import importlib.util
import os
import shutil
import sys
import warnings

import numpy as np
import pytest
from hypothesis import settings

NO_SKIPS = os.environ.get("ROOTCAUSE_NO_SKIPS") == "1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SPARK = {
    "spark.driver.memory": "1g",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}

os.environ.pop("COLUMNS", None)  # which xdist sets: answers are as wide as in a pipe

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


def settle_skip(report):
    """Fold skips of one file and reason into one line; under ROOTCAUSE_NO_SKIPS=1 fail them."""
    if report.skipped and not hasattr(report, "wasxfail"):
        path, _, reason = report.longrepr
        report.longrepr = (path, None, reason)
        if NO_SKIPS:
            report.outcome = "failed"
            report.longrepr = f"{reason} (ROOTCAUSE_NO_SKIPS=1 forbids it)"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return settle_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return settle_skip((yield))


@pytest.fixture
def rng():
    """A random generator that gives the same numbers in every run."""
    return np.random.default_rng(20240229)


@pytest.fixture
def on_disk(tmp_path):
    """Makes tables into files that are counted where they lie."""
    from rootcause.engine.sources import of_files

    made = []

    def of(frame):
        path = tmp_path / f"{len(made)}.parquet"
        frame.to_parquet(path, index=False)
        made.append(of_files([path], 2**29))
        return made[-1]

    yield of
    for one in made:
        one.close()


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium, driven by Playwright's sync API."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        pytest.skip("no Chromium on this machine; bring it with: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def spark():
    """A session of Spark on this machine, with two cores and little memory."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("no Spark in this environment; bring it with: make spark")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("no Java on this machine; bring it with: apt-get install default-jre-headless")
    os.environ.update(PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Spark's own, of pandas 3
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]")
        for name, value in SPARK.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture
def page(chromium):
    """An empty browser page with ``console_log``, what it said, and ``request_log``, addresses."""
    context = chromium.new_context()
    page = context.new_page()
    page.console_log, page.request_log = [], []
    page.on("console", lambda message: page.console_log.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: page.console_log.append(f"pageerror: {error}"))
    page.on("request", lambda request: page.request_log.append(request.url))
    yield page
    context.close()


@pytest.fixture
def write(tmp_path):
    """Write a file of this name and say where it is."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write

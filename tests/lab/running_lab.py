"""A real JupyterLab server on a free port of this machine, and notebooks opened in it."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
LONG = 120
DONE = """async ([command, options, seconds]) => {
  const late = new Promise((_, refuse) =>
    setTimeout(() => refuse(Error(`${command} took too long`)), seconds * 1000));
  const given = await Promise.race([late, jupyterapp.commands.execute(command, options)]);
  if (command === "docmanager:open")
    await Promise.race([late, given.revealed.then(() => given.sessionContext.ready)]);
}"""


@contextmanager
def server(folder, home):
    """Serve a folder with JupyterLab, whose own files lie in `home`; gives its address."""
    for name, values in SETTINGS.items():
        path = home / f"config/lab/user-settings/@jupyterlab/{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    address = f"http://127.0.0.1:{port}"
    own = {
        f"JUPYTER_{name.upper()}_DIR": str(home / name) for name in ("config", "data", "runtime")
    }
    with (home / "server.txt").open("w") as said:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *("--expose-app-in-browser", f"--ServerApp.root_dir={folder}"),
                *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
                *("--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={token}"),
            ],
            env=os.environ | own | {"IPYTHONDIR": str(home / "ipython")},
            stdout=said,
            stderr=said,
        )
    try:
        _wait(process, f"{address}/api/status?token={token}", home / "server.txt")
        yield f"{address}/lab?token={token}&reset"
    finally:
        process.terminate()
        process.wait(LONG)


def _wait(process, status, said):
    late = time.monotonic() + LONG
    while True:
        try:
            with urllib.request.urlopen(status, timeout=LONG):
                return
        except OSError:
            told = said.read_text(encoding="utf-8")
            assert process.poll() is None and time.monotonic() < late, told
            time.sleep(0.1)


def open_lab(page, address):
    page.set_default_timeout(LONG * 1000)
    page.goto(address)
    page.wait_for_function("window.jupyterapp?.started")
    page.evaluate("jupyterapp.restored")


def do(page, command, **options):
    """Let JupyterLab do what an entry of its menus does, and wait until it is done."""
    page.evaluate(DONE, [command, options, LONG])


def open_notebook(page, name):
    """Open a notebook and wait for its kernel; gives the panel that shows it."""
    do(page, "docmanager:open", path=name)
    return page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")

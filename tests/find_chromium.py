"""Finds the Chromium that end-to-end tests drive, and fetches it with apt-get when we are root and there is none.

Never downloads a browser from anywhere else. Chromium without its window (Debian's `chromium-headless-shell`) draws and runs pages
as the whole does for a fifth less computing, so it is taken where it is installed and the window's own parts are not needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SHELL = "chromium-headless-shell"
INSTALL = "apt-get install -y --no-install-recommends"
APT_LINE = (
    f"apt-get update && {INSTALL} chromium && ({INSTALL} {SHELL} || true)"  # not every distribution has the second
)


def find_chromium() -> str | None:
    """Path of the browser: CHROMIUM when it is set, else the first of the usual names on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def find_quickest() -> str | None:
    """The same without a window, which shows no notifications, where there is one; CHROMIUM stands for both."""
    return os.environ.get("CHROMIUM") or shutil.which(SHELL) or find_chromium()


def main() -> int:
    """Make sure that there is one; prints what to type when we may not install it ourselves."""
    if find_chromium():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(APT_LINE, shell=True, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
        if find_chromium():
            return 0
    print(f"The browser tests need Chromium. Install it with:\n  sudo sh -c '{APT_LINE}'\nor set CHROMIUM to its path.")
    return 1


if __name__ == "__main__":
    sys.exit(main())

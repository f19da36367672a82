"""Finds the other browser engines that tests drive, and fetches them with apt-get when we are root and one is missing.

Never downloads a browser from anywhere else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

FIREFOX_NAMES = ("firefox-esr", "firefox")
APT_LINE = "apt-get update && apt-get install -y --no-install-recommends firefox-esr webkit2gtk-driver xvfb"


def find_firefox() -> str | None:
    """Path of the browser: FIREFOX when it is set, else the first of the usual names on the PATH."""
    return os.environ.get("FIREFOX") or next(filter(None, map(shutil.which, FIREFOX_NAMES)), None)


def find_webkit_driver() -> str | None:
    """Path of WebKitGTK's driver, which knows where its own browser is; None without a display to show it on."""
    return shutil.which("WebKitWebDriver") if shutil.which("Xvfb") else None


def has_both() -> bool:
    """Whether there is one of each."""
    return find_firefox() is not None and find_webkit_driver() is not None


def main() -> int:
    """Make sure that there are both; prints what to type when we may not install them ourselves."""
    if has_both():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(APT_LINE, shell=True, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})
        if has_both():
            return 0
    print(
        "The engine tests need Firefox, and WebKitGTK's driver with Xvfb. Install them with:\n"
        f"  sudo sh -c '{APT_LINE}'\nor set FIREFOX to the path of a Firefox that is somewhere else."
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())

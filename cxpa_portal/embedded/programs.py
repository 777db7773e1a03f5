"""Programs that no Python package brings: Chromium for the browser tests, wrk for `make bench`.

`python -m cxpa_portal.embedded.programs chromium` prints the path of the program. Where it is missing it is installed
by apt, if that can be done without asking anybody for a password.
"""

import os
import shutil
import subprocess
import sys

# By name: the variable that names another one, the commands and places to look at, and Debian's package.
PROGRAMS = {
    "chromium": (
        "CHROME_PATH",
        [
            "chromium-headless-shell",  # the same engine without a desktop's worth of windows: half the work
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
        ],
        "chromium",
    ),
    "wrk": ("WRK_PATH", ["wrk", "/opt/homebrew/bin/wrk"], "wrk"),
}


def find(name):
    """The path of the program `name` on this machine, or None."""
    variable, places, _package = PROGRAMS[name]
    if named := os.environ.get(variable):
        return shutil.which(named)
    return next(filter(None, map(shutil.which, places)), None)


def find_or_install(name):
    """As `find`, after installing it where that may be done."""
    found = find(name)
    if not found and not os.environ.get(PROGRAMS[name][0]) and _install(PROGRAMS[name][2]):
        found = find(name)
    return found


def _install(package):
    if not shutil.which("apt-get"):
        return False
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if as_root and (not shutil.which("sudo") or _fails([*as_root, "true"])):
        return False
    print(f"Installing {package} by apt …", file=sys.stderr)
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    if not _fails([*apt, "install", "--yes", "--no-install-recommends", package]):
        return True
    return not _fails([*apt, "update"]) and not _fails([*apt, "install", "--yes", "--no-install-recommends", package])


def _fails(command):
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode != 0


def main():
    """Print the path of the program; without it say what that means, and fail where `make test` runs as CI does."""
    name = sys.argv[1] if len(sys.argv) == 2 else ""
    if name not in PROGRAMS:
        return f"Say which program: {' or '.join(PROGRAMS)}."
    found = find_or_install(name)
    if found:
        print(found)
        return 0
    variable = PROGRAMS[name][0]
    if name == "chromium" and not os.environ.get("CI"):
        print("No Chromium here, so the browser tests are skipped: install it, or set CHROME_PATH.", file=sys.stderr)
        return 0
    return f"{name} is needed and neither found nor installable here: install it, or set {variable} to its path."


if __name__ == "__main__":
    sys.exit(main())

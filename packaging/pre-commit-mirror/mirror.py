"""Commits and tags each published version of asl-lint that is newer than the one pinned in pyproject.toml.

Run it on a schedule in the mirror's repository, then `git push --follow-tags`.
"""

import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent / "pyproject.toml"
PIN = re.compile(r'"asl-lint==([^"]+)"')


def main():
    pinned = PIN.search(PROJECT.read_text())[1]
    newer = [version for version in published() if key(pinned) < key(version)]
    for version in sorted(newer, key=key):
        PROJECT.write_text(PIN.sub(f'"asl-lint=={version}"', PROJECT.read_text()))
        git("commit", "--quiet", "--message", f"Mirror asl-lint {version}", "--", PROJECT.name)
        git("tag", "--annotate", "--message", f"asl-lint {version}", f"v{version}")


def published():
    """The released versions that pip can install here, as `pip index versions` lists them."""
    command = [sys.executable, "-m", "pip", "index", "versions", "asl-lint"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.search(r"^Available versions: (.*)$", output, re.MULTILINE)[1].split(", ")


def key(version):
    """Orders versions; those of asl-lint are numbers with dots."""
    return [int(number) for number in version.split(".")]


def git(*arguments):
    subprocess.run(["git", *arguments], cwd=PROJECT.parent, check=True)


if __name__ == "__main__":
    main()

"""What the Python tests share besides fixtures: the repository, running commands, judging an installed program."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "fixtures" / "demo" / "checkout.asl.json"


def run(*command, cwd: Path, status: int = 0, **environment) -> subprocess.CompletedProcess:
    """Runs a command that has to end with this status."""
    ran = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | {name: str(value) for name, value in environment.items()},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == status, f"{command}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}"
    return ran


def rules(concise: str) -> list[str]:
    """The rules in a report of format `concise`."""
    return sorted(line.split("[")[1].split("]")[0] for line in concise.splitlines())


def check_demo(program, cwd: Path) -> None:
    """An installed program finds in the demo what is to be found there, and nothing in a file without faults."""
    ran = run(program, "check", "--output-format", "concise", DEMO, cwd=cwd, status=1)
    assert rules(ran.stdout) == [
        "integration-unknown-action",
        "states-all-not-last",
        "transition-target-not-found",
        "unknown-field",
    ]
    run(program, "check", ROOT / "tests" / "golden" / "files" / "clean.asl.json", cwd=cwd)

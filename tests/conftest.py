"""What the Python tests start from: the program, the wheel, and a home where nothing is set up."""

import os
from pathlib import Path

import pytest
from support import ROOT, run


@pytest.fixture(scope="session")
def program() -> Path:
    """The program. Whatever else builds it shares its target directory, and so its dependencies."""
    target = Path(os.environ.setdefault("CARGO_TARGET_DIR", str(ROOT / "target")))
    run("cargo", "build", "--locked", "--bin", "asl-lint", cwd=ROOT)
    return target / "debug" / "asl-lint"


@pytest.fixture(scope="session")
def wheel(program, tmp_path_factory) -> Path:
    """The wheel, alone in its directory, with the program as it is: nothing is compiled again."""
    directory = tmp_path_factory.mktemp("wheel")
    run("maturin", "build", "--locked", "--profile", "dev", "--out", directory, cwd=ROOT)
    [wheel] = directory.glob("*.whl")
    return wheel


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """An empty directory, where Git and pre-commit find nothing that the machine's user has set up."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    for role in ["AUTHOR", "COMMITTER"]:
        monkeypatch.setenv(f"GIT_{role}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.com")
    return tmp_path

"""The hooks for pre-commit, each run by pre-commit itself over a repository with a faulty definition."""

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest
from support import DEMO, ROOT, run

MIRROR = ROOT / "packaging" / "pre-commit-mirror"


@pytest.fixture
def repository(home) -> Path:
    """A repository with the demo, and files that are no definitions."""
    repository = home / "workflows"
    repository.mkdir()
    shutil.copy(DEMO, repository)
    (repository / "package.json").write_text("{}\n")
    (repository / "compose.yaml").write_text("services: {}\n")
    run("git", "init", "--quiet", cwd=repository)
    run("git", "add", ".", cwd=repository)
    return repository


def check_hook(repository, hooks, hook, **environment):
    """The hook fails for the demo, says why, says nothing of other files, and passes without the demo."""
    command = ["pre-commit", "try-repo", hooks, hook, "--all-files", "--color", "never"]
    failed = run(*command, cwd=repository, status=1, **environment).stdout
    assert "error[transition-target-not-found]" in failed
    assert "package.json" not in failed and "compose.yaml" not in failed
    run("git", "rm", "--quiet", "--force", DEMO.name, cwd=repository)
    assert "Passed" in run(*command, cwd=repository, **environment).stdout


def test_manifests_are_valid(tmp_path):
    for directory in [ROOT, MIRROR]:
        run("pre-commit", "validate-manifest", directory / ".pre-commit-hooks.yaml", cwd=tmp_path)


def test_system_hook(program, repository):
    check_hook(repository, ROOT, "asl-lint-system", PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}")


def test_python_hook(program, repository):
    check_hook(repository, ROOT, "asl-lint", MATURIN_PEP517_ARGS="--profile dev")


def test_rust_hook(program, repository, home):
    # pre-commit runs `cargo install`, which builds for release; here it is told not to.
    cargo = home / "bin" / "cargo"
    cargo.parent.mkdir()
    cargo.write_text(f'#!/bin/sh\n[ "$1" = install ] && set -- "$@" --debug\nexec "{shutil.which("cargo")}" "$@"\n')
    cargo.chmod(cargo.stat().st_mode | stat.S_IXUSR)
    check_hook(repository, ROOT, "asl-lint-rust", PATH=f"{cargo.parent}{os.pathsep}{os.environ['PATH']}")


def test_mirror(wheel, repository, home):
    """The mirror takes a version that was published, pins it and tags it; its hook installs the wheel of that version."""
    mirror = home / "mirror"
    shutil.copytree(MIRROR, mirror)
    run("git", "init", "--quiet", cwd=mirror)
    run("git", "add", ".", cwd=mirror)
    run("git", "commit", "--quiet", "--message", "Start", cwd=mirror)
    published = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheel.parent)}
    run(sys.executable, "mirror.py", cwd=mirror, **published)
    version = wheel.name.split("-")[1]
    assert run("git", "tag", cwd=mirror).stdout.split() == [f"v{version}"]
    assert f'"asl-lint=={version}"' in (mirror / "pyproject.toml").read_text()

    # What is mirrored is not mirrored again.
    head = run("git", "rev-parse", "HEAD", cwd=mirror).stdout
    run(sys.executable, "mirror.py", cwd=mirror, **published)
    assert run("git", "rev-parse", "HEAD", cwd=mirror).stdout == head

    check_hook(repository, mirror, "asl-lint", PIP_FIND_LINKS=published["PIP_FIND_LINKS"])

"""The wheel and the source distribution: each is installed into a new environment and finds the demo's faults."""

import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from support import ROOT, check_demo, run


@pytest.fixture
def environment(tmp_path) -> Path:
    """Where the programs of a new, empty environment are."""
    run(sys.executable, "-m", "venv", tmp_path / "environment", cwd=tmp_path)
    return tmp_path / "environment" / "bin"


def test_wheel(wheel, environment, tmp_path):
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if name.endswith(".py")], "the program alone"
    assert any(name.endswith("licenses/LICENSE-MIT") for name in names)
    run(environment / "pip", "install", "--no-index", wheel, cwd=tmp_path)
    check_demo(environment / "asl-lint", tmp_path)


def test_source_distribution(program, environment, tmp_path):
    run("maturin", "sdist", "--out", tmp_path, cwd=ROOT)
    [archive] = tmp_path.glob("asl_lint-*.tar.gz")
    names = [name.split("/", 1)[1] for name in tarfile.open(archive).getnames()]
    assert "Cargo.lock" in names
    assert "tests/fixtures.rs" in names, "who packages the program can test it"
    assert not [name for name in names if name.startswith(("packaging/", ".", "tests/packaging/"))]
    run(environment / "pip", "install", archive, cwd=tmp_path, MATURIN_PEP517_ARGS="--profile dev")
    check_demo(environment / "asl-lint", tmp_path)

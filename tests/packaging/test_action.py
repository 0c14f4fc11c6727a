"""The steps of action.yml, run as a runner would run them."""

import json
import os
import shutil
from pathlib import Path

import pytest
import yaml
from support import DEMO, ROOT, check_demo, run

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())


@pytest.fixture
def workspace(program, tmp_path, monkeypatch) -> Path:
    """A checkout with the demo, on a machine that has asl-lint."""
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    shutil.copy(DEMO, tmp_path)
    return tmp_path


def test_installs_a_published_version(wheel, tmp_path):
    """By pipx, or by uv on a machine that has it; both are told that the wheel is published."""
    [step] = [step for step in ACTION["runs"]["steps"] if "install.sh" in step["run"]]
    search_path = tmp_path / "search-path"
    directories = {name: tmp_path / name for name in ["PIPX_HOME", "PIPX_BIN_DIR", "UV_TOOL_DIR", "UV_TOOL_BIN_DIR"]}
    run(
        "bash", "-c", step["run"], cwd=tmp_path,
        GITHUB_ACTION_PATH=ROOT, GITHUB_PATH=search_path, INPUT_VERSION=wheel.name.split("-")[1],
        PIP_FIND_LINKS=wheel.parent, UV_FIND_LINKS=wheel.parent, **directories,
    )
    check_demo(Path(search_path.read_text().strip()) / "asl-lint", tmp_path)


def check(workspace: Path, status: int, **inputs: str):
    """Runs the step that checks with these inputs; its report, and its output `sarif`."""
    [step] = [step for step in ACTION["runs"]["steps"] if step.get("id") == "check"]
    environment = {}
    for name, value in step["env"].items():
        key = value.removeprefix("${{ inputs.").removesuffix(" }}")
        environment[name] = inputs.get(key, ACTION["inputs"][key]["default"])
    output = workspace / "output"
    output.touch()
    ran = run(
        "bash", "-c", step["run"], cwd=workspace, status=status,
        GITHUB_ACTION_PATH=ROOT, GITHUB_OUTPUT=output, **environment,
    )
    return ran.stdout, dict(line.split("=", 1) for line in output.read_text().splitlines())


def test_annotations_and_a_log(workspace):
    report, outputs = check(workspace, 1)
    assert report.startswith("::error ")
    assert outputs == {"sarif": "asl-lint.sarif"}
    [ran] = json.loads((workspace / "asl-lint.sarif").read_text())["runs"]
    assert len(ran["results"]) == report.count("::error ")


def test_inputs(workspace):
    text = {"annotations": "false", "sarif": "", "paths": f"{DEMO.name}\n\n  \n"}
    report, outputs = check(workspace, 1, **text)
    assert "error[unknown-field]" in report and "::error" not in report
    assert outputs == {} and not (workspace / "asl-lint.sarif").exists()
    check(workspace, 0, **text, args="--exit-zero\n")
    check(workspace, 0, **text, args="--ignore=all\n")
    # A path is never taken for a flag, and what an input holds is never run.
    check(workspace, 2, paths=f"{DEMO.name}\n--exit-zero")
    check(workspace, 2, paths="$(touch evil)")
    assert not (workspace / "evil").exists()

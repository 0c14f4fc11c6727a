"""How a team with old faults in its workflows comes to a check that keeps new ones out, step by step.

Each step runs what a person would type, with the real pre-commit and a real validator of SARIF.
"""

import json
import os
from pathlib import Path

import pytest
from support import ROOT, rules, run

# Two faults that nobody has time for now: `Paid` has no `Default`, and nothing leads to `Refund`.
ORDERS = """\
{
  "StartAt": "Charge",
  "States": {
    "Charge": {
      "Type": "Task",
      "Resource": "arn:aws:states:::lambda:invoke",
      "Parameters": {"FunctionName": "charge", "Payload.$": "$"},
      "Next": "Paid"
    },
    "Paid": {
      "Type": "Choice",
      "Choices": [{"Variable": "$.paid", "BooleanEquals": true, "Next": "Ship"}]
    },
    "Ship": {"Type": "Succeed"},
    "Refund": {"Type": "Fail"}
  }
}
"""
OLD = ["choice-no-default", "unreachable-state"]

# A workflow without faults, and a slip that somebody makes in it later.
MAILS = """\
Comment: Thanks the customer
StartAt: Thank
States:
  Thank:
    Type: Task
    Resource: arn:aws:states:::sns:publish
    Parameters: {TopicArn: arn:aws:sns:eu-central-1:123456789012:thanks, Message: Thank you}
    End: true
"""
GOOD, SLIP = "End: true", "Next: Done"

BASELINE = "asl-lint-baseline.json"

PRE_COMMIT = """\
repos:
  - repo: local
    hooks:
      - id: asl-lint
        name: asl-lint
        entry: asl-lint check --quiet --baseline asl-lint-baseline.json
        language: system
        files: '\\.asl(\\.json|\\.ya?ml)?$'
        require_serial: true
"""


@pytest.fixture
def project(home, program, monkeypatch) -> Path:
    """The team's repository, on a machine that has asl-lint."""
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    project = home / "project"
    (project / "workflows").mkdir(parents=True)
    (project / "workflows/orders.asl.json").write_text(ORDERS)
    (project / "workflows/mails.asl.yaml").write_text(MAILS)
    run("git", "init", "--quiet", cwd=project)
    commit(project, "Start")
    return project


def test_from_old_faults_to_a_check_that_holds(project):
    orders, mails = project / "workflows/orders.asl.json", project / "workflows/mails.asl.yaml"

    # What is there is found, and a check would fail from the first day.
    assert lint(project, status=1) == OLD

    # So it is accepted for now, in a file that goes into the repository; the check passes.
    run("asl-lint", "check", "--write-baseline", cwd=project)
    assert accepted(project) == OLD
    assert lint(project, "--baseline", BASELINE) == []
    commit(project, "Accept what asl-lint finds today")

    # Moving old faults about makes nothing new of them,
    orders.write_text("\n\n" + ORDERS)
    assert lint(project, "--baseline", BASELINE) == []
    # a new fault does not pass, and is all that is reported.
    mails.write_text(MAILS.replace(GOOD, SLIP))
    assert lint(project, "--baseline", BASELINE, status=1) == ["transition-target-not-found"]

    # Code scanning gets a valid log, where old ones are marked as accepted, and the step itself need not fail.
    run("asl-lint", "check", "--baseline", BASELINE, "--exit-zero", "--output-format", "sarif:asl-lint.sarif", cwd=project)
    results = sarif_results(project / "asl-lint.sarif")
    assert sorted(result["ruleId"] for result in results if result["suppressions"]) == OLD
    [new] = [result for result in results if not result["suppressions"]]
    assert new["ruleId"] == "transition-target-not-found"
    [location] = new["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "workflows/mails.asl.yaml"

    # With the hook, the fault is stopped before it is committed,
    (project / ".pre-commit-config.yaml").write_text(PRE_COMMIT)
    run("pre-commit", "install", cwd=project)
    stopped = commit(project, "Say thanks", status=1)
    assert "error[transition-target-not-found]" in stopped
    # and once it is mended the commit goes through, old faults or not.
    mails.write_text(MAILS)
    commit(project, "Say thanks, and check workflows before commits")

    # Mending an old fault leaves a stale entry, which is told but stops nobody,
    orders.write_text(ORDERS.replace('"Next": "Ship"}]', '"Next": "Ship"}],\n      "Default": "Refund"'))
    told = run("asl-lint", "check", "--baseline", BASELINE, cwd=project).stderr
    assert told.count("stale entry") == len(OLD)
    # until the baseline is written again: both faults are gone for good.
    run("asl-lint", "check", "--write-baseline", cwd=project)
    assert accepted(project) == []
    commit(project, "Refund what is not paid")
    orders.write_text(ORDERS)
    assert lint(project, "--baseline", BASELINE, status=1) == OLD


def lint(project: Path, *arguments: str, status: int = 0) -> list[str]:
    """The rules that are reported, in a run that ends with this status."""
    return rules(run("asl-lint", "check", "--output-format", "concise", *arguments, cwd=project, status=status).stdout)


def accepted(project: Path) -> list[str]:
    """The rules in the baseline."""
    return sorted(entry["rule"] for entry in json.loads((project / BASELINE).read_text())["findings"])


def sarif_results(log: Path) -> list[dict]:
    """The results of a log, which has to be valid."""
    schema = ROOT / "tests/schemas/sarif-2.1.0.json"
    # The schema has a pattern that is a regular expression for Python and not for JavaScript.
    run("check-jsonschema", "--regex-variant", "python", "--schemafile", schema, log, cwd=log.parent)
    [ran] = json.loads(log.read_text())["runs"]
    return ran["results"]


def commit(project: Path, message: str, status: int = 0) -> str:
    """Commits everything; what the hooks said."""
    run("git", "add", ".", cwd=project)
    ran = run("git", "commit", "--quiet", "--message", message, cwd=project, status=status)
    return ran.stdout + ran.stderr

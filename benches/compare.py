#!/usr/bin/env python3
"""Compares `asl-lint` with other checkers: which faults they find, and where they say the fault is.

    cargo build --release
    python3 benches/compare.py [--bin PATH] [--peers DIRECTORY]

The others are installed from npm and PyPI into DIRECTORY, in the versions below. A case is a sound definition of
`fixtures/valid` with one fault put into it, so a tool finds the fault if it says something that it does not say of the
sound one. Prints tables in Markdown.
"""

import argparse
import datetime
import json
import os
import pathlib
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from typing import NamedTuple, Optional

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Definitions that are sound in a file of their own and in a template.
SOUND = ("human-approval", "image-batch", "loan-scoring-jsonata", "mixed-languages", "nightly-etl", "order-processing",
         "travel-saga")
# Values are put into it on the way to AWS. A template would have to list them.
SOUND_ALONE = (*SOUND, "placeholders")
NPM = ("asl-validator@4.0.0", "amazon-states-language-service@1.16.1")
PYPI = ("cfn-lint==1.58.0", "statelint[jsonata]==3.1.0")

ORDER, LOAN, PICTURES = "order-processing", "loan-scoring-jsonata", "image-batch"


class Case(NamedTuple):
    """A fault: `old` stands once in the sound definition and becomes `new`; the fault is in the lines of `at`."""

    name: str
    base: str
    old: str
    new: str
    at: str


CASES = [
    Case("`Next` names no state", ORDER, '"Next": "Order Valid?"', '"Next": "Order Vald?"', "Order Vald?"),
    Case("`StartAt` names no state", ORDER, '"StartAt": "Validate Order"', '"StartAt": "Validate"', '"Validate"'),
    Case("transition out of a branch", ORDER,
         '"MaxDelaySeconds": 20\n                }\n              ],\n              "End": true',
         '"MaxDelaySeconds": 20\n                }\n              ],\n              "Next": "Order Complete"',
         '              "Next": "Order Complete"'),
    Case("state that is never reached", ORDER, '"Next": "Order Held"', '"Next": "Order Complete"', '"Order Held": {'),
    Case("two states of one name", ORDER,
         '"StartAt": "Score Fraud Risk",\n          "States": {\n            "Score Fraud Risk": {',
         '"StartAt": "Validate Order",\n          "States": {\n            "Validate Order": {',
         '            "Validate Order": {'),
    Case("state without `Next` or `End`", ORDER, '"TimeoutSeconds": 10,\n      "Next": "Order Held"',
         '"TimeoutSeconds": 10', '"Queue Review": {'),
    Case("misspelt field", ORDER, '"ResultPath": "$.payment"', '"ResultPth": "$.payment"', '"ResultPth"'),
    Case("misspelt state type", ORDER, '"Order Valid?": {\n      "Type": "Choice"',
         '"Order Valid?": {\n      "Type": "Choise"', '"Choise"'),
    Case("field of another state type", ORDER, '"Order Complete": {\n      "Type": "Succeed"',
         '"Order Complete": {\n      "Type": "Succeed",\n      "Next": "Order Held"',
         '"Type": "Succeed",\n      "Next": "Order Held"'),
    Case("number as text in a choice rule", ORDER, '"NumericGreaterThan": 80', '"NumericGreaterThan": "80"', '"80"'),
    Case("key written twice", ORDER, '"TimeoutSeconds": 45,',
         '"TimeoutSeconds": 45,\n      "TimeoutSeconds": 50,', '"TimeoutSeconds": 45,\n      "TimeoutSeconds": 50,'),
    Case("missing comma", ORDER, '"ResultPath": "$.payment",', '"ResultPath": "$.payment"',
         '"ResultPath": "$.payment"\n      "TimeoutSeconds"'),
    Case("`BackoffRate` below 1", ORDER, '"BackoffRate": 1.5', '"BackoffRate": 0.5', "0.5"),
    Case("`States.ALL` before other catchers", ORDER, '"CardDeclined"', '"States.ALL"',
         '"States.ALL"\n          ],\n          "ResultPath": "$.failure",\n          "Next": "Release Stock"'),
    Case("misspelt `States.` error", PICTURES, '"States.ItemReaderFailed"', '"States.ItemReaderFail"',
         "States.ItemReaderFail"),
    Case("heartbeat longer than the timeout", ORDER, '"TimeoutSeconds": 45,',
         '"TimeoutSeconds": 45,\n      "HeartbeatSeconds": 60,', '"HeartbeatSeconds"'),
    Case("JSONPath syntax", ORDER, '"$.validation.valid"', '"$.validation[valid"', "[valid"),
    Case("intrinsic function without its end", ORDER, "$.failure.Error)", "$.failure.Error",
         "States.Format"),
    Case("intrinsic function with too few arguments", ORDER, "$.order.id, $.failure.Error)", "$.order.id)",
         "States.Format"),
    Case("intrinsic function that does not exist", PICTURES, "States.ArrayLength(", "States.ArraySize(", "ArraySize"),
    Case("path in a payload without `.$`", ORDER, '"receipt.$": "$.payment.receipt"', '"receipt": "$.payment.receipt"',
         "$.payment.receipt"),
    Case("action that does not exist", ORDER,
         '"Announce Shipment": {\n      "Type": "Task",\n      "Resource": "arn:aws:states:::sns:publish"',
         '"Announce Shipment": {\n      "Type": "Task",\n      "Resource": "arn:aws:states:::sns:publsh"', "publsh"),
    Case("required parameter of an action missing", ORDER,
         '"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/123456789012/order-review",\n', "",
         '"Parameters": {\n                "MessageBody"'),
    Case("misspelt parameter of an action", ORDER, '"MessageBody"', '"MesageBody"', '"MesageBody"'),
    Case("JSONata syntax", LOAN, "$creditScore < 450", "$creditScore <", "$creditScore <"),
    Case("JSONata without its end", LOAN, '"Items": "{% $states.input.documents %}"',
         '"Items": "{% $states.input.documents }"', '"Items"'),
    Case("JSONata function that does not exist", LOAN, "$count($states.result[accepted])",
         "$cont($states.result[accepted])", "$cont("),
    Case("variable that is never assigned", LOAN, "$creditScore < 450", "$creditScor < 450", "$creditScor "),
    Case("`$states.result` where there is none", LOAN, '"Items": "{% $states.input.documents %}"',
         '"Items": "{% $states.result.documents %}"', '"Items"'),
    Case("JSONPath field in a JSONata state", LOAN, '"MaxConcurrency": 5,',
         '"MaxConcurrency": 5,\n      "ResultPath": "$.documents",', '"ResultPath"'),
    Case("`Label` that is not allowed", PICTURES, '"Label": "Pictures"', '"Label": "All Pictures?"', '"Label"'),
    Case("percentage above 100", PICTURES, '"ToleratedFailurePercentage": 2.5', '"ToleratedFailurePercentage": 250',
         '"ToleratedFailurePercentage"'),
    Case("reader that does not exist", PICTURES, "s3:getObject", "s3:getObjects", "s3:getObjects"),
]


class Finding(NamedTuple):
    line: Optional[int]
    message: str


class Tool:
    """A checker: how it is run on a file, and how its output is read."""

    def __init__(self, name, command, read, host=None):
        self.name, self.command, self.read, self.host = name, command, read, host
        self.seconds = []

    def sound(self):
        return SOUND_ALONE if self.host is None else SOUND

    def findings(self, text):
        lines_before = 0
        name = "definition.asl.json"
        if self.host is not None:
            text, lines_before = embed(text, self.host)
            name = "template.yaml"
        with tempfile.TemporaryDirectory() as directory:
            pathlib.Path(directory, name).write_text(text)
            before = cpu_seconds()
            done = subprocess.run([*self.command, name], cwd=directory, capture_output=True, text=True, check=False)
            self.seconds.append(cpu_seconds() - before)
        found = self.read(done)
        return [item._replace(line=item.line and item.line - lines_before) for item in found]


def embed(definition, key):
    """A template with the definition under `Definition` or `DefinitionString`, and how many lines stand before it."""
    head = ["Resources:", "  Machine:", "    Type: AWS::StepFunctions::StateMachine", "    Properties:",
            "      RoleArn: !Sub arn:${AWS::Partition}:iam::${AWS::AccountId}:role/machine",
            f"      {key}:" + (" |" if key == "DefinitionString" else "")]
    body = ["        " + line for line in definition.splitlines()]
    return "\n".join([*head, *body, ""]), len(head)


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def read_json_lines(done):
    for line in done.stdout.splitlines():
        item = json.loads(line)
        start = item.get("start", item)
        yield Finding(start["line"], item["message"])


def read_cfn_lint(done):
    for item in json.loads(done.stdout or "[]"):
        yield Finding(item["Location"]["Start"]["LineNumber"], item["Message"])


def read_text(done):
    """Findings without positions, a line each. The first line of an exception counts, its stack trace does not."""
    for line in (done.stdout + done.stderr).splitlines():
        is_noise = re.match(r"\s+at |(✕|✓) State machine|\d+ errors:|One error:|Traceback|\s*File ", line)
        if line.strip() and not is_noise:
            place = re.search(r"\bline (\d+)", line)
            yield Finding(int(place.group(1)) if place else None, line.strip())


def installed(directory):
    """Installs what is missing; gives the directory of node's modules and that of Python's programs."""
    node, python = directory / "npm", directory / "python"
    if not node.exists():
        node.mkdir(parents=True)
        subprocess.run(["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", node, *NPM], check=True)
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python], check=True)
        subprocess.run([python / "bin" / "pip", "install", "--quiet", *PYPI], check=True)
    return node / "node_modules", python / "bin"


def tools(asl_lint, modules, programs):
    aws = ["node", ROOT / "benches" / "compare.cjs", modules]
    validator = ["node", modules / "asl-validator" / "dist" / "bin" / "asl-validator.js", "--json-path"]
    # Without `--ignore FLOAT` it reports every whole `BackoffRate`, without `--eval-jsonata` no fault of JSONata.
    statelint = [programs / "statelint", "--ignore", "FLOAT", "--eval-jsonata"]
    cfn_lint = [programs / "cfn-lint", "--format", "json", "--regions", "us-east-1", "--"]
    own = [asl_lint, "check", "--isolated", "--output-format", "json-lines"]
    return [
        Tool("asl-lint", own, read_json_lines),
        Tool("AWS's language service", aws, read_json_lines),
        Tool("asl-validator", validator, read_text),
        Tool("statelint", statelint, read_text),
        Tool("asl-lint, object", own, read_json_lines, "Definition"),
        Tool("cfn-lint, object", cfn_lint, read_cfn_lint, "Definition"),
        Tool("asl-lint, string", own, read_json_lines, "DefinitionString"),
        Tool("cfn-lint, string", cfn_lint, read_cfn_lint, "DefinitionString"),
    ]


def faulty(case, sound):
    """The definition with the fault in it, and the lines of the fault."""
    if sound.count(case.old) != 1:
        sys.exit(f"{case.name}: the text to replace is {sound.count(case.old)} times in {case.base}")
    text = sound.replace(case.old, case.new)
    if text.count(case.at) != 1:
        sys.exit(f"{case.name}: {case.at} is {text.count(case.at)} times in it")
    first = text[: text.index(case.at)].count("\n") + 1
    return text, range(first, first + case.at.count("\n") + 1)


def verdict(tool, text, lines, said_of_sound):
    """What a tool makes of a fault: how many findings are new, and whether one is in its lines."""
    found = [finding for finding in tool.findings(text) if finding.message not in said_of_sound]
    return len(found), any(finding.line in lines for finding in found)


def sign(count, placed):
    return ("line" if placed else "yes") if count else "-"


def row(cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", type=pathlib.Path, default=ROOT / "target" / "release" / "asl-lint")
    parser.add_argument("--peers", type=pathlib.Path, default=pathlib.Path.home() / ".cache" / "asl-lint" / "peers")
    arguments = parser.parse_args()
    compared = tools(arguments.bin.resolve(), *installed(arguments.peers.resolve()))

    texts = {name: (ROOT / "fixtures" / "valid" / f"{name}.asl.json").read_text() for name in SOUND_ALONE}
    faults = [faulty(case, texts[case.base]) for case in CASES]
    said = {
        tool: {name: [finding.message for finding in tool.findings(texts[name])] for name in tool.sound()}
        for tool in compared
    }
    verdicts = {
        tool: [verdict(tool, *fault, said[tool][case.base]) for case, fault in zip(CASES, faults)] for tool in compared
    }

    print(f"{datetime.date.today()}, {os.uname().sysname} {os.uname().machine}; {', '.join(NPM + PYPI)}\n")
    row(["tool", f"found of {len(CASES)}", "in the line", "findings for a fault", "sound ones flagged",
         "CPU time of a run"])
    row(["---"] + ["--:"] * 5)
    for tool in compared:
        found = [count for count, _ in verdicts[tool] if count]
        placed = sum(placed for _, placed in verdicts[tool])
        flagged = [name for name in tool.sound() if said[tool][name]]
        row([tool.name, len(found), placed, f"{statistics.mean(found):.1f}" if found else "",
             f"{len(flagged)} of {len(tool.sound())}", f"{statistics.median(tool.seconds) * 1000:.0f} ms"])

    print()
    row(["fault", *(tool.name for tool in compared)])
    row(["---"] * (len(compared) + 1))
    for index, case in enumerate(CASES):
        row([case.name, *(sign(*verdicts[tool][index]) for tool in compared)])


if __name__ == "__main__":
    main()

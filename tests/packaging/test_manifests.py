"""What other services read of this repository: valid by their schemas, without what linters of them warn of, in agreement
with each other."""

import json
import re

import pytest
import yaml
from support import ROOT, run

HOOKS = [ROOT / ".pre-commit-hooks.yaml", ROOT / "packaging/pre-commit-mirror/.pre-commit-hooks.yaml"]

# The schemas that check-jsonschema has, and the files that they are for.
SCHEMAS = {
    "vendor.github-actions": ["action.yml"],
    "vendor.github-workflows": [".github/workflows/ci.yml", ".github/workflows/release.yml"],
    "vendor.dependabot": [".github/dependabot.yml"],
    "vendor.gitlab-ci": ["packaging/gitlab/asl-lint.yml"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_valid(schema):
    run("check-jsonschema", "--builtin-schema", schema, *SCHEMAS[schema], cwd=ROOT)


# What judges the recipes of each service in docs/ci.md.
RECIPES = {
    "GitHub Actions": ["check-jsonschema", "--builtin-schema", "vendor.github-workflows"],
    "GitLab": ["check-jsonschema", "--builtin-schema", "vendor.gitlab-ci"],
    "pre-commit": ["pre-commit", "validate-config"],
}


@pytest.mark.parametrize("service", RECIPES)
def test_recipes_are_valid(service, tmp_path):
    [section] = re.findall(rf"^## {service}\n(.*?)^## ", (ROOT / "docs/ci.md").read_text(), re.MULTILINE | re.DOTALL)
    recipes = re.findall(r"^```yaml\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
    assert recipes
    for recipe in recipes:
        (tmp_path / "recipe.yml").write_text(recipe)
        run(*RECIPES[service], "recipe.yml", cwd=tmp_path)


def test_actions_and_workflows_are_safe():
    run("zizmor", "--offline", "action.yml", ".github", cwd=ROOT)


def test_the_dockerfile_is_sound():
    run("hadolint", "Dockerfile", cwd=ROOT)


def test_hooks_take_the_same_files():
    manifests = [yaml.safe_load(file.read_text()) for file in HOOKS]
    same = ["args", "entry", "files", "require_serial", "types"]
    chosen = {json.dumps([hook[key] for key in same]) for manifest in manifests for hook in manifest}
    assert len(chosen) == 1


def test_a_release_builds_the_targets_of_npm():
    release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
    built = [entry["target"] for entry in release["jobs"]["build"]["strategy"]["matrix"]["include"]]
    packed = [entry["target"] for entry in json.loads((ROOT / "packaging/npm/targets.json").read_text())]
    assert sorted(built) == sorted(packed)


def test_actions_are_pinned_alike():
    """One revision for each action, so that an update is one change."""
    uses = re.compile(r"uses: ([^.\s]+)@([0-9a-f]{40}) # (v[0-9.]+)$", re.MULTILINE)
    pins = [uses.findall(file.read_text()) for file in (ROOT / ".github/workflows").iterdir()]
    revisions = {}
    for action, *revision in sum(pins, []):
        assert revisions.setdefault(action, revision) == revision
    assert "actions/checkout" in revisions

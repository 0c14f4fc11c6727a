"""The npm packages, installed by npm from a registry that has them all: which come, and that the program runs."""

import base64
import hashlib
import json
import platform
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from support import ROOT, check_demo, run

NPM = ROOT / "packaging" / "npm"
TARGETS = json.loads((NPM / "targets.json").read_text())
HERE = f"{platform.machine()}-unknown-linux-gnu"


@pytest.fixture
def packages(program, tmp_path) -> Path:
    """The packages of a release; only the one for this machine has the program, the others a file in its place."""
    stand_in = tmp_path / "stand-in"
    stand_in.write_text("not built here")
    programs = {target["target"]: stand_in for target in TARGETS} | {HERE: program}
    directory = tmp_path / "packages"
    run("node", NPM / "assemble.mjs", directory, *(f"{target}={file}" for target, file in programs.items()), cwd=tmp_path)
    return directory


@pytest.fixture
def registry(packages, tmp_path):
    """The address of a registry that has the packages and nothing else."""
    archives = tmp_path / "archives"
    archives.mkdir()
    manifests = {}
    for manifest in packages.glob("**/package.json"):
        [packed] = json.loads(run("npm", "pack", "--json", manifest.parent, cwd=archives).stdout)
        manifests[packed["name"]] = (json.loads(manifest.read_text()), packed["filename"])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = unquote(self.path).removeprefix("/")
            if path in manifests:
                self.answer(self.document(*manifests[path]))
            elif (archives / path).is_file():
                self.answer((archives / path).read_bytes())
            else:
                self.send_error(404)

        def document(self, manifest, archive):
            address = f"http://{self.headers['Host']}/{archive}"
            digest = base64.b64encode(hashlib.sha512((archives / archive).read_bytes()).digest()).decode()
            version = manifest | {"dist": {"tarball": address, "integrity": f"sha512-{digest}"}}
            number = manifest["version"]
            whole = {"name": manifest["name"], "dist-tags": {"latest": number}, "versions": {number: version}}
            return json.dumps(whole).encode()

        def answer(self, body):
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """A test says nothing of requests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_npm_installs_the_program_of_this_machine(registry, tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    (project / "package.json").write_text("{}")
    run("npm", "install", "--registry", registry, "--cache", tmp_path / "cache", "asl-lint", cwd=project)

    modules = project / "node_modules"
    [here] = [target["package"] for target in TARGETS if target["target"] == HERE]
    assert [package.name for package in (modules / "@asl-lint").iterdir()] == [here]
    check_demo(modules / ".bin" / "asl-lint", project)

    # Without its package, as with `--omit=optional`, the program is missed in words.
    shutil.rmtree(modules / "@asl-lint")
    ran = run(modules / ".bin" / "asl-lint", cwd=project, status=2)
    assert "there is no program for linux" in ran.stderr


def test_all_packages_have_the_version_of_the_program(program, packages, tmp_path):
    version = run(program, "--version", cwd=tmp_path).stdout.split()[1]
    manifests = [json.loads(file.read_text()) for file in packages.glob("**/package.json")]
    assert {manifest["version"] for manifest in manifests} == {version}
    [main] = [manifest for manifest in manifests if manifest["name"] == "asl-lint"]
    platforms = {manifest["name"]: version for manifest in manifests if manifest is not main}
    assert main["optionalDependencies"] == platforms

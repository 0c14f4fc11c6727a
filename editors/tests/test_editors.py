"""The configurations of editors other than Visual Studio Code: each is read, and where the editor is there, it runs.

    python3 -m unittest discover editors/tests

takes a server that `cargo build` has made, or the one that ASL_LINT names.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
import tomllib
import unittest
from pathlib import Path

EDITORS = Path(__file__).resolve().parent.parent
SERVER = Path(os.environ.get("ASL_LINT", EDITORS.parent / "target" / "debug" / "asl-lint"))

JSON = """{
  "StartAt": "Start",
  "States": {
    "Start": { "Type": "Pass", "Next": "Finsh" },
    "Finish": { "Type": "Succeed" }
  }
}
"""

YAML = """StartAt: Start
States:
  Start: {Type: Pass, Next: Finsh}
  Finish: {Type: Succeed}
"""


def needs(program):
    """Says loudly that an editor is missing, where it may be."""
    missing = shutil.which(program) is None
    if missing and os.environ.get("EDITORS_REQUIRED"):
        raise unittest.TestCase.failureException(f"{program} is missing")
    return unittest.skipIf(missing, f"{program} is not installed")


class Session(unittest.TestCase):
    """A directory with two definitions, and the server where editors look for it."""

    def setUp(self):
        self.assertTrue(SERVER.exists(), f"there is no server at {SERVER}: run cargo build")
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = Path(directory.name)
        (self.directory / "one.asl.json").write_text(JSON)
        (self.directory / "two.asl.yaml").write_text(YAML)
        (self.directory / "asl-lint.toml").write_text("")
        programs = self.directory / "programs"
        programs.mkdir()
        (programs / "asl-lint").symlink_to(SERVER)
        self.environment = {
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.directory),
            "XDG_CONFIG_HOME": str(self.directory / "config"),
            "XDG_DATA_HOME": str(self.directory / "data"),
            "XDG_STATE_HOME": str(self.directory / "state"),
        }

    def run_editor(self, *command):
        done = subprocess.run(
            command, cwd=self.directory, env=self.environment, capture_output=True, text=True, timeout=120, check=False
        )
        return done.stdout + done.stderr


NEOVIM = """
local function findings()
  vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
  for _, finding in ipairs(vim.diagnostic.get(0)) do
    io.stdout:write(vim.bo.filetype, " ", finding.code or "", " ", finding.lnum + 1, "\\n")
  end
end
local ok, fault = pcall(function()
  findings()
  vim.cmd("edit two.asl.yaml")
  findings()
end)
if not ok then io.stdout:write(tostring(fault), "\\n") end
vim.cmd("qall!")
"""


@needs("nvim")
class Neovim(Session):
    def test_findings(self):
        script = self.directory / "check.lua"
        script.write_text(NEOVIM)
        runtime = EDITORS / "neovim"
        said = self.run_editor(
            "nvim", "--headless", "--clean", "--cmd", f"set runtimepath^={runtime}", "one.asl.json", "-c", f"luafile {script}"
        )
        self.assertIn("asl transition-target-not-found 4", said)
        self.assertIn("asl-yaml transition-target-not-found 3", said)


EMACS = """
(package-initialize)
(let ((dirs (file-expand-wildcards "/usr/share/emacs/site-lisp/elpa/eglot-*")))
  (dolist (dir dirs) (add-to-list 'load-path dir)))
(require 'eglot)
(require 'flymake)
(load "%s" nil t)
(setq eglot-sync-connect 60)
(dolist (file '("one.asl.json" "two.asl.yaml"))
  (find-file file)
  (princ (format "%%s\\n" major-mode))
  (apply #'eglot (eglot--guess-contact))
  (flymake-mode 1)
  (with-timeout (60 (princ "no findings\\n"))
    (while (null (flymake-diagnostics))
      (flymake-start)
      (accept-process-output nil 0.1)))
  (dolist (finding (flymake-diagnostics))
    (princ (format "line %%d: %%s\\n" (line-number-at-pos (flymake-diagnostic-beg finding)) (flymake-diagnostic-text finding)))))
(kill-emacs 0)
"""


@needs("emacs")
class Emacs(Session):
    def test_findings(self):
        script = self.directory / "check.el"
        script.write_text(EMACS % (EDITORS / "emacs" / "asl-lint.el"))
        said = self.run_editor("emacs", "--batch", "-Q", "-l", str(script))
        self.assertIn("asl-mode", said)
        self.assertRegex(said, r"line 4: .*Finsh")
        self.assertIn("asl-yaml-mode", said)
        self.assertRegex(said, r"line 3: .*Finsh")


class Files(unittest.TestCase):
    """Editors that cannot be had here: their files are at least what they have to be."""

    def test_helix(self):
        config = tomllib.loads((EDITORS / "helix" / "languages.toml").read_text())
        servers = config["language-server"]
        self.assertEqual(servers["asl-lint"], {"command": "asl-lint", "args": ["server"]})
        ids = [language["language-id"] for language in config["language"]]
        self.assertEqual(ids, ["asl", "asl-yaml"])
        for language in config["language"]:
            self.assertLessEqual(set(language["language-servers"]), set(servers))

    def test_sublime(self):
        config = json.loads((EDITORS / "sublime" / "LSP.sublime-settings").read_text())
        self.assertEqual(config["clients"]["asl-lint"]["command"], ["asl-lint", "server"])

    def test_jetbrains(self):
        template = json.loads((EDITORS / "jetbrains" / "template.json").read_text())
        self.assertEqual(template["programArgs"]["default"], "asl-lint server")
        self.assertEqual([each["languageId"] for each in template["fileTypeMappings"]], ["asl", "asl-yaml"])
        for name in ("settings", "initializationOptions", "clientSettings"):
            self.assertIsInstance(json.loads((EDITORS / "jetbrains" / f"{name}.json").read_text()), dict)

    def test_kakoune(self):
        text = (EDITORS / "kakoune" / "asl-lint.kak").read_text()
        servers = re.search(r"lsp_servers %\{(.*?)\n    \}", text, re.DOTALL).group(1)
        config = tomllib.loads(servers)
        self.assertEqual(config["asl-lint"]["args"], ["server"])


if __name__ == "__main__":
    unittest.main()

#!/usr/bin/env bash
# The first step of action.yml: asl-lint on the PATH, by uv where there is one, else by pipx, which GitHub's runners have.
set -euo pipefail

case "$INPUT_VERSION" in
  none) exit ;;
  source) package=$GITHUB_ACTION_PATH ;;
  "") package=asl-lint ;;
  *) package="asl-lint==$INPUT_VERSION" ;;
esac

if command -v uv >/dev/null; then
  uv tool install --force "$package"
  uv tool dir --bin >>"$GITHUB_PATH"
else
  pipx install --force "$package"
  pipx environment --value PIPX_BIN_DIR >>"$GITHUB_PATH"
fi

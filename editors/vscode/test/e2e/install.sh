#!/usr/bin/env bash
# Installs VS Code as code-server, which is VS Code in a browser, from the npm registry, and prints where it is. It is kept in
# the user's cache by its version.
#
# The steps stand for the package's own installation, which downloads ripgrep from elsewhere: Debian's takes its place.
set -euo pipefail

version=4.100.3
root="${XDG_CACHE_HOME:-$HOME/.cache}/asl-lint/code-server-$version"
entry="$root/node_modules/code-server/out/node/entry.js"

if [ -e "$root/complete" ]; then
    echo "$entry"
    exit
fi

fail() {
    printf '\n*** VS Code could not be installed: %s\n*** The tests of the extension in a real editor have NOT run.\n' "$1" >&2
    exit 1
}

install() { npm install --no-audit --no-fund --loglevel=error --ignore-scripts "$@" >&2; }

ripgrep=$(command -v rg) || fail "ripgrep is missing (Debian: apt-get install ripgrep)"
rm -rf "$root"
mkdir -p "$root"
cd "$root"
npm init --yes >/dev/null
install "code-server@$version" || fail "npm install code-server@$version failed"
(cd node_modules/argon2 && npx --no-install node-pre-gyp install --build-from-source >&2) \
    || fail "argon2 could not be compiled (Debian: apt-get install build-essential python3)"

cd node_modules/code-server/lib/vscode
install --omit=dev --legacy-peer-deps || fail "the packages of the editor could not be installed"
command install -D "$ripgrep" node_modules/@vscode/ripgrep/bin/rg
# Ends with a fault in a clean-up step after everything is built.
npm rebuild --foreground-scripts >"$root/rebuild.log" 2>&1 || true
[ -e node_modules/@vscode/spdlog/build/Release/spdlog.node ] \
    || fail "native modules could not be compiled (Debian: apt-get install libkrb5-dev pkg-config); see $root/rebuild.log"
cd extensions
install --omit=dev --legacy-peer-deps || fail "the packages of the built-in extensions could not be installed"

touch "$root/complete"
echo "$entry"

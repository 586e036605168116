#!/usr/bin/env bash
# Puts the real VS Code (its web build, served by code-server) into FOLDER, and Chromium onto the machine.
# Runs with Node 24 in PATH (editors/vscode/with_node.sh), and notes in FOLDER which one that was.
# Without apt and root it says so in one line and leaves; the tests that need VS Code then count themselves as left out.
set -euo pipefail
folder=$1
install_package=$(realpath "$(dirname "$0")")/install_package.sh

CODE_SERVER=code-server@4.139.1

leave() {
  echo "VS Code is not fetched ($1): the tests in it are left out."
  exit 0
}

again_if_flaky() {
  local try
  for try in 1 2 3; do
    "$@" && return
    echo "Try $try of 3 failed: $*" >&2
  done
  return 1
}

packages() {
  again_if_flaky npm install --no-audit --no-fund --ignore-scripts --loglevel=error "$@" >/dev/null
}

mkdir -p "$folder"
cd "$folder"
folder=$PWD
echo "Fetching VS Code and Chromium into $folder (about 700 MB)"
reason=$("$install_package" chromium chromium) || leave "$reason"
packages --prefix code "$CODE_SERVER"
(cd code/node_modules/code-server/lib/vscode && packages --omit=dev)
(cd code/node_modules/code-server/lib/vscode/extensions && packages --omit=dev)
node code/node_modules/code-server/out/node/entry.js --config config.yaml --version
command -v node >node
touch ready

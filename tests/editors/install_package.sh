#!/usr/bin/env bash
# Puts a Debian package onto the machine where its command is missing. Where it cannot, it says why on stdout and fails.
# usage: install_package.sh COMMAND PACKAGE
set -euo pipefail
command=$1
package=$2

command -v "$command" >/dev/null && exit
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "no $command, and no apt as root"
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
for try in 1 2 3; do
  output=$({ apt-get update -qq && apt-get install -y -qq --no-install-recommends "$package"; } </dev/null 2>&1) && exit
  echo "Try $try of 3 to install $package failed: $(tail -n 3 <<<"$output")" >&2
done
echo "no $command, and apt failed"
exit 1

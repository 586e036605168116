#!/usr/bin/env bash
# Puts an editor of Debian forky into FOLDER, apart from the system: FOLDER/BINARY starts it, with RUNTIME, the variable that names its
# files, set. Takes the machine's own Debian mirror, and touches neither apt's state nor any installed package.
# Without apt it says so in one line and leaves; the tests that need the editor then count themselves as left out.
# usage: install_editor.sh FOLDER PATCHELF PACKAGE BINARY RUNTIME
set -euo pipefail
folder=$1 patchelf=$(realpath "$2") package=$3 name=$4 runtime=$5

leave() {
  echo "$package of Debian forky is not fetched ($1): the tests in it are left out."
  exit 0
}

mirror_of_this_machine() {
  { cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null || true; } |
    awk '/^URIs:/ {print $2; exit} /^deb / {for (i = 2; i <= NF; i++) if ($i ~ /^[a-z+]+:\/\//) {print $i; exit}}'
}

command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null || leave "no apt here"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || leave "not a Debian machine"
mirror=$(mirror_of_this_machine)
[ -n "$mirror" ] || leave "apt has no Debian mirror"

rm -rf "$folder"
mkdir -p "$folder"/lists/partial "$folder"/cache/archives/partial "$folder"/tree
cd "$folder"
here=$PWD
echo "deb [signed-by=$keyring] $mirror forky main" >sources.list
apt=(apt-get -o "Dir::Etc::sourcelist=$here/sources.list" -o Dir::Etc::sourceparts=/nonexistent
  -o Dir::Etc::preferencesparts=/nonexistent -o "Dir::State::lists=$here/lists" -o "Dir::Cache=$here/cache"
  -o Dir::State::status=/dev/null -o "Dir::State::extended_states=$here/extended" -o Debug::NoLocking=1)
[ "$(id -u)" != 0 ] || apt+=(-o APT::Sandbox::User=root)
echo "Fetching $package of Debian forky into $folder (about 40 MB)"
{ "${apt[@]}" update -qq &&
  "${apt[@]}" install -y -qq --no-install-recommends --download-only "$package"; } </dev/null >apt.log 2>&1 ||
  { tail -n 3 apt.log; leave "apt failed, see $folder/apt.log"; }
for archive in cache/archives/*.deb; do dpkg-deb -x "$archive" tree; done

libraries=$(dirname "$(find "$here"/tree/usr/lib -name 'libc.so.6')")
loader=$(find "$libraries" -maxdepth 1 -name 'ld-linux*.so.*' | head -n 1)
binary=$(realpath "$here/tree/usr/bin/$name")
"$patchelf" --set-interpreter "$loader" --force-rpath --set-rpath "$libraries" "$binary"
rm -rf lists cache
files=$(find "$here"/tree/usr -maxdepth 3 -type d -name runtime | head -n 1)
printf '#!/bin/sh\n%s=%q exec %q "$@"\n' "$runtime" "$files" "$binary" >starter
chmod +x starter
./starter --version | head -n 1
mv starter "$name"

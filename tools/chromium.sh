#!/bin/sh
# Finds a Chromium for the browser tests, or installs Debian's where it may.
# Ends with 0 either way: the tests themselves say why they were skipped, and
# under CI=true they fail instead (tests/conftest.py).
set -eu

found() {
    [ -n "${CHROMIUM:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

found && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium found and no apt-get here: the browser tests will be skipped."
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "No Chromium found, and installing one needs root: the browser tests will be"
    echo "skipped. To have them run: sudo apt-get install -y chromium fonts-thai-tlwg"
    exit 0
fi

echo "No Chromium found: installing Debian's for the browser tests"
$as_root apt-get update -q || true
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends chromium fonts-thai-tlwg </dev/null ||
    echo "apt-get could not install a Chromium: the browser tests will be skipped."

#!/bin/sh
# Finds what the browser tests need, or installs Debian's where it may: a Chromium and
# libatomic1, which Playwright's driver loads and a bare Debian lacks.
# Ends with 0 either way: the tests themselves say why they were skipped, and
# under CI=true they fail instead (tests/conftest.py).
set -eu
cd "$(dirname "$0")/.."
packages="chromium fonts-thai-tlwg libatomic1"

has_chromium() {
    [ -n "${CHROMIUM:-}" ] && return 0
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

has_driver() {
    .venv/bin/python -m playwright --version >/dev/null 2>&1
}

has_chromium && has_driver && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "No Chromium that can be driven, no apt-get: the browser tests will be skipped."
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "No Chromium that can be driven, and installing one needs root: the browser"
    echo "tests will be skipped. To have them run: sudo apt-get install -y $packages"
    exit 0
fi

echo "Installing Debian's Chromium for the browser tests"
$as_root apt-get update -q || true
# shellcheck disable=SC2086 # these are words
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -q --no-install-recommends $packages </dev/null ||
    echo "apt-get could not install it: the browser tests will be skipped."

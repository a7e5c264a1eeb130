#!/bin/sh
# Makes .venv with Python 3.11, or says in plain words what is missing.
# PYTHON=/path/to/python3.11 names one that is not on the path.
set -eu
cd "$(dirname "$0")/.."
venv=.venv

is_3_11() {
    "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' >/dev/null 2>&1
}

# Debian keeps these two apart from the interpreter.
makes_venvs() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

if is_3_11 "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1
then
    exit 0
fi

python=
without_venv=
for candidate in ${PYTHON:+"$PYTHON"} python3.11 /usr/bin/python3.11 python3 python; do
    is_3_11 "$candidate" || continue
    if makes_venvs "$candidate"; then
        python=$candidate
        break
    fi
    without_venv=${without_venv:-$candidate}
done

if [ -z "$python" ] && [ -n "$without_venv" ]; then
    cat >&2 <<END
$without_venv is Python 3.11 but cannot make virtual environments. Run

    sudo apt-get install -y python3.11-venv

and then the same make command again.
END
    exit 1
fi

if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo "no python3 at all")
    cat >&2 <<END
This project needs Python 3.11; here is $found.

    Debian 12      sudo apt-get install -y python3 python3-venv
    Ubuntu 22.04   sudo apt-get install -y python3.11 python3.11-venv
    Ubuntu 24.04   has no Python 3.11 of its own. Add one beside the system's,
                   for example from the deadsnakes archive:
                   sudo add-apt-repository ppa:deadsnakes/ppa
                   sudo apt-get install -y python3.11 python3.11-venv

A Python 3.11 that is not on the path is named like this:

    make run PYTHON=/path/to/python3.11
END
    exit 1
fi

echo "Making $venv with $("$python" --version)"
"$python" -m venv --clear "$venv"

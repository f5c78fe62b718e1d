#!/bin/sh
# Make the virtual environment and install the project into it: venv.sh PYTHON FOLDER EXTRAS
# Needs no root. Debian's bare python3 cannot make pip for itself; then pip comes from Debian's own package.
set -eu
python=$1
venv=$2
extras=$3

fail() {
    echo "callwright: $1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || fail "no '$python' here. Install Python 3.11 or newer, or name one: make run PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version 2>&1) is too old; Python 3.11 or newer is needed. Name one: make run PYTHON=/path/to/python3"

if [ ! -x "$venv/bin/python" ] || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "Making the virtual environment in $venv ..."
    rm -rf "$venv"
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1 || ! "$python" -m venv "$venv" >/dev/null 2>&1; then
        command -v apt-get >/dev/null 2>&1 ||
            fail "this Python cannot make virtual environments (module ensurepip is missing). Install your system's python3-venv package"
        rm -rf "$venv"
        "$python" -m venv --without-pip "$venv"
        work=$(mktemp -d)
        trap 'rm -rf "$work"' EXIT
        (cd "$work" && apt-get download python3-pip-whl >/dev/null 2>&1 && dpkg-deb -x python3-pip-whl_*.deb .) ||
            fail "this Python has no pip and Debian's python3-pip-whl could not be downloaded. As root: apt-get update && apt-get install python3-venv"
        wheel=$(ls "$work"/usr/share/python-wheels/pip-*.whl | head -n 1)
        "$venv/bin/python" "$wheel/pip" install --quiet --no-index "$wheel"
    fi
fi

echo "Installing Callwright into $venv ..."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e ".[$extras]"

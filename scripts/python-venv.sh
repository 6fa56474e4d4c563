#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes target/venv, the Python environment of the tests that run the real W&B SDK, and prints the version it holds.
# Returns at once when the environment is up to date.
#
#   scripts/python-venv.sh                         the version the project is tested with
#   WANDB_VERSION=0.32.0 scripts/python-venv.sh    another one
#   WANDB_VERSION=latest scripts/python-venv.sh    the newest there is
#
# PYTHON names the interpreter (python3 by default; the library that writes reports needs 3.10 or later).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
requirements=$root/camel-wandb-simulator/src/test/python/requirements.txt
venv=$root/target/venv
stamp=$venv/requirements.sha256
python=${PYTHON:-python3}
# Importing the SDK takes a second; its metadata tell as much.
say_version='from importlib.metadata import version; print("wandb", version("wandb"), "is ready")'

fail() {
  echo "python-venv: $*" >&2
  exit 1
}

wanted_requirements() {
  case ${WANDB_VERSION:-} in
    '') cat "$requirements" ;;
    latest) sed 's/^wandb==.*/wandb/' "$requirements" ;;
    *) sed "s/^wandb==.*/wandb==$WANDB_VERSION/" "$requirements" ;;
  esac
}

command -v "$python" >/dev/null || fail "no $python found: install Python 3.10 or later, or name one with PYTHON=..."

wanted=$( { wanted_requirements; "$python" -VV; } | "$python" -c 'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
# "latest" moves without the requirements changing, so it is always asked for again.
if [[ ${WANDB_VERSION:-} != latest && -x $venv/bin/python && -f $stamp && $(<"$stamp") == "$wanted" ]]; then
  exec "$venv/bin/python" -c "$say_version"
fi

rm -rf "$venv"
mkdir -p "$root/target"
"$python" -m venv "$venv" ||
  fail "$python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv"
"$venv/bin/python" -m pip --version >/dev/null 2>&1 ||
  fail "the environment has no pip; on Debian and Ubuntu: apt-get install python3-venv python3-pip"
# A file, not a pipe: pip reads a file of requirements, and it tells afterwards what was asked for.
wanted_requirements >"$venv/requirements.txt"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$venv/requirements.txt" ||
  fail "pip could not install $(grep -v '^#' "$venv/requirements.txt" | tr '\n' ' ')"
echo "$wanted" >"$stamp"
"$venv/bin/python" -c "$say_version"

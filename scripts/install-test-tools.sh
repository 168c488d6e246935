#!/usr/bin/env bash
# Installs the programs that some tests need, on Debian and Ubuntu, as root. Elsewhere it says what is missing and goes on:
# the tests that need a missing program are skipped.
set -u

chromium_is_there() {
  [ -x "${CHROMIUM_PATH:-}" ] || command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null
}

missing=()
chromium_is_there || missing+=(chromium)
command -v redis-server >/dev/null || missing+=(redis-server)
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx)

if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  echo "installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  # One at a time, so that one that cannot be had does not keep the others away.
  for package in "${missing[@]}"; do
    apt-get install -y -qq --no-install-recommends "$package" >/dev/null || echo "not installed: $package; its tests are skipped"
  done
else
  echo "missing: ${missing[*]}; tests that need them are skipped. Debian and Ubuntu: sudo $0"
fi
exit 0

#!/usr/bin/env bash
# Starts LLMRouter in the background for OpenClaw, waits until it is ready, then starts OpenClaw's gateway if there is one.
# stop-openclaw.sh stops both. Pid files and logs are in $LLMROUTER_RUN_DIR, else ~/.llmrouter/run.
set -u

say() { printf '%s\n' "$*"; }
fail() { printf 'error: %s\n' "$1" >&2; shift; for line in "$@"; do printf '%s\n' "$line" >&2; done; exit "${code:-1}"; }
misuse() { code=2 fail "$1" "Try '${0##*/} --help'."; }

help() {
  cat <<'HELP'
Usage: start-openclaw.sh [options]
Starts LLMRouter in the background, waits until it is ready, then starts OpenClaw's gateway if it is installed.

  -c, --config FILE         the configuration; else what 'llmrouter serve' finds
  -p, --port NUMBER         the port to listen on, for serve.port
  -r, --router NAME         the strategy that chooses, for router.strategy
      --router-config FILE  a learned router's own file
      --no-gateway          start LLMRouter alone
      --no-prefix           do not begin answers with the name of their model
      --list-routers        list the strategies and end
  -h, --help                this help

Pid files and logs are in $LLMROUTER_RUN_DIR, else ~/.llmrouter/run. $LLMROUTER_START_SECONDS (60) is how long to wait,
$LLMROUTER_COMMAND another llmrouter to run.
Exit codes: 0 it is ready; 1 it is not, or ran already; 2 the command line was not understood.
Example: scripts/start-openclaw.sh --config llmrouter.yaml --router rules
HELP
}

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd) || exit 1
llmrouter=${LLMROUTER_COMMAND:-$root/llmrouter}
run=${LLMROUTER_RUN_DIR:-$HOME/.llmrouter/run}
seconds=${LLMROUTER_START_SECONDS:-60}
options=()
gateway=true

while [ $# -gt 0 ]; do
  case $1 in
    -c | --config | -p | --port | -r | --router | --router-config)
      [ $# -ge 2 ] || misuse "$1: expected a value, found none"
      options+=("$1" "$2")
      shift
      ;;
    --no-prefix) options+=("$1") ;;
    --no-gateway) gateway=false ;;
    --list-routers) exec "$llmrouter" list-routers ;;
    -h | --help)
      help
      exit 0
      ;;
    *) misuse "There is no option '$1'" ;;
  esac
  shift
done

# What a process runs; not every machine has ps.
command_of() { ps -p "$1" -o args= 2>/dev/null || tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline"; }

# A pid file may outlive its process, and its number may then be another's: the command line of the process is looked at.
is_running() {
  local pid
  pid=$(cat "$run/$1.pid" 2>/dev/null) && [ -n "$pid" ] && command_of "$pid" 2>/dev/null | grep -q -- "$1"
}

# The status line of GET /ready, over a socket of the shell's own.
is_ready() {
  local host=$1 port=$2 status=
  { exec 3<>"/dev/tcp/$host/$port"; } 2>/dev/null || return 1
  printf 'GET /ready HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n' "$host:$port" >&3
  IFS= read -r -t 5 status <&3
  exec 3>&-
  case $status in *' 200'*) return 0 ;; *) return 1 ;; esac
}

# Where it listens, as it says itself once it does.
address() { sed -n 's#^Serving .* at http://\([^/]*\)/v1.*#\1#p' "$run/llmrouter.log" | tail -n 1; }

umask 077
mkdir -p "$run" || fail "$run cannot be created" "Name another folder in LLMROUTER_RUN_DIR."
if is_running llmrouter; then
  fail "LLMRouter runs already, as process $(cat "$run/llmrouter.pid")" "Stop it first: scripts/stop-openclaw.sh"
fi

# What is to be built is built before the clock runs.
"$llmrouter" version >/dev/null || exit 1
nohup "$llmrouter" serve ${options[@]+"${options[@]}"} >"$run/llmrouter.log" 2>&1 </dev/null &
pid=$!
printf '%s\n' "$pid" >"$run/llmrouter.pid"

end=$((SECONDS + seconds))
while :; do
  if ! kill -0 "$pid" 2>/dev/null; then
    rm -f "$run/llmrouter.pid"
    cat "$run/llmrouter.log" >&2
    fail "LLMRouter ended; its log is in $run/llmrouter.log"
  fi
  at=$(address)
  [ -n "$at" ] && is_ready "${at%:*}" "${at##*:}" && break
  if [ "$SECONDS" -ge "$end" ]; then
    kill "$pid" 2>/dev/null
    rm -f "$run/llmrouter.pid"
    fail "LLMRouter was not ready within $seconds seconds; its log is in $run/llmrouter.log" \
      "Allow it more: LLMROUTER_START_SECONDS=120"
  fi
  sleep 0.2
done
say "LLMRouter is ready at http://$at/v1 (process $pid, log $run/llmrouter.log)"

if $gateway; then
  if ! command -v openclaw >/dev/null 2>&1; then
    say "OpenClaw is not installed: only LLMRouter was started."
  elif is_running openclaw; then
    say "OpenClaw's gateway runs already."
  else
    nohup openclaw gateway >"$run/openclaw.log" 2>&1 </dev/null &
    printf '%s\n' "$!" >"$run/openclaw.pid"
    say "OpenClaw's gateway was started (process $!, port 18789 unless configured otherwise, log $run/openclaw.log)"
  fi
fi

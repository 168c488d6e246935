#!/usr/bin/env bash
# Stops what start-openclaw.sh started: OpenClaw's gateway, then LLMRouter, whose streams may end.
set -u

case ${1:-} in
  '') ;;
  -h | --help)
    cat <<'HELP'
Usage: stop-openclaw.sh
Stops OpenClaw's gateway and LLMRouter, as started by start-openclaw.sh. Streams under way have serve.drain_timeout to end;
what has not ended after $LLMROUTER_STOP_SECONDS (40) is killed.

Exit codes: 0 all is stopped; 1 something had to be killed; 2 the command line was not understood.
HELP
    exit 0
    ;;
  *)
    printf "error: There is no option '%s'\nTry '%s --help'.\n" "$1" "${0##*/}" >&2
    exit 2
    ;;
esac

run=${LLMROUTER_RUN_DIR:-$HOME/.llmrouter/run}
seconds=${LLMROUTER_STOP_SECONDS:-40}
code=0

# What a process runs; not every machine has ps.
command_of() { ps -p "$1" -o args= 2>/dev/null || tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline"; }

# A pid file may outlive its process, and its number may then be another's: the command line of the process is looked at.
stop() {
  local name=$1 command=$2 file=$run/$2.pid pid end
  pid=$(cat "$file" 2>/dev/null) || pid=
  if [ -z "$pid" ] || ! command_of "$pid" 2>/dev/null | grep -q -- "$command"; then
    printf '%s does not run.\n' "$name"
    rm -f "$file"
    return
  fi
  kill "$pid" 2>/dev/null
  end=$((SECONDS + seconds))
  while kill -0 "$pid" 2>/dev/null; do
    if [ "$SECONDS" -ge "$end" ]; then
      kill -9 "$pid" 2>/dev/null
      printf 'warning: %s did not end within %s seconds and was killed.\n' "$name" "$seconds" >&2
      code=1
      break
    fi
    sleep 0.2
  done
  rm -f "$file"
  printf '%s is stopped.\n' "$name"
}

stop "OpenClaw's gateway" openclaw
stop LLMRouter llmrouter
exit "$code"

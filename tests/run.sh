#!/usr/bin/env bash
# The test command: installs what the tests need, builds once, runs every suite, ends with the line "N passed, N failed".
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: tests/run.sh [--soak] [--filter NAMESPACE]

  --soak              the long form of the random and failure tests (ORLEANSLLD_SOAK=1)
  --filter NAMESPACE  only the tests whose namespace contains NAMESPACE, such as Exchange; the other checks are left out

With CI=true a missing tool is a failure; otherwise the suites that need it fail by themselves and say so.
Logs and results are kept in artifacts/tests.
TEXT
}

filter=''
while (($# > 0)); do
  case $1 in
    --soak) export ORLEANSLLD_SOAK=1 ;;
    --filter)
      filter=${2:?--filter needs a namespace}
      shift
      ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift
done

cd "$(dirname "${BASH_SOURCE[0]}")/.."
results=$PWD/artifacts/tests
mkdir -p "$results"

# Debug on purpose: it is what `dotnet run` of the README builds, so one build serves both, and its assertions are on.
configuration=Debug

passed=0
failed=0
report=()
export NO_COLOR=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Every process that this run starts carries the mark in its environment, whatever session it moves to.
export ORLEANSLLD_TEST_RUN="$$-$RANDOM$RANDOM"

say() { printf '\n== %s\n' "$*"; }

# count NAME PASSED FAILED
count() {
  passed=$((passed + $2))
  failed=$((failed + $3))
  report+=("$(printf '%-22s %6d passed %6d failed' "$1" "$2" "$3")")
}

# One check that passes or fails as a whole: check NAME COMMAND...
check() {
  local name=$1
  shift
  say "$name"
  if "$@"; then count "$name" 1 0; else count "$name" 0 1; fi
}

left_behind() {
  [[ -d /proc/self ]] || return 0
  grep -lzxF "ORLEANSLLD_TEST_RUN=$ORLEANSLLD_TEST_RUN" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 | grep -vxF "$$" || true
}

end_what_was_started() {
  local signal pid
  for signal in TERM KILL; do
    for pid in $(left_behind); do
      kill -"$signal" "$pid" 2>/dev/null || true
    done
    [[ -z $(left_behind) ]] || sleep 1
  done
}
trap end_what_was_started EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

summary() {
  say 'Summary'
  ((${#report[@]} == 0)) || printf '%s\n' "${report[@]}"
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  end_what_was_started
  ((failed == 0))
}

give_up() {
  printf '%s\n' "$1" >&2
  count "${2:-prerequisites}" 0 1
  summary
  exit 1
}

require_sdks() {
  command -v dotnet >/dev/null || give_up 'The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0'
  dotnet --version >/dev/null 2>&1 || give_up "The .NET 10 SDK is missing (see global.json). Here: $(dotnet --list-sdks | tr '\n' ' ')"
  command -v npm >/dev/null || give_up 'Node.js 20 or newer with npm is missing: https://nodejs.org'
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  ((major >= 20)) || give_up "Node.js 20 or newer is needed; this is $(node --version)."
}

# install_debian COMMAND[=PACKAGE]... : without a name of its own the package is called like the command.
install_debian() {
  local missing=() packages=() as_root=() tool
  for tool in "$@"; do
    command -v "${tool%%=*}" >/dev/null && continue
    missing+=("${tool%%=*}")
    packages+=("${tool##*=}")
  done
  ((${#missing[@]} > 0)) || return 0
  if ((EUID != 0)); then as_root=(sudo -n); fi
  if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
    say "Installing ${packages[*]}"
    "${as_root[@]}" apt-get update -qq || true
    # At run level 1 a package's own server is not started: the tests start theirs.
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 "${as_root[@]}" apt-get install -qq -y --no-install-recommends "${packages[@]}" \
      >"$results/apt.log" 2>&1 || tail -n 5 "$results/apt.log" >&2
  fi
  for tool in "${missing[@]}"; do
    command -v "$tool" >/dev/null && continue
    printf 'Missing: %s, which a Debian package brings.\n' "$tool" >&2
    [[ ${CI:-} != true ]] || count "tool $tool" 0 1
  done
}

# npm_ci FOLDER : the packages of its lock file, unless they are there already.
npm_ci() {
  [[ -f $1/package-lock.json ]] || return 0
  [[ $1/node_modules/.package-lock.json -nt $1/package-lock.json ]] && return 0
  say "npm ci in $1"
  npm ci --prefix "$1" --no-audit --no-fund --loglevel=error || give_up "npm ci failed in $1." "npm $1"
}

# run_suite PROJECT
run_suite() {
  local name=$1 log=$results/$1.log program code=0 ok bad skip
  local arguments=(--no-ansi --progress off --results-directory "$results")
  [[ -z $filter ]] || arguments+=(--filter-namespace "*$filter*" --ignore-exit-code 8)
  program=$(find "artifacts/bin/$name" -type f -name "OrleansLld.$name" -path "*/${configuration,,}*" 2>/dev/null | head -n 1)
  say "$name"
  if [[ -z $program ]]; then
    echo "It was not built."
    count "$name" 0 1
    return
  fi
  timeout --kill-after=30 "${SUITE_SECONDS_MAX:-1200}" "$program" "${arguments[@]}" 2>&1 </dev/null | tee "$log" || code=${PIPESTATUS[0]}
  ok=$(sed -n 's/^ *succeeded: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  bad=$(sed -n 's/^ *failed: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  skip=$(sed -n 's/^ *skipped: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  # A skipped test is a failing test, and a suite that ended badly without naming a failed test has one.
  bad=$((${bad:-0} + ${skip:-0}))
  if ((code != 0 && bad == 0)); then
    echo "$name ended with exit code $code."
    bad=1
  fi
  count "$name" "${ok:-0}" "$bad"
}

run_web_tests() {
  local out=$results/web.json code=0 ok bad
  npm_ci Gateway/ClientApp
  say 'Web client'
  rm -f "$out"
  (cd Gateway/ClientApp && npx --no-install vitest run --reporter=default --reporter=json --outputFile.json="$out") </dev/null || code=$?
  ok=$(node -p 'require(process.argv[1]).numPassedTests' "$out" 2>/dev/null || echo 0)
  bad=$(node -p 'const r = require(process.argv[1]); r.numTotalTests - r.numPassedTests' "$out" 2>/dev/null || echo 0)
  if ((code != 0 && bad == 0)); then bad=1; fi
  count 'Web client' "$ok" "$bad"
}

shell_scripts() {
  find . \( -name node_modules -o -name artifacts -o -name .git \) -prune -o -type f \( -name '*.sh' -o -path './.ci/*' \) -print0
}

check_shell_scripts() { shell_scripts | xargs -0 shellcheck; }

# The build itself refuses what breaks the rules of style; what it does not look at is the white space.
check_format() { dotnet format whitespace OrleansLld.sln --verify-no-changes --no-restore; }

build() {
  dotnet build OrleansLld.sln --configuration "$configuration" --disable-build-servers --nologo -clp:ErrorsOnly >"$results/build.log" 2>&1
}

require_sdks
install_debian chromium shellcheck redis-server /usr/bin/aws=awscli s3cmd rclone restic s3fs
npm_ci Azurite
npm_ci tests/EndToEnd.Tests/clients

say 'Build'
if ! build; then
  cat "$results/build.log"
  give_up 'The build failed.' 'Build'
fi
count 'Build' 1 0

if [[ -z $filter ]]; then
  check 'Format' check_format
  if command -v shellcheck >/dev/null; then check 'Shell scripts' check_shell_scripts; fi
  run_web_tests
fi
# The slow one last.
for project in tests/*.Tests; do
  [[ $project == tests/EndToEnd.Tests ]] || run_suite "$(basename "$project")"
done
run_suite EndToEnd.Tests

summary

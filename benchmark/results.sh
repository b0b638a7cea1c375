#!/usr/bin/env bash
# The table of docs/results.md: perplexity of a model pruned by every method at 10, 20 and 30 %, once in the RCPU paper's
# protocol and once with Gimbal's defaults.
#
#   benchmark/results.sh MODEL CALIBRATION_TEXT EVALUATION_TEXT RESULTS_FILE
#
# Appends a line a cell to RESULTS_FILE (protocol, ratio, method, perplexity, ratio reached, parameters) and leaves out the
# cells that it already has, so that it can be stopped and started again; prints the tables at the end. About a minute a
# cell for SmolLM2-135M on two cores.
set -euo pipefail

if [[ $# -ne 4 ]]; then
    sed -n '2,9p' "$0" | cut -c3-
    exit 64
fi
model=$1 calibration=$2 evaluation=$3 results=$4
gimbal=$(cd -P -- "$(dirname -- "$0")/.." && pwd)/gimbal
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$results"

# cell PROTOCOL RATIO METHOD FLAGS...
cell() {
    local protocol=$1 ratio=$2 method=$3 holdout=0 perplexity
    shift 3
    if grep -q "^$protocol $ratio $method " "$results"; then
        return
    fi
    # auto chooses by held-out error, so it keeps the default share there too.
    [[ $method != auto ]] || holdout=8
    [[ $protocol != paper ]] || set -- "$@" --head-unit expand --budget units --schedule layer --holdout "$holdout"
    "$gimbal" prune --model "$model" --calibration "$calibration" --output "$work/model" --force --ratio "$ratio" "$@" \
        --format json >"$work/report.json"
    perplexity=$("$gimbal" eval --model "$work/model" --text "$evaluation" --windows 160 --format json |
        python3 -c 'import json, sys; print("%.2f" % json.load(sys.stdin)["perplexity"])')
    python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
print(*sys.argv[2:], "%.4f" % report["ratio"]["reached"], report["parameters"]["after"])
' "$work/report.json" "$protocol" "$ratio" "$method" "$perplexity" >>"$results"
}

for protocol in paper defaults; do
    for ratio in 0.1 0.2 0.3; do
        cell "$protocol" "$ratio" none --compensation none
        cell "$protocol" "$ratio" wanda-sp --score wanda-sp --compensation none
        cell "$protocol" "$ratio" flap --score wifv --compensation bias
        cell "$protocol" "$ratio" rotation --compensation rotation
        cell "$protocol" "$ratio" rotation-scale --compensation rotation-scale
        cell "$protocol" "$ratio" ridge --compensation ridge
        cell "$protocol" "$ratio" anchored --compensation anchored
        cell "$protocol" "$ratio" auto --compensation auto
    done
done

python3 - "$results" <<'E2'
import sys

cells = {tuple(line.split()[:3]): line.split()[3] for line in open(sys.argv[1]) if line.strip()}
for protocol in ("paper", "defaults"):
    print("\n| %s | 10 %% | 20 %% | 30 %% |\n| --- | --- | --- | --- |" % protocol)
    for method in ("none", "wanda-sp", "flap", "rotation", "rotation-scale", "ridge", "anchored", "auto"):
        row = [cells.get((protocol, ratio, method), "") for ratio in ("0.1", "0.2", "0.3")]
        print("| %s | %s |" % (method, " | ".join(row)))
E2

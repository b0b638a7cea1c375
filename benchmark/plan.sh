#!/usr/bin/env bash
# Holds plans to runs: prunes MODEL on TEXT under several plans, and prints the planned peak beside the one that the system
# counted (VmHWM, the most memory that was resident).
#
#     benchmark/plan.sh MODEL TEXT [THREADS]
set -euo pipefail

model=${1:?a model folder} text=${2:?a text} threads=${3:-$(nproc)}
root=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT

# The most resident memory of process $1 in MiB, until it ends.
watch_peak() {
    local line peak=0
    while line=$(grep VmHWM "/proc/$1/status" 2>/dev/null); do
        peak=$(awk '{print int($2 / 1024 + 0.5)}' <<<"$line")
        sleep 0.2
    done
    printf '%s' "$peak"
}

row() {
    local label=$1 planned peak process start
    shift
    local flags=(--model "$model" --calibration "$text" --output "$work/out" --force --threads "$threads" "$@")
    if ! planned=$("$root/gimbal" plan "${flags[@]}" --format json 2>"$work/refusal" |
        sed -n 's/^ *"peak_bytes" *: *\([0-9]*\).*/\1/p' | head -n 1) || [[ -z $planned ]]; then
        printf '%-44s refused: %s\n' "$label" "$(<"$work/refusal")"
        return
    fi
    start=$SECONDS
    "$root/gimbal" prune "${flags[@]}" >"$work/log" 2>&1 &
    process=$!
    peak=$(watch_peak "$process")
    if ! wait "$process"; then
        printf '%-44s failed: %s\n' "$label" "$(tail -n 1 "$work/log")"
        return
    fi
    awk -v label="$label" -v planned="$planned" -v peak="$peak" -v seconds=$((SECONDS - start)) 'BEGIN {
        planned /= 1048576
        printf "%-44s %8.0f %9.0f %+7.1f %% %8d\n", label, planned, peak, 100 * (planned / peak - 1), seconds
    }'
}

"$root/gimbal" --version >/dev/null
printf '%-44s %8s %9s %9s %8s\n' 'plan' 'planned' 'MiB peak' 'off by' 'seconds'
row 'no budget, 128 windows'
row '--memory 900m, 128 windows' --memory 900m
row '--memory 600m, 128 windows' --memory 600m
row '--memory 600m, 512 windows' --memory 600m --windows 512
row '--schedule layer, 128 windows' --schedule layer
row '--compensation auto, 128 windows' --compensation auto
row '--memory 600m, schedule layer, 512 windows' --memory 600m --schedule layer --windows 512
row 'memory-activations recompute, 128 windows' --memory-activations recompute --memory-hidden disk

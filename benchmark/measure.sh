#!/usr/bin/env bash
# Measures gimbal as a whole process: seconds, peak memory and the share of time by part, for prune and for eval; beside
# eval, what PyTorch reaches in the same minute, where a Python with torch and transformers is given.
#
#   benchmark/measure.sh MODEL CALIBRATION_TEXT EVALUATION_TEXT [RUNS] [PYTHON]
#
# Prints one line a run and the medians. Needs GNU time and Python 3 (for JSON); nothing else should run meanwhile.
set -euo pipefail

if [[ $# -lt 3 ]]; then
    sed -n '2,7p' "$0" | cut -c3-
    exit 64
fi
model=$1 calibration=$2 evaluation=$3 runs=${4:-3} python=${5:-}
here=$(cd -P -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/../gimbal" --version >/dev/null

summary='
import json, statistics, sys
kind, *files = sys.argv[1:]
rows = []
for name in files:
    report = json.load(open(name + ".json"))
    seconds, kilobytes = open(name + ".time").read().split()[-2:]
    parts = dict(report["seconds"] if kind == "prune" else report["parts"])
    parts.pop("total", None)
    rows.append((float(seconds), int(kilobytes) / 1e6, parts, report))
    rate = "" if kind == "prune" else ", %.0f tokens a second" % (report["tokens"] / report["seconds"])
    print("%s: %.1f s whole process, %.2f GB peak%s" % (kind, rows[-1][0], rows[-1][1], rate))
print("median %.1f s, %.2f GB" % (statistics.median(r[0] for r in rows), max(r[1] for r in rows)))
if kind == "eval":
    print("median %.0f tokens a second" % statistics.median(r[3]["tokens"] / r[3]["seconds"] for r in rows))
middle = sorted(rows, key=lambda r: r[0])[len(rows) // 2]
for part, seconds in middle[2].items():
    print("  %-13s %5.1f s  %4.1f %%" % (part, seconds, 100 * seconds / middle[0]))
print("  %-13s %5.1f s  %4.1f %%" % ("other", middle[0] - sum(middle[2].values()), 100 - 100 * sum(middle[2].values()) / middle[0]))
'

names=()
for i in $(seq "$runs"); do
    /usr/bin/time -o "$work/prune$i.time" -f '%e %M' "$here/../gimbal" prune --model "$model" --calibration "$calibration" \
        --output "$work/pruned" --force --ratio 0.2 --windows 128 --seq 128 --format json >"$work/prune$i.json" 2>/dev/null
    names+=("$work/prune$i")
done
python3 -c "$summary" prune "${names[@]}"

names=()
for i in $(seq "$runs"); do
    /usr/bin/time -o "$work/eval$i.time" -f '%e %M' "$here/../gimbal" eval --model "$model" --text "$evaluation" \
        --seq 128 --windows 160 --format json >"$work/eval$i.json" 2>/dev/null
    names+=("$work/eval$i")
    if [[ -n $python ]]; then
        "$python" "$here/pytorch_eval.py" "$model" "$evaluation" --seq 128 --windows 160 --threads "$(nproc)"
    fi
done
python3 -c "$summary" eval "${names[@]}"

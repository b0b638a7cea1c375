#!/usr/bin/env bash
# Measures zero-shot tasks beside perplexity, in pairs, each a whole process: tokens a second of both. What the answers of
# an item share counts once, as it is computed once; weights read count on both sides.
#
#   benchmark/zeroshot.sh MODEL TEXT TASKS [PAIRS] [LIMIT] [WINDOWS]
#
# TASKS is what --tasks takes. Prints each pair, then the median of the pairs' ratios. Needs Python 3 (for JSON); nothing
# else should run meanwhile.
set -euo pipefail

if [[ $# -lt 3 ]]; then
    sed -n '2,9p' "$0" | cut -c3-
    exit 64
fi
model=$1 text=$2 tasks=$3 pairs=${4:-3} limit=${5:-200} windows=${6:-160}
here=$(cd -P -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/../gimbal" --version >/dev/null

for i in $(seq "$pairs"); do
    "$here/../gimbal" eval --model "$model" --text "$text" --windows "$windows" --format json >"$work/text$i.json" 2>/dev/null
    "$here/../gimbal" eval --model "$model" --tasks "$tasks" --limit "$limit" --format json >"$work/tasks$i.json" 2>/dev/null
done

python3 -c '
import json, statistics, sys
folder, pairs = sys.argv[1], int(sys.argv[2])
ratios = []
for i in range(1, pairs + 1):
    text = json.load(open("%s/text%d.json" % (folder, i)))
    tasks = json.load(open("%s/tasks%d.json" % (folder, i)))["zero_shot"]["tasks"]
    rate = text["tokens"] / text["seconds"]
    all_tasks = sum(t["tokens"] for t in tasks) / sum(t["seconds"] for t in tasks)
    ratios.append(all_tasks / rate)
    print("perplexity %.0f tokens a second, tasks %.0f: %.0f %%" % (rate, all_tasks, 100 * ratios[-1]))
    print("  " + ", ".join("%s %.0f (%d tokens)" % (t["task"], t["tokens"] / t["seconds"], t["tokens"]) for t in tasks))
print("median %.0f %%" % (100 * statistics.median(ratios)))
' "$work" "$pairs"

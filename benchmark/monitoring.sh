#!/usr/bin/env bash
# Measures what being watched costs a run: gimbal prune with and without --monitor, watched as by one open page (the whole
# state, then the stream of events) and a scrape of the metrics every second.
#
#   benchmark/monitoring.sh MODEL CALIBRATION_TEXT [PAIRS] [WINDOWS]
#
# Runs the two in turn, holds their weights to the same bytes, and prints seconds, processor time and peak memory of each,
# the medians of the ratios, and how long /metrics took to answer. Needs GNU time, curl and Python 3; nothing else should
# run meanwhile.
set -euo pipefail

if [[ $# -lt 2 ]]; then
    sed -n '2,9p' "$0" | cut -c3-
    exit 64
fi
model=$1 calibration=$2 pairs=${3:-3} windows=${4:-128}
here=$(cd -P -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
watcher=
trap '[[ -z $watcher ]] || kill "$watcher" 2>/dev/null; rm -rf "$work"' EXIT
"$here/../gimbal" --version >/dev/null

# $1: name; more: flags
prune() {
    local name=$1
    shift
    /usr/bin/time -o "$work/$name.time" -f '%e %U %S %M' "$here/../gimbal" prune --model "$model" --calibration "$calibration" \
        --output "$work/${name%%[0-9]*}" --force --windows "$windows" "$@" >/dev/null 2>"$work/$name.err"
}

watch() {
    local url=
    until [[ -n $url ]]; do
        url=$(sed -n 's/.*watch it at \(http:[^ ]*\).*/\1/p' "$1" 2>/dev/null) || true
        sleep 0.1
    done
    curl -s "${url}" "${url}api/run" >/dev/null || true
    curl -sN "${url}api/events" >/dev/null &
    while curl -s -o /dev/null -w '%{time_total}\n' "${url}metrics" >>"$work/scrapes"; do
        sleep 1
    done
}

for i in $(seq "$pairs"); do
    prune "alone$i"
    : >"$work/watched$i.err"
    watch "$work/watched$i.err" &
    watcher=$!
    prune "watched$i" --monitor 0
    kill "$watcher" 2>/dev/null || true
    watcher=
    cmp "$work/alone/model.safetensors" "$work/watched/model.safetensors"
    printf 'pair %d: alone %s, watched %s (seconds, user, system, KB)\n' "$i" "$(cat "$work/alone$i.time")" \
        "$(cat "$work/watched$i.time")"
done
python3 - "$work" "$pairs" <<'E2'
import statistics, sys

work, pairs = sys.argv[1], int(sys.argv[2])
runs = {kind: [tuple(map(float, open("%s/%s%d.time" % (work, kind, i + 1)).read().split()[-4:])) for i in range(pairs)]
        for kind in ("alone", "watched")}
for name, of in (("seconds", lambda r: r[0]), ("processor time", lambda r: r[1] + r[2]), ("peak memory", lambda r: r[3])):
    ratios = [of(w) / of(a) for a, w in zip(runs["alone"], runs["watched"])]
    print("%s: alone %.1f, watched / alone, median of the pairs %.3f"
          % (name, statistics.median(map(of, runs["alone"])), statistics.median(ratios)))
scrapes = sorted(float(line) * 1000 for line in open(work + "/scrapes"))
print("/metrics: %d answers, median %.1f ms, 95th percentile %.1f ms, slowest %.1f ms"
      % (len(scrapes), statistics.median(scrapes), scrapes[int(0.95 * (len(scrapes) - 1))], scrapes[-1]))
E2

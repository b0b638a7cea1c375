#!/usr/bin/env bash
# Measures what actors, streams and checkpoints cost: gimbal prune against the synchronous engine, which does the same
# arithmetic in one thread's loop, with everything in memory and nothing saved on the way.
#
#   benchmark/overhead.sh MODEL CALIBRATION_TEXT [PAIRS] [WINDOWS]
#
# Runs the two in turn, holds their weights to the same bytes, and prints seconds and peak memory of each whole process, the
# medians and their ratios. Needs GNU time, Python 3 and a JDK; nothing else should run meanwhile.
set -euo pipefail

if [[ $# -lt 2 ]]; then
    sed -n '2,8p' "$0" | cut -c3-
    exit 64
fi
model=$1 calibration=$2 pairs=${3:-3} windows=${4:-128}
here=$(cd -P -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/../gimbal" --version >/dev/null
target=$here/../pipeline/target
javac -d "$work/classes" -cp "$target/gimbal.jar:$target/lib/*" "$here/EngineRun.java"
jar --create --file "$work/engine.jar" -C "$work/classes" .

# As the launcher starts Java; the engine gets an archive of its classes as the launcher's program has one.
engine() {
    local archive=$1
    shift
    MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576 /usr/bin/time -o "$work/engine" -f '%e %M' java \
        -XX:+UseSerialGC -Xms48m -Xmn32m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 \
        -XX:-UsePerfData -Xshare:auto "$archive=$work/engine.jsa" \
        -cp "$target/gimbal.jar:$(printf '%s:' "$target"/lib/*.jar)$work/engine.jar" EngineRun "$@" >/dev/null 2>&1
}
sample=$here/../configs/sample
engine -XX:ArchiveClassesAtExit model="$sample/model" calibration="$sample/calibration.txt" output="$work/sample" windows=16

for i in $(seq "$pairs"); do
    /usr/bin/time -o "$work/actors$i" -f '%e %M' "$here/../gimbal" prune --model "$model" --calibration "$calibration" \
        --output "$work/by-actors" --force --windows "$windows" --format json >"$work/report$i.json" 2>/dev/null
    engine -XX:SharedArchiveFile model="$model" calibration="$calibration" output="$work/by-engine" force=true \
        windows="$windows"
    mv "$work/engine" "$work/engine$i"
    cmp "$work/by-actors/model.safetensors" "$work/by-engine/model.safetensors"
    printf 'pair %d: actors %s, engine %s (seconds, KB)\n' "$i" "$(cat "$work/actors$i")" "$(cat "$work/engine$i")"
done
python3 - "$work" "$pairs" <<'E2'
import statistics, sys

work, pairs = sys.argv[1], int(sys.argv[2])
runs = {kind: [tuple(map(float, open("%s/%s%d" % (work, kind, i + 1)).read().split()[-2:])) for i in range(pairs)]
        for kind in ("actors", "engine")}
for kind in runs:
    print("%s: median %.1f s, %.2f GB" % (kind, statistics.median(r[0] for r in runs[kind]),
                                          statistics.median(r[1] for r in runs[kind]) / 1e6))
for column, name in ((0, "time"), (1, "memory")):
    ratios = [a[column] / e[column] for a, e in zip(runs["actors"], runs["engine"])]
    print("%s: actors / engine, median of the pairs %.3f" % (name, statistics.median(ratios)))
E2

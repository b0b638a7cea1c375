#!/usr/bin/env bash
# Makes the archive of loaded classes that spares every later start their reading and checking (Java's class-data sharing):
# prunes the sample model with a few windows, watched as by a page and a scrape, and keeps the classes that were used.
#
#     archive-classes.sh JAVA ROOT
#
# JAVA is the program that will run Gimbal, as an archive serves no other; ROOT has pipeline/target/gimbal.jar and configs.
# The archive, pipeline/target/gimbal.jsa, is only ever there whole. Java passes over one that is of another jar or of another
# Java, so nothing but time depends on it. (Where a blank is in the path, Java 17 shares only its own classes.)
set -euo pipefail

java=$1 root=$2
target=$root/pipeline/target
sample=$root/configs/sample
work=$(mktemp -d "$target/gimbal-archive.XXXXXX")
trap 'rm -rf -- "$work"' EXIT

# Asks the server at port $1 for $2 and passes over what it answers. Where this shell cannot, its classes are not archived.
ask() {
    {
        printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n' "$2" "$1" >&3
        cat <&3
    } 3<>"/dev/tcp/127.0.0.1/$1" >/dev/null 2>&1 || true
}

# Watches the run that writes $1 until it ends.
watch() {
    local port=
    until [[ -n $port ]]; do
        sleep 0.1
        port=$(sed -n 's|.*http://127\.0\.0\.1:\([0-9]*\).*|\1|p' "$1")
    done
    ask "$port" /
    ask "$port" /api/run
    ask "$port" /metrics
    ask "$port" /api/events # to the run's last event
}

: >"$work/log"
watch "$work/log" &
watcher=$!
trap 'kill "$watcher" 2>/dev/null || true; rm -rf -- "$work"' EXIT

# The collector and the heap's bounds as the launcher sets them: an archive is of a collector, too.
"$java" -XX:+UseSerialGC -Xms48m -Xmn32m -XX:-UsePerfData -Xshare:auto -XX:ArchiveClassesAtExit="$work/gimbal.jsa" \
    -jar "$target/gimbal.jar" prune --model "$sample/model" --calibration "$sample/calibration.txt" --windows 16 \
    --output "$work/out" --monitor 127.0.0.1:0 --format json >"$work/log" 2>&1 </dev/null
# A file that a crash of the machine cuts short would bring Java down.
sync -- "$work/gimbal.jsa" 2>/dev/null || sync
mv -f -- "$work/gimbal.jsa" "$target/gimbal.jsa"

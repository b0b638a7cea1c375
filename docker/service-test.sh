#!/usr/bin/env bash
# What gimbal-service becomes for each state of a run, and what gimbal-health asks, with a stand-in for the program.
set -euo pipefail

here=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
place=$(mktemp -d)
server=
service=
trap '[[ -z $server ]] || kill "$server"; [[ -z $service ]] || kill "$service"; rm -rf -- "$place"' EXIT
failed=0

cat >"$place/gimbal" <<'STAND_IN'
#!/usr/bin/env bash
[[ $1 == status ]] || { printf '%s token=%s\n' "$*" "${GIMBAL_MONITOR_TOKEN:-}"; exit 0; }
[[ -s $STATUS ]] || { echo 'gimbal: There is no run directory' >&2; exit 66; }
[[ $(<"$STATUS") != damaged ]] || { echo 'gimbal: no checkpoint is whole' >&2; exit 65; }
cat -- "$STATUS"
STAND_IN
chmod 755 "$place/gimbal"
printf 'secret' >"$place/token"

appears() { # file; gives up after ten seconds
    local turn
    for ((turn = 0; turn < 200; turn++)); do
        [[ ! -s $1 ]] || return 0
        sleep 0.05
    done
    printf 'WRONG    %s does not appear\n' "$1"
    exit 1
}

is() { # what, wanted, got
    if [[ $3 == "$2" ]]; then
        printf 'ok       %s\n' "$1"
    else
        printf 'WRONG    %s\n  wanted %s\n  got    %s\n' "$1" "$2" "$3"
        failed=1
    fi
}

# A status as 'gimbal status --format json' writes it: state, generation of the last checkpoint, exit code of a failure.
status() {
    local checkpoint=null failure=null
    [[ $2 == none ]] || checkpoint=$'{\n    "generation" : '"$2"$',\n    "layers_done" : 1\n  }'
    [[ $3 == none ]] || failure=$'{\n    "message" : "The \\"disk\\" is full, so wait.",\n    "exit_code" : '"$3"$'\n  }'
    printf '{\n  "folder" : "/runs/x.run",\n  "run" : "1",\n  "state" : "%s",\n  "checkpoint" : %s,\n  "failed" : %s,\n  "next" : null\n}\n' \
        "$1" "$checkpoint" "$failure" >"$place/status"
}

becomes() { # what, wanted
    is "$1" "$2 token=secret" "$(STATUS=$place/status PATH=$place:$PATH GIMBAL_RUN=/runs/x.run GIMBAL_MONITOR=0.0.0.0:1 \
        GIMBAL_MONITOR_TOKEN_FILE=$place/token GIMBAL_RETRY_SECONDS=0 \
        "$here/bin/gimbal-service" --model=/m '--output=/o p' 2>/dev/null || printf 'exit %s' "$?")"
}

prune='prune --model=/m --output=/o p --run /runs/x.run --monitor 0.0.0.0:1'
resume='resume /runs/x.run --monitor 0.0.0.0:1'
watch='watch /runs/x.run --monitor 0.0.0.0:1'
: >"$place/status"
becomes 'no run is begun' "$prune"
for state in stopped interrupted running elsewhere; do
    status "$state" 7 none
    becomes "a run that is $state goes on" "$resume"
    status "$state" none none
    becomes "one that is $state and has saved nothing is begun again" "$prune"
done
for code in 74 75; do
    status failed 7 "$code"
    becomes "a run that failed with $code goes on" "$resume"
done
for code in 65 70 78; do
    status failed 7 "$code"
    becomes "a run that failed with $code is shown" "$watch"
done
status finished none none
becomes 'a finished run is shown' "$watch"
printf damaged >"$place/status"
is 'a run that cannot be told of ends with its sentence and code' $'gimbal: no checkpoint is whole\n exit 65' \
    "$(STATUS=$place/status PATH=$place:$PATH GIMBAL_RUN=/runs/x.run "$here/bin/gimbal-service" 2>&1 || printf ' exit %s' "$?")"

status failed 7 74
(
    STATUS=$place/status PATH=$place:$PATH GIMBAL_RUN=/runs/x.run GIMBAL_RETRY_SECONDS=600 exec "$here/bin/gimbal-service" \
        2>"$place/said"
) &
service=$!
appears "$place/said"
kill -TERM "$service"
code=0
wait "$service" || code=$?
service=
is 'a stop while it waits ends it at once' 75 "$code"

# --- the health check
python3 - "$place/port" 2>/dev/null <<'SERVER' &
import http.server, sys

class Answers(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        lives = self.path == "/healthz" and self.headers["Host"].startswith("localhost:")
        self.send_response(200 if lives else 503)
        self.end_headers()

server = http.server.HTTPServer(("127.0.0.1", 0), Answers)
open(sys.argv[1], "w").write(f"{server.server_port}\n")
server.serve_forever()
SERVER
server=$!
appears "$place/port"
port=$(<"$place/port")

health() { # words of process 1
    printf '%s\0' "$@" >"$place/cmdline"
    local code=0
    GIMBAL_HEALTH_CMDLINE=$place/cmdline "$here/bin/gimbal-health" >/dev/null 2>&1 || code=$?
    printf '%s' "$code"
}

is 'a program that answers is healthy' 0 "$(health java -jar gimbal.jar prune --monitor "0.0.0.0:$port" --ratio 0.2)"
is 'so is one whose flag has an equals sign' 0 "$(health java prune "--monitor=$port")"
is 'and one that listens to IPv6 as well' 0 "$(health java prune --monitor "[::]:$port")"
is 'one that does not listen is not' 1 "$(health java prune --monitor 127.0.0.1:1)"
is 'one that serves nothing is' 0 "$(health java prune --ratio 0.2)"
is 'what GIMBAL_HEALTH names is asked' 1 "$(GIMBAL_HEALTH=127.0.0.1:1 health java prune --ratio 0.2)"
exit "$failed"

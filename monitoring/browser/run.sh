#!/bin/sh
# Tests the page that shows a run, in a real browser: on runs that never were, and on real ones of the sample model where
# the program is built. Installs what it needs (npm packages; Debian's chromium, as root) and says what it skips, and why.
#
#     monitoring/browser/run.sh [TEST FILE ...]
set -eu
cd "$(dirname "$0")"

skip() {
    echo "skipped: $1"
    exit 0
}

command -v node >/dev/null || skip "there is no node; 20.19 or newer runs these tests"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    skip "node $(node --version) is too old; 20.19 or newer runs these tests"

if [ ! -d node_modules/playwright-core ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    command -v npm >/dev/null || skip "there is no npm to install playwright-core with"
    npm ci --no-audit --no-fund --loglevel=error || skip "npm could not install playwright-core"
fi

if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null &&
    ! command -v google-chrome >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null ||
            echo "chromium could not be installed: tests that need it are skipped"
    else
        echo "there is no chromium, and only root can install it: tests that need it are skipped"
    fi
fi

if [ $# -eq 0 ]; then
    set -- test/*.test.js
fi
exec node --test --test-concurrency=1 --test-reporter=spec "$@"

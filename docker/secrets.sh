#!/usr/bin/env bash
# Draws the secrets that compose.yaml hands to its services: the endpoint's token and Grafana's password for 'admin'. Those
# that exist stay. A secret's file is seen in a container as it is here and read by another user there, so all may read the
# files; only their owner gets into the folder.
set -euo pipefail

folder=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)/secrets
mkdir -p -- "$folder"
chmod 700 -- "$folder"
for name in monitor_token grafana_password; do
    file=$folder/$name
    if [[ -s $file ]]; then
        printf '%s is there already\n' "$file"
        continue
    fi
    head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"$file"
    chmod 644 -- "$file"
    printf '%s is new\n' "$file"
done

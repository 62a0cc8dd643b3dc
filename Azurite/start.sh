#!/usr/bin/env bash
# Installs (once) and runs the Azure Storage emulator until SIGTERM or Ctrl+C.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: Azurite/start.sh [--location DIR] [--blob-port N] [--queue-port N] [--table-port N]

  --location DIR   where the data is kept; default data/azurite beside the solution
  --blob-port N    default 10000
  --queue-port N   default 10001
  --table-port N   default 10002

Listens on 127.0.0.1. Prints the connection string, alone on a line, once every port answers.
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
location=$here/../data/azurite
blob=10000
queue=10001
table=10002
while (($# > 0)); do
  case $1 in
    --location) location=${2:?--location needs a folder} ;;
    --blob-port) blob=${2:?--blob-port needs a number} ;;
    --queue-port) queue=${2:?--queue-port needs a number} ;;
    --table-port) table=${2:?--table-port needs a number} ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
  esac
  shift 2
done

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

for port in "$blob" "$queue" "$table"; do
  if answers "$port"; then
    echo "Port $port is taken already." >&2
    exit 1
  fi
done

if [[ ! $here/node_modules/.package-lock.json -nt $here/package-lock.json ]]; then
  npm ci --prefix "$here" --no-audit --no-fund --loglevel=error >&2
fi
mkdir -p "$location"

node "$here/node_modules/azurite/dist/src/azurite.js" --silent --skipApiVersionCheck --disableTelemetry --location "$location" \
  --blobPort "$blob" --queuePort "$queue" --tablePort "$table" >&2 &
azurite=$!
# SIGTERM and nothing harder: Azurite writes its metadata on a timer and on SIGTERM, so a harder end loses what it acknowledged.
trap 'kill -TERM "$azurite" 2>/dev/null || true' TERM INT

for port in "$blob" "$queue" "$table"; do
  until answers "$port"; do
    kill -0 "$azurite" 2>/dev/null || exit 1
    sleep 0.1
  done
done

# The account and key are the emulator's public ones, the same everywhere.
key='Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='
account=devstoreaccount1
printf 'DefaultEndpointsProtocol=http;AccountName=%s;AccountKey=%s;BlobEndpoint=%s;QueueEndpoint=%s;TableEndpoint=%s;\n' \
  "$account" "$key" "http://127.0.0.1:$blob/$account" "http://127.0.0.1:$queue/$account" "http://127.0.0.1:$table/$account"

# A trapped signal ends the wait before the child has ended: wait until it has.
while kill -0 "$azurite" 2>/dev/null; do
  wait "$azurite" || true
done

#!/usr/bin/env bash
# A cluster of real processes on this machine: silos, gateways, Redis and Azurite, all on 127.0.0.1.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: deploy/local-cluster.sh COMMAND [OPTIONS]

  up              starts what does not run, and waits until all of it is ready
  status          what runs where, and what the silos say
  kill NAME       ends a process with SIGKILL, as a crash would
  suspend NAME    stops a process in its tracks (SIGSTOP)
  resume NAME     lets it go on (SIGCONT)
  stop NAME       ends a process in order (SIGTERM): it drains and hands over
  start NAME      starts it again
  restart NAME    stop and start
  roll            restarts every gateway and silo, one after the other, while the rest serves
  logs NAME       shows a log, and what comes
  down            ends everything in order; the data stays

Options of up, remembered until the next up:
  --silos N       default 3           --demo           demonstration account, markets and test money
  --gateways N    default 2           --port-base N    default 18000: gateways listen on 18001, 18002 …,
                                                  and for S3 on 18501, 18502 …
  --build         build first; otherwise only what was never built is built

Option of all: --dir DIR, where data, logs, keys and process ids are; default data/cluster beside the solution.

Names are silo1, silo2 …, gateway1 …, redis and azurite.

Try:
  deploy/local-cluster.sh up --demo
  deploy/local-cluster.sh kill silo2 && deploy/local-cluster.sh status
  deploy/local-cluster.sh start silo2
  deploy/local-cluster.sh roll
  deploy/local-cluster.sh down
TEXT
}

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dir=$root/data/cluster
silos=3
gateways=2
base=18000
demo=false
build=false
ready_seconds_max=120
stop_seconds_max=60

fail() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

(($# > 0)) || { usage >&2; exit 2; }
command=$1
shift
name=''
given=()
while (($# > 0)); do
  case $1 in
    --dir) dir=${2:?--dir needs a folder} && shift ;;
    --silos | --gateways | --port-base)
      [[ ${2:-} =~ ^[0-9]+$ ]] || fail "$1 needs a number." 2
      given+=("$1=$2") && shift
      ;;
    --demo | --build) given+=("$1") ;;
    --help | -h) usage && exit 0 ;;
    -*) usage >&2 && exit 2 ;;
    *) name=$1 ;;
  esac
  shift
done
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

# What up was told stays true for the commands after it.
remembered=$dir/cluster.conf
# shellcheck source=/dev/null
[[ ! -f $remembered ]] || . "$remembered"
for option in "${given[@]}"; do
  case $option in
    --silos=*) silos=${option#*=} ;;
    --gateways=*) gateways=${option#*=} ;;
    --port-base=*) base=${option#*=} ;;
    --demo) demo=true ;;
    --build) build=true ;;
  esac
done
((silos >= 1 && silos <= 90 && gateways >= 1 && gateways <= 90)) || fail 'There are 1 to 90 silos and 1 to 90 gateways.' 2

redis_port=$((base + 400))
azurite_port=$((base + 410))

gateway_names() { for ((i = 1; i <= gateways; i++)); do echo "gateway$i"; done; }
silo_names() { for ((i = 1; i <= silos; i++)); do echo "silo$i"; done; }
all_names() { echo redis && echo azurite && silo_names && gateway_names; }

http_port() {
  case $1 in
    gateway*) echo $((base + ${1#gateway})) ;;
    silo*) echo $((base + 100 + ${1#silo})) ;;
  esac
}

s3_port() { echo $((base + 500 + ${1#gateway})); }

require_name() { all_names | grep -qxF -- "${name:-}" || fail "Which process? One of: $(all_names | tr '\n' ' ')" 2; }

# The process id, if the process is there and ours: ids are used again. Before it becomes its program it is still this script.
pid_of() {
  local file=$dir/run/$1.pid pid
  [[ -f $file ]] || return 1
  pid=$(<"$file")
  ps -o command= -p "$pid" 2>/dev/null | grep -qF -e "$dir/" -e redis-server -e local-cluster.sh && echo "$pid"
}

is_ready() {
  case $1 in
    redis) redis-cli -p "$redis_port" ping 2>/dev/null | grep -q PONG ;;
    azurite) [[ -s $dir/azurite.connection ]] ;;
    *) curl --silent --fail --max-time 3 --output /dev/null "http://127.0.0.1:$(http_port "$1")/health/ready" ;;
  esac
}

await_ready() {
  local seconds=0
  until is_ready "$1"; do
    pid_of "$1" >/dev/null || fail "$1 ended before it was ready; the end of $dir/logs/$1.log:"$'\n'"$(tail -n 5 "$dir/logs/$1.log")"
    ((seconds++ < ready_seconds_max)) || fail "$1 is not ready after $ready_seconds_max s; see $dir/logs/$1.log."
    sleep 1
  done
}

# launch NAME COMMAND... : in a session of its own, so that Ctrl+C here does not reach it.
launch() {
  local name=$1
  shift
  (cd "$dir" && exec setsid "$@") >>"$dir/logs/$name.log" 2>&1 </dev/null &
  echo $! >"$dir/run/$name.pid"
}

program() { find "$root/artifacts/bin/$1" -maxdepth 2 -name "OrleansLld.$1.dll" -print 2>/dev/null | sort | head -n 1; }

build_if_needed() {
  local project
  for project in Silo Client; do
    if [[ $build == true || -z $(program "$project") ]]; then
      echo "Building $project …"
      dotnet build "$root/$project" --nologo -clp:ErrorsOnly
    fi
  done
}

new_key() { [[ -s $1 ]] || (umask 077 && head -c 32 /dev/urandom | base64 >"$1"); }

# What all processes share; the secrets are in files that only their owner may read.
settings() {
  new_key "$dir/keys/token-key"
  new_key "$dir/keys/credential-key"
  export Orleans__Clustering__ProviderType=Redis Orleans__Clustering__ConnectionString="127.0.0.1:$redis_port"
  export Orleans__Reminders__ProviderType=Redis Orleans__Reminders__ConnectionString="127.0.0.1:$redis_port"
  export Storage__Provider=Azure Storage__Azure__ConnectionStringFile="$dir/azurite.connection"
  export Gateway__TokenKeyFile="$dir/keys/token-key" Accounts__CredentialKeyFile="$dir/keys/credential-key"
  export Demo=$demo
}

start_one() {
  local name=$1 number
  if pid_of "$name" >/dev/null; then return; fi
  number=${name##*[a-z]}
  case $name in
    redis)
      command -v redis-server >/dev/null || fail 'redis-server is missing: apt-get install redis-server'
      # Reminders are promises: they outlive a restart of Redis.
      mkdir -p "$dir/redis"
      launch redis redis-server --bind 127.0.0.1 --port "$redis_port" --dir "$dir/redis" --save '' --appendonly yes
      ;;
    azurite)
      rm -f "$dir/azurite.connection"
      (umask 077 && : >"$dir/azurite.connection")
      # It says the connection string on its standard output, once it answers.
      # shellcheck disable=SC2016
      launch azurite bash -c 'exec >"$1" && shift && exec "$@"' azurite "$dir/azurite.connection" \
        "$root/Azurite/start.sh" --location "$dir/azurite" \
        --blob-port "$azurite_port" --queue-port $((azurite_port + 1)) --table-port $((azurite_port + 2))
      ;;
    silo*)
      launch "$name" dotnet "$(program Silo)" --Gateway:Enabled=false --Data="$dir/house" --Gateway:Http:Port="$(http_port "$name")" \
        --Orleans:SiloPort=$((base + 200 + number)) --Orleans:GatewayPort=$((base + 300 + number))
      ;;
    gateway*)
      launch "$name" dotnet "$(program Gateway)" --Data="$dir/house" --Gateway:Http:Port="$(http_port "$name")" \
        --ObjectStore:Port="$(s3_port "$name")"
      ;;
  esac
}

stop_one() {
  local pid tenths=0
  pid=$(pid_of "$1") || return 0
  kill -TERM "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    ((tenths++ < stop_seconds_max * 10)) || fail "$1 (process $pid) has not ended after $stop_seconds_max s."
    sleep 0.1
  done
  rm -f "$dir/run/$1.pid"
}

restart_one() {
  stop_one "$1"
  start_one "$1"
  await_ready "$1"
}

up() {
  command -v curl >/dev/null || fail 'curl is missing.'
  mkdir -p "$dir/run" "$dir/logs" "$dir/keys" "$dir/house"
  chmod 700 "$dir/keys"
  printf 'silos=%s\ngateways=%s\nbase=%s\ndemo=%s\n' "$silos" "$gateways" "$base" "$demo" >"$remembered"
  printf 'export Orleans__Clustering__ProviderType=Redis Orleans__Clustering__ConnectionString=127.0.0.1:%s\n' "$redis_port" \
    >"$dir/console.env"
  build_if_needed
  settings
  local each
  echo 'Starting Redis and Azurite …'
  for each in redis azurite; do start_one "$each" && await_ready "$each"; done
  echo "Starting $silos silos and $gateways gateways …"
  for each in $(silo_names) $(gateway_names); do start_one "$each"; done
  for each in $(silo_names) $(gateway_names); do await_ready "$each"; done
  status
  next_steps
}

status() {
  local each pid state
  printf '\n  %-10s %-8s %-10s %s\n' NAME PROCESS STATE ADDRESS
  for each in $(all_names); do
    pid=$(pid_of "$each") || pid=''
    if [[ -z $pid ]]; then state='down'
    elif [[ $(ps -o state= -p "$pid") == T* ]]; then state='suspended'
    elif is_ready "$each"; then state='ready'
    else state='not ready'; fi
    printf '  %-10s %-8s %-10s %s\n' "$each" "${pid:--}" "$state" "$(address_of "$each")"
  done
}

address_of() {
  case $1 in
    redis) echo "127.0.0.1:$redis_port" ;;
    azurite) echo "127.0.0.1:$azurite_port (blobs), $((azurite_port + 2)) (tables)" ;;
    silo*) echo "127.0.0.1:$((base + 200 + ${1#silo})) (health: http://127.0.0.1:$(http_port "$1")/health/ready)" ;;
    gateway*) echo "http://127.0.0.1:$(http_port "$1") (S3: http://127.0.0.1:$(s3_port "$1"))" ;;
  esac
}

console() {
  # shellcheck source=/dev/null
  (. "$dir/console.env" && exec dotnet "$(program Client)" "$@")
}

next_steps() {
  local place=''
  [[ $dir == "$root/data/cluster" ]] || place=" --dir $dir"
  cat <<TEXT

  Web client   http://127.0.0.1:$(http_port gateway1)   (and every other gateway)
  S3           http://127.0.0.1:$(s3_port gateway1)   (and every other gateway)
TEXT
  [[ $demo != true || ! -f $dir/house/demo-password ]] || echo "  Sign in      demo / $(<"$dir/house/demo-password")"
  cat <<TEXT
  Console      . $dir/console.env && dotnet run --project Client -- cluster status

  Next: deploy/local-cluster.sh kill silo2$place && deploy/local-cluster.sh status$place
TEXT
}

signal_one() {
  local pid
  require_name
  pid=$(pid_of "$name") || fail "$name does not run."
  kill -"$1" "$pid"
}

case $command in
  up) up ;;
  status)
    status
    if is_ready redis; then console cluster status; fi
    ;;
  kill)
    [[ $name != azurite ]] || fail 'Azurite loses what it acknowledged when it is killed: stop it instead, or kill something else.'
    signal_one KILL
    ;;
  suspend) signal_one STOP ;;
  resume) signal_one CONT ;;
  stop) require_name && stop_one "$name" ;;
  start) require_name && settings && start_one "$name" && await_ready "$name" ;;
  restart) require_name && settings && restart_one "$name" ;;
  roll)
    settings
    for each in $(gateway_names) $(silo_names); do
      restart_one "$each"
      echo "$each restarted"
    done
    ;;
  logs) require_name && exec tail -n 50 -F "$dir/logs/$name.log" ;;
  down)
    for each in $(gateway_names) $(silo_names) redis azurite; do stop_one "$each"; done
    echo "Everything has ended; the data is in $dir."
    ;;
  --help | -h | help) usage ;;
  *) usage >&2 && exit 2 ;;
esac

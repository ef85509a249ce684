# shellcheck shell=bash
# A private, throw-away PostgreSQL for one run of the tests. Sourced; call postgres_start, and postgres_stop from an EXIT trap.
# It is built for speed, not for keeping anything: nothing is synced to the disk.

postgres_bin() {
  local dir
  # Debian's own folder first: what is in the PATH may be a wrapper that wants a configured cluster.
  for dir in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/initdb)")"; do
    [ -x "$dir/initdb" ] && [ -x "$dir/pg_ctl" ] && { echo "$dir"; return 0; }
  done
  return 1
}

# PostgreSQL refuses to run as root, so root hands it to the user postgres.
postgres_as_owner() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

postgres_start() {
  local bin try port
  bin=$(postgres_bin) || { echo "PostgreSQL is not installed"; return 1; }
  if [ "$(id -u)" = 0 ] && ! id postgres >/dev/null 2>&1; then echo "there is no user postgres to run it as"; return 1; fi
  PG_HOME=$(mktemp -d "${TMPDIR:-/tmp}/lotsen-pg.XXXXXX")
  chmod 755 "$PG_HOME"
  [ "$(id -u)" = 0 ] && chown postgres "$PG_HOME"
  if ! (cd "$PG_HOME" && postgres_as_owner "$bin/initdb" -D "$PG_HOME/data" -U postgres -A trust -E UTF8 --locale=C --no-sync) >"$PG_HOME.log" 2>&1; then
    tail -n 5 "$PG_HOME.log"; return 1
  fi
  for try in 1 2 3 4 5 6; do
    port=$((20000 + RANDOM % 20000))
    if (cd "$PG_HOME" && postgres_as_owner "$bin/pg_ctl" -D "$PG_HOME/data" -l "$PG_HOME/log" -w -t 30 -s start -o "-c port=$port \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories=$PG_HOME -c max_connections=200 -c shared_buffers=256MB \
        -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off -c max_wal_size=4GB") >>"$PG_HOME.log" 2>&1; then
      export LOTSEN_TEST_PG="postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
      return 0
    fi
  done
  tail -n 5 "$PG_HOME/log"
  return 1
}

postgres_stop() {
  [ -n "${PG_HOME:-}" ] || return 0
  local bin
  bin=$(postgres_bin) && (cd / && postgres_as_owner "$bin/pg_ctl" -D "$PG_HOME/data" -s -m immediate stop) >/dev/null 2>&1
  rm -rf "$PG_HOME" "$PG_HOME.log"
  unset PG_HOME
}

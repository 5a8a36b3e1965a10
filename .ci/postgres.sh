# Starts Debian's Postgres on a private port as a user who is not root, and exports DATABASE_URL; it ends with the shell.
# Sourced by run. Nothing of the machine's own clusters is touched.
pg_find() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }
PG_BIN=$(pg_find || true)
if [ -z "$PG_BIN" ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
  PG_BIN=$(pg_find)
fi
PG_DIR=$(mktemp -d /tmp/mortise-pg.XXXXXX)
PG_PORT=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
PG_USER=postgres
if [ "$(id -u)" = 0 ]; then
  id "$PG_USER" >/dev/null 2>&1 || PG_USER=nobody
  chown "$PG_USER" "$PG_DIR"
  as_pg() { setpriv --reuid="$PG_USER" --regid="$(id -g "$PG_USER")" --clear-groups env -C / "$@"; }
else
  as_pg() { "$@"; }
fi
as_pg "$PG_BIN/initdb" -D "$PG_DIR/data" -U mortise -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
as_pg "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -l "$PG_DIR/data/log" -s -w start \
  -o "-p $PG_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200" </dev/null
pg_stop() { as_pg "$PG_BIN/pg_ctl" -D "$PG_DIR/data" -s -m fast stop || true; rm -rf "$PG_DIR"; }
trap pg_stop EXIT
export DATABASE_URL="postgres://mortise@127.0.0.1:$PG_PORT/postgres"
echo "$("$PG_BIN/postgres" --version) on port $PG_PORT"

#!/bin/sh
# Starts a throw-away PostgreSQL server: whatever it held is gone when the container is.
# It takes the same variables and arguments as the official image:
#   POSTGRES_PASSWORD  password of the superuser `postgres`, asked for on every connection
#   PGDATA             where the data go
#   arguments          further ones for the server, such as `-c max_connections=200`
set -eu
: "${POSTGRES_PASSWORD:?has to be set}"
: "${PGDATA:=/var/lib/postgresql/data}"
for bin in /usr/lib/postgresql/*/bin; do PATH=$bin:$PATH; done

umask 077
password=$(mktemp)
printf '%s\n' "$POSTGRES_PASSWORD" >"$password"
initdb --pgdata="$PGDATA" --username=postgres --pwfile="$password" --auth=scram-sha-256 \
    --encoding=UTF8 --locale=C --no-sync --no-instructions
rm "$password"
unset POSTGRES_PASSWORD
# By itself only the container could connect to itself.
echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"

exec postgres -D "$PGDATA" -c listen_addresses='*' -c unix_socket_directories=/tmp -c fsync=off "$@"

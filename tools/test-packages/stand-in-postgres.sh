#!/bin/sh
# What the image of PostgreSQL does at its first start, as far as the stack of containers asks for it; for the test of packages alone.
set -e
data=/var/lib/postgresql/data
if [ ! -s "$data/PG_VERSION" ]; then
  install -d -o postgres -m 700 "$data"
  printf '%s' "$POSTGRES_PASSWORD" > /tmp/word
  chown postgres /tmp/word
  setpriv --reuid postgres --regid postgres --clear-groups initdb -D "$data" -U "$POSTGRES_USER" -A scram-sha-256 --pwfile /tmp/word -E UTF8 --locale=C
  rm /tmp/word
  echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
  printf "CREATE DATABASE %s;\n" "$POSTGRES_DB" | setpriv --reuid postgres --regid postgres --clear-groups postgres --single -D "$data" postgres
fi
install -d -o postgres /var/run/postgresql
exec setpriv --reuid postgres --regid postgres --clear-groups postgres -D "$data" -c listen_addresses='*'

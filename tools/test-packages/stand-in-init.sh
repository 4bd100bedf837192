#!/bin/sh
# /init of a base that stands in for one with s6-overlay 3, for the test of packages alone: it reads the same tree of services
# (/etc/s6-overlay/s6-rc.d) and runs them with Debian's s6, each after what it depends on. It ends as that does: by TERM, or by halt.
tree=/etc/s6-overlay/s6-rc.d
results=/run/s6-linux-init-container-results
mkdir -p /run/service /run/stand-in /run/s6/basedir/bin "$results"
echo 0 > "$results/exitcode"
printf '#!/bin/sh\nkill -TERM 1\n' > /run/s6/basedir/bin/halt
chmod 755 /run/s6/basedir/bin/halt
s6-svscan /run/service &
scan=$!

stop() {
  trap '' TERM
  for one in /run/service/*; do s6-svc -wD -T 30000 -d "$one" & jobs="${jobs:-} $!"; done
  # shellcheck disable=SC2086
  wait $jobs
  s6-svscanctl -t /run/service
  wait "$scan"
  exit "$(cat "$results/exitcode")"
}
trap stop TERM

# start <service>: what it depends on, and then itself; one that does not come up keeps back only what depends on it.
start() {
  if [ -e "/run/stand-in/$1.up" ]; then return 0; fi
  for need in "$tree/$1/dependencies.d"/*; do
    name=${need##*/}
    if [ "$name" = base ] || [ "$name" = '*' ]; then continue; fi
    (start "$name") || return 1
  done
  case $(cat "$tree/$1/type") in
    oneshot) execlineb -P "$tree/$1/up" || return 1 ;;
    longrun)
      cp -R "$tree/$1" "/run/stand-in/$1"
      ln -s "/run/stand-in/$1" "/run/service/$1"
      s6-svscanctl -a /run/service
      until s6-svok "/run/service/$1"; do sleep 0.1; done
      s6-svwait -U -t 30000 "/run/service/$1" || return 1 ;;
  esac
  : > "/run/stand-in/$1.up"
}
until [ -p /run/service/.s6-svscan/control ]; do sleep 0.1; done
for one in "$tree"/user/contents.d/*; do (start "${one##*/}") || echo "stand-in: ${one##*/} did not come up" >&2; done
while :; do wait; sleep 1; done

#!/bin/sh
# The server's first program under tini: waits for its network interfaces (the arguments), runs user_data and stays.
# An interface is there when it has an alias, which whoever plugs it in gives it last: before that its addresses are missing,
# and one that user_data adds would become the primary address of its subnet.
# A stop asks every process to end. Once others run, this one has to outlive their answers: when it ends, so does the server.
trap 'exit 0' HUP INT TERM
unset PERCH_SERVER
cd /root || cd /

ip link set lo up
patience=3000
for nic in "$@"; do
    until [ -n "$(cat "/sys/class/net/$nic/ifalias" 2>/dev/null)" ]; do
        patience=$((patience - 1))
        if [ "$patience" -le 0 ]; then
            echo "perch: $nic has not come within 30 s, going on without it"
            break
        fi
        sleep 0.01
    done
done

trap : HUP INT TERM
if [ -s /run/perch/user-data ]; then
    start=
    IFS= read -r start </run/perch/user-data
    case $start in
    '#!'*) /run/perch/user-data & ;;
    '#cloud-config'*) echo "perch: user_data is a cloud-config, which this server cannot read: use a script" >&2 & ;;
    *) /bin/sh /run/perch/user-data & ;;
    esac
    script=$!
    # wait is cut short by a signal; the status counts once the script is really gone.
    while :; do
        wait "$script"
        status=$?
        kill -0 "$script" 2>/dev/null || break
    done
    echo "perch: user_data ended with status $status"
fi

trap '' HUP INT TERM
exec sleep infinity

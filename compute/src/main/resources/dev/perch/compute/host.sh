# Runs on the host, outside the server, for as long as the server runs. Its working directory is the server's.
# Arguments: the network namespace's file, the log's limit in blocks of 512 bytes.
#
# It starts the server, keeps its log within the limit, and removes the network namespace the moment the server's
# first process is gone, whether Perch is running or not: a dead server's kernel must not go on answering for a virtual IP.
netns=$1
limit=$2
inode=$(stat -Lc %i "$netns")
{
    # unshare's own errors matter only when there was no boot: it also complains when the server is killed.
    nsenter --net="$netns" \
        unshare --mount --uts --ipc --pid --fork --propagation private -- /bin/sh ./root.sh 2>boot.err &
    server=$!
    while [ ! -s boot.pid ] && kill -0 "$server" 2>/dev/null; do
        sleep 0.01
    done
    # Who lets go of the mounts last has to wait until the file system is synchronised. Not the server's processes:
    # their end must be seen at once. So this shell holds on to the mounts until everything else is done.
    # (command: a server that has ended already must not end this shell by the failure to open its file.)
    { command exec 4<"/proc/$server/ns/mnt"; } 2>/dev/null || :
    wait "$server"
    [ -s boot.pid ] || cat boot.err
    # A later boot may have made a new namespace of the same name: that one is not ours to remove.
    if [ "$(stat -Lc %i "$netns" 2>/dev/null)" = "$inode" ]; then
        umount -l "$netns" && rm -f "$netns"
    fi
    : >boot.ended
} 2>&1 | {
    # cat ends with an error at the limit, having lost at most the one buffer that did not fit.
    trap '' XFSZ
    ulimit -f "$limit"
    until cat >>log 2>/dev/null; do
        mv -f log log.1 2>/dev/null || exec cat >/dev/null
    done
}

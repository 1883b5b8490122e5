# Process 1 of a new server, in new namespaces but still with the host's files: builds the server's root, moves into it
# and becomes tini. Its working directory is the server's, so that no path needs quoting for the overlay's options.
set -e
exec 2>&1
umask 022
. ./boot.conf # NAME, MARK, CAPABILITIES, NICS

# The host's procfs, so the host's numbers: field 1 is the pid, field 22 the start time in clock ticks.
read -r stat </proc/self/stat
pid=${stat%% *}
echo "$NAME" >/proc/sys/kernel/hostname

mount -t overlay -o lowerdir=/,upperdir=upper,workdir=work overlay root
# The overlay's lower layer is one file system: parts of the host that are mounted on it get an overlay of their own.
while read -r part number; do
    mount -t overlay -o "lowerdir=$part,upperdir=parts/$number/upper,workdir=parts/$number/work" overlay "root$part"
done <parts.conf

mount -t proc -o nosuid,nodev,noexec proc root/proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs root/sys
# Settings of the network belong to the server; all others belong to the host.
mount --bind root/proc/sys root/proc/sys
mount --bind root/proc/sys/net root/proc/sys/net
mount -o remount,bind,ro root/proc/sys
for file in sysrq-trigger kcore; do
    [ ! -e root/proc/$file ] || mount --bind /dev/null root/proc/$file
done

mount -t tmpfs -o mode=755,nosuid,size=1m tmpfs root/dev
mkdir root/dev/pts root/dev/shm root/dev/net
cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty root/dev/
[ ! -e /dev/net/tun ] || cp -a /dev/net/tun root/dev/net/
mount -t devpts -o newinstance,nosuid,noexec,mode=620,ptmxmode=666 devpts root/dev/pts
mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs root/dev/shm
ln -s /proc/self/fd root/dev/fd
ln -s fd/0 root/dev/stdin
ln -s fd/1 root/dev/stdout
ln -s fd/2 root/dev/stderr
ln -s pts/ptmx root/dev/ptmx

mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs root/tmp
rm -f root/etc/hostname
echo "$NAME" >root/etc/hostname
# From the second boot on, the server's hosts file is its own.
if [ ! -e upper/etc/hosts ]; then
    rm -f root/etc/hosts
    printf '127.0.0.1 localhost\n127.0.1.1 %s\n::1 localhost ip6-localhost ip6-loopback\n' "$NAME" >root/etc/hosts
fi

mount -t tmpfs -o mode=755,nosuid,nodev tmpfs root/run
mkdir root/run/perch root/run/lock root/run/old
chmod 1777 root/run/lock
cp boot.sh root/run/perch/boot
cp user-data root/run/perch/user-data
chmod 500 root/run/perch/user-data

exec 3>boot.pid
cd root
pivot_root . run/old
cd /
umount -l /run/old
rmdir /run/old

echo "$pid" >&3
exec 3>&-
exec env -i PERCH_SERVER="$MARK" HOME=/root LANG=C.UTF-8 \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    setpriv --bounding-set="$CAPABILITIES" tini -- /bin/sh /run/perch/boot $NICS

#!/bin/busybox sh
# The first process of the small machine: loads the modules, shows the host's files, runs one command, and ends.
/bin/busybox mkdir -p /proc /sys /dev /host
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
finish() { echo "kernel machine: exit $1"; poweroff -f; }
while read -r file options; do
  insmod "/modules/$file" $options || echo "kernel machine: cannot load $file"
done </modules/order
mount -t configfs configfs /sys/kernel/config || finish 124
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=524288 host /host || finish 125
mkdir -p /dev/shm /dev/pts
mount -t tmpfs tmpfs /dev/shm
mount -t devpts devpts /dev/pts
mkdir -p /dev/shm/kept
mount -t 9p -o trans=virtio,version=9p2000.L kept /dev/shm/kept
for folder in proc sys dev; do mount -o rbind /$folder /host/$folder; done
ifconfig lo 127.0.0.1 up
ln -s /proc/self/fd /dev/fd
cp /command /dev/shm/command
read -r up rest </proc/uptime
echo "kernel machine: Linux $(uname -r), ready after $up s"
chroot /host /bin/sh /dev/shm/command
finish $?

#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

/*
 * A file system that hangs: it is mounted on the folder named, and answers nothing but that it is there. It goes away
 * with this process; what waits for it is then told that it is gone.
 */
int main(int count, char **words) {
  static union {
    struct fuse_in_header head;
    char room[1 << 20];
  } in;
  char options[100];
  int device = open("/dev/fuse", O_RDWR);
  if (count != 2 || device < 0) return 1;
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=%d,group_id=%d", device, getuid(), getgid());
  if (mount("hung", words[1], "fuse", 0, options)) return 2;
  for (;;) {
    if (read(device, &in, sizeof in) < 0) return 3;
    if (in.head.opcode != FUSE_INIT) continue;
    struct {
      struct fuse_out_header head;
      struct fuse_init_out init;
    } out;
    memset(&out, 0, sizeof out);
    out.head.len = sizeof out;
    out.head.unique = in.head.unique;
    out.init.major = FUSE_KERNEL_VERSION;
    out.init.minor = FUSE_KERNEL_MINOR_VERSION;
    out.init.max_write = 4096;
    if (write(device, &out, sizeof out) < 0) return 4;
    puts("mounted");
    fflush(stdout);
  }
}

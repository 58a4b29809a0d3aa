/* What the preloaded libraries of these tests share: the calls as the system has them, and which files are opened. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* What a file is by its path; 0: none of ours. */
static int kind_by_path(const char *path);
/* Whether opening it so is refused. */
static int refuses_to_open(int kind, int flags);

#define MOST_FILES 65536
static signed char kinds[MOST_FILES];
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off64_t);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);

static void find_calls(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
}

static int kind_of(int fd) { return fd < 0 || fd >= MOST_FILES ? 0 : kinds[fd]; }

#define OPEN(NAME)                                         \
  int NAME(const char *path, int flags, ...) {             \
    va_list rest;                                          \
    va_start(rest, flags);                                 \
    mode_t mode = va_arg(rest, int);                       \
    va_end(rest);                                          \
    int kind = kind_by_path(path);                         \
    if (kind && refuses_to_open(kind, flags)) return -1;   \
    int fd = real_open(path, flags, mode);                 \
    if (fd >= 0 && fd < MOST_FILES) kinds[fd] = kind;      \
    return fd;                                             \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < MOST_FILES) kinds[fd] = 0;
  return real_close(fd);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

int fdatasync(int fd) { return fsync(fd); }

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

/*
 * Records what a process writes to the database and its log, in order, for crash images. Preloaded into the process;
 * REC_LOG names the file for the record. Each entry: kind (1 write, 2 sync, 3 truncate, 4 acknowledgement), file
 * (0 database, 1 log, 2 other), offset (8 bytes), length (4 bytes), then the bytes of a write or an acknowledgement.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_FILES 4096
static signed char kinds[MOST_FILES];
static int record = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_fsync)(int);
static int (*real_ftruncate)(int, off64_t);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);

__attribute__((constructor)) static void begin(void) {
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_open = dlsym(RTLD_NEXT, "open64");
  real_close = dlsym(RTLD_NEXT, "close");
  const char *path = getenv("REC_LOG");
  if (path) record = real_open(path, O_CREAT | O_WRONLY | O_APPEND, 0600);
}

static int ends(const char *path, const char *end) {
  size_t a = strlen(path), b = strlen(end);
  return a >= b && strcmp(path + a - b, end) == 0;
}

static void opened(const char *path, int fd) {
  if (fd < 0 || fd >= MOST_FILES) return;
  kinds[fd] = ends(path, "/gleaner.db") ? 1 : ends(path, "/gleaner.db-wal") ? 2 : ends(path, "/acknowledged") ? 3 : 0;
}

static int kind_of(int fd) { return record < 0 || fd < 0 || fd >= MOST_FILES ? 0 : kinds[fd]; }

static void note(char what, int kind, uint64_t offset, const void *bytes, uint32_t length) {
  char head[14];
  head[0] = kind == 3 ? 4 : what;
  head[1] = (char)(kind - 1);
  memcpy(head + 2, &offset, 8);
  memcpy(head + 10, &length, 4);
  pthread_mutex_lock(&lock);
  real_write(record, head, 14);
  if (length > 0 && bytes) real_write(record, bytes, length);
  pthread_mutex_unlock(&lock);
}

#define OPEN(NAME)                                   \
  int NAME(const char *path, int flags, ...) {       \
    va_list rest;                                    \
    va_start(rest, flags);                           \
    mode_t mode = va_arg(rest, int);                 \
    va_end(rest);                                    \
    int fd = real_open(path, flags, mode);           \
    opened(path, fd);                                \
    return fd;                                       \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (fd >= 0 && fd < MOST_FILES) kinds[fd] = 0;
  return real_close(fd);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  ssize_t done = real_pwrite(fd, bytes, length, offset);
  if (done > 0 && kind_of(fd)) note(1, kind_of(fd), (uint64_t)offset, bytes, (uint32_t)done);
  return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

ssize_t write(int fd, const void *bytes, size_t length) {
  ssize_t done = real_write(fd, bytes, length);
  if (done > 0 && kind_of(fd) == 3) note(1, 3, 0, bytes, (uint32_t)done);
  return done;
}

int fsync(int fd) {
  int done = real_fsync(fd);
  if (done == 0 && kind_of(fd)) note(2, kind_of(fd), 0, 0, 0);
  return done;
}

int fdatasync(int fd) { return fsync(fd); }

int ftruncate64(int fd, off64_t length) {
  int done = real_ftruncate(fd, length);
  if (done == 0 && kind_of(fd)) note(3, kind_of(fd), (uint64_t)length, 0, 0);
  return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

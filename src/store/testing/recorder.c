/*
 * Records what a process writes to the database and its log, in order, for crash images. Preloaded into the process;
 * REC_LOG names the file for the record. Each entry: kind (1 write, 2 sync, 3 truncate, 4 acknowledgement), file
 * (0 database, 1 log, 2 other), offset (8 bytes), length (4 bytes), then the bytes of a write or an acknowledgement.
 */
#include "calls.h"
#include <pthread.h>

static int record = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
  find_calls();
  const char *path = getenv("REC_LOG");
  if (path) record = real_open(path, O_CREAT | O_WRONLY | O_APPEND, 0600);
}

static int ends(const char *path, const char *end) {
  size_t a = strlen(path), b = strlen(end);
  return a >= b && strcmp(path + a - b, end) == 0;
}

static int kind_by_path(const char *path) {
  if (record < 0) return 0;
  return ends(path, "/gleaner.db") ? 1 : ends(path, "/gleaner.db-wal") ? 2 : ends(path, "/acknowledged") ? 3 : 0;
}

static int refuses_to_open(int kind, int flags) {
  (void)kind, (void)flags;
  return 0;
}

static void note(char what, int kind, uint64_t offset, const void *bytes, uint32_t length) {
  char head[14];
  head[0] = kind == 3 ? 4 : what;
  head[1] = (char)(kind - 1);
  memcpy(head + 2, &offset, 8);
  memcpy(head + 10, &length, 4);
  pthread_mutex_lock(&lock);
  ssize_t done = real_write(record, head, 14);
  if (done == 14 && length > 0 && bytes) done = real_write(record, bytes, length);
  // a record with a hole would prove nothing
  if (done < 0) abort();
  pthread_mutex_unlock(&lock);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  ssize_t done = real_pwrite(fd, bytes, length, offset);
  if (done > 0 && kind_of(fd)) note(1, kind_of(fd), (uint64_t)offset, bytes, (uint32_t)done);
  return done;
}

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

int ftruncate64(int fd, off64_t length) {
  int done = real_ftruncate(fd, length);
  if (done == 0 && kind_of(fd)) note(3, kind_of(fd), (uint64_t)length, 0, 0);
  return done;
}

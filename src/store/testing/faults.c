/*
 * Makes calls on the database's files fail, as a failing or full disk does. Preloaded into the process; FAULTS names a
 * file that is the switch: other processes write it, and it says in seven words of four bytes
 *   skip   so many of the calls meant pass first
 *   times  so many fail then; −1: all
 *   error  with this errno; 0: a write takes half of what it was given
 *   calls  which ones are meant: 1 writes, 2 syncs, 4 truncations, 8 reads, 16 opening for writing and asking for the
 *          right to write
 *   seen   the calls meant since it was set, and
 *   failed how many of them failed: written here
 *   last   the kind of the last one that failed: written here
 */
#include "calls.h"
#include <errno.h>
#include <sys/mman.h>

enum { WRITES = 1, SYNCS = 2, TRUNCATIONS = 4, READS = 8, RIGHTS = 16 };

struct state {
  volatile int32_t skip, times, error, calls, seen, failed, last;
};

static struct state *state;
static ssize_t (*real_pread)(int, void *, size_t, off64_t);
static int (*real_access)(const char *, int);

__attribute__((constructor)) static void begin(void) {
  find_calls();
  real_pread = dlsym(RTLD_NEXT, "pread64");
  real_access = dlsym(RTLD_NEXT, "access");
  const char *path = getenv("FAULTS");
  int fd = path ? real_open(path, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *mapped = mmap(NULL, sizeof(struct state), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (mapped != MAP_FAILED) state = mapped;
  real_close(fd);
}

/* Whether this call is to fail. */
static int due(int call) {
  if (!state || !(state->calls & call) || state->times == 0) return 0;
  int32_t number = __atomic_fetch_add(&state->seen, 1, __ATOMIC_SEQ_CST);
  if (number < state->skip || (state->times >= 0 && number - state->skip >= state->times)) return 0;
  __atomic_fetch_add(&state->failed, 1, __ATOMIC_SEQ_CST);
  state->last = call;
  return 1;
}

static int refuse(void) {
  errno = state->error ? state->error : EIO;
  return -1;
}

/* The database with its log and index, the mark beside it, and what is written to find out whether one can. */
static int kind_by_path(const char *path) {
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  return !strncmp(name, "gleaner.db", 10) || !strcmp(name, "gleaner.open") || strstr(name, ".part");
}

static int refuses_to_open(int kind, int flags) {
  return kind && (flags & (O_WRONLY | O_RDWR)) && due(RIGHTS) && refuse();
}

int access(const char *path, int mode) {
  if ((mode & W_OK) && state && (state->calls & RIGHTS) && state->times != 0) return refuse();
  return real_access(path, mode);
}

/* How much of a write is done; −1: none, it fails. */
static ssize_t allowed(int fd, size_t length) {
  if (!kind_of(fd) || !due(WRITES)) return (ssize_t)length;
  if (state->error) return refuse();
  return length > 1 ? (ssize_t)length / 2 : 1;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
  ssize_t most = allowed(fd, length);
  return most < 0 ? -1 : real_pwrite(fd, bytes, (size_t)most, offset);
}

ssize_t write(int fd, const void *bytes, size_t length) {
  ssize_t most = allowed(fd, length);
  return most < 0 ? -1 : real_write(fd, bytes, (size_t)most);
}

ssize_t pread64(int fd, void *bytes, size_t length, off64_t offset) {
  if (kind_of(fd) && due(READS)) return refuse();
  return real_pread(fd, bytes, length, offset);
}

ssize_t pread(int fd, void *bytes, size_t length, off_t offset) { return pread64(fd, bytes, length, offset); }

int fsync(int fd) { return kind_of(fd) && due(SYNCS) ? refuse() : real_fsync(fd); }

int ftruncate64(int fd, off64_t length) {
  return kind_of(fd) && due(TRUNCATIONS) ? refuse() : real_ftruncate(fd, length);
}

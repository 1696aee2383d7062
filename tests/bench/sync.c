/* Counts fdatasync and fsync, and delays each by SYNC_DELAY_US: preloaded, so that a fast disk can play a slow one.
   The count stands in the file SYNC_COUNT as one native 64-bit number. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static uint64_t *count;
static useconds_t delay;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("SYNC_COUNT"), *microseconds = getenv("SYNC_DELAY_US");
    delay = microseconds ? (useconds_t)atoi(microseconds) : 0;
    int file = path ? open(path, O_RDWR | O_CREAT, 0600) : -1;
    if (file < 0 || ftruncate(file, sizeof *count)) return;
    void *page = mmap(0, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    count = page == MAP_FAILED ? 0 : page;
}

static int noted(const char *name, int file) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (count) __atomic_add_fetch(count, 1, __ATOMIC_RELAXED);
    if (delay) usleep(delay);
    return real(file);
}

int fdatasync(int file) { return noted("fdatasync", file); }
int fsync(int file) { return noted("fsync", file); }

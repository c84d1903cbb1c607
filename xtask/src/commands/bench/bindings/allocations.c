/*
 * Counts what a program asks of the C library's allocator, for `cargo xtask bench bindings`: put in front of it with
 * LD_PRELOAD, asked by the program itself through `frontdesk_allocations`.
 *
 * Guarantees: every thread counts; what our own library asks for is not counted, so that what is left is what the
 * binding and its language allocate (a caller is told by the address it will return to). A block that grows counts as
 * one allocation of its whole new size. Linux with glibc; part of a measurement, never of what ships.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The allocator under its other names, which nobody stands in front of. */
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_ullong allocations, bytes;
static atomic_uintptr_t begin, end;

static int find(struct dl_phdr_info *library, size_t size, void *unused) {
    (void)size;
    (void)unused;
    if (!strstr(library->dlpi_name, "libfrontdesk_ffi")) return 0;
    uintptr_t first = UINTPTR_MAX, last = 0;
    for (int at = 0; at < library->dlpi_phnum; at++) {
        const ElfW(Phdr) *part = &library->dlpi_phdr[at];
        if (part->p_type != PT_LOAD) continue;
        uintptr_t from = library->dlpi_addr + part->p_vaddr;
        if (from < first) first = from;
        if (from + part->p_memsz > last) last = from + part->p_memsz;
    }
    atomic_store(&end, last);
    atomic_store(&begin, first);
    return 1;
}

static void count(size_t size, const void *caller) {
    uintptr_t from = atomic_load_explicit(&begin, memory_order_relaxed), at = (uintptr_t)caller;
    if (from && at >= from && at < atomic_load_explicit(&end, memory_order_relaxed)) return;
    atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&bytes, size, memory_order_relaxed);
}

/* What was counted so far. The first call looks for our library, which is loaded by then. */
void frontdesk_allocations(unsigned long long *so_many, unsigned long long *of_bytes) {
    if (!atomic_load(&begin)) dl_iterate_phdr(find, NULL);
    *so_many = atomic_load(&allocations);
    *of_bytes = atomic_load(&bytes);
}

void *malloc(size_t size) {
    count(size, __builtin_return_address(0));
    return __libc_malloc(size);
}

void *calloc(size_t many, size_t size) {
    count(many * size, __builtin_return_address(0));
    return __libc_calloc(many, size);
}

void *realloc(void *block, size_t size) {
    count(size, __builtin_return_address(0));
    return __libc_realloc(block, size);
}

void *aligned_alloc(size_t boundary, size_t size) {
    count(size, __builtin_return_address(0));
    return __libc_memalign(boundary, size);
}

int posix_memalign(void **block, size_t boundary, size_t size) {
    count(size, __builtin_return_address(0));
    *block = __libc_memalign(boundary, size);
    return *block ? 0 : 12 /* ENOMEM */;
}

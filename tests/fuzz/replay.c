/* replay.c - the main() of a fuzz target in an ordinary build, where no fuzzer is linked.
 *
 * Feeds LLVMFuzzerTestOneInput with every file of tests/fuzz/corpus/X and
 * tests/fuzz/regressions/X (X: the program's name without "fuzz_"), each also cut short
 * at places spread over its length and with single bytes changed, always in the same
 * order and by the same random numbers. Inputs are copied to blocks of their exact size,
 * so that sanitizers see a read past the end. Files named on the command line are fed as
 * they are, alone. Fails when a corpus is empty: a target that is fed nothing tests
 * nothing. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CUTS = 24, CHANGES = 48, PATH = 4096, LARGEST = 64 << 20 };

static void die(const char *what, const char *name)
{
    fprintf(stderr, "%s: %s\n", name, what);
    exit(1);
}

static void feed(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size ? size : 1);
    if (!copy)
        die("out of memory", "replay");
    if (size)
        memcpy(copy, data, size);
    if (LLVMFuzzerTestOneInput(copy, size) != 0)
        die("the target did not return 0", "replay");
    free(copy);
}

static uint8_t *load(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END) != 0)
        die("cannot be read", path);
    long n = ftell(f);
    if (n < 0 || n > LARGEST)
        die("is no file or too large", path);
    rewind(f);
    uint8_t *data = malloc((size_t)n + 1);
    if (!data || fread(data, 1, (size_t)n, f) != (size_t)n)
        die("cannot be read", path);
    fclose(f);
    *size = (size_t)n;
    return data;
}

static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static void feed_variants(uint8_t *data, size_t size)
{
    uint32_t state = 2463534242u;
    for (size_t i = 0; i < CUTS && i < size; i++)
        feed(data, size / CUTS ? size * i / CUTS : i);
    for (size_t i = 0; i < CHANGES && size; i++) {
        size_t at = next_random(&state) % size;
        uint8_t was = data[at];
        data[at] ^= (uint8_t)(1 + next_random(&state) % 255);
        feed(data, size);
        data[at] = was;
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Names of the files of a folder, sorted; none when there is no such folder. */
static char **list(const char *folder, size_t *n)
{
    char **names = NULL;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    *n = 0;
    while (dir && (entry = readdir(dir))) {
        if (entry->d_name[0] == '.')
            continue;
        names = realloc(names, (*n + 1) * sizeof *names);
        if (!names || !(names[(*n)++] = strdup(entry->d_name)))
            die("out of memory", folder);
    }
    if (dir)
        closedir(dir);
    if (*n)
        qsort(names, *n, sizeof *names, by_name);
    return names;
}

static size_t replay_folder(const char *kind, const char *target)
{
    const char *top = getenv("SRCDIR");
    char folder[PATH / 2], path[PATH];
    size_t n;
    snprintf(folder, sizeof folder, "%s/tests/fuzz/%s/%s", top ? top : ".", kind, target);
    char **names = list(folder, &n);
    for (size_t i = 0; i < n; i++) {
        size_t size;
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        uint8_t *data = load(path, &size);
        feed(data, size);
        feed_variants(data, size);
        free(data);
        free(names[i]);
    }
    free(names);
    return n;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        size_t size;
        uint8_t *data = load(argv[i], &size);
        feed(data, size);
        free(data);
        printf("%s: %zu bytes\n", argv[i], size);
    }
    if (argc > 1)
        return 0;

    const char *slash = strrchr(argv[0], '/');
    const char *target = strstr(slash ? slash : argv[0], "fuzz_");
    if (!target)
        die("the program's name must be fuzz_NAME", argv[0]);
    target += strlen("fuzz_");
    feed((const uint8_t *)"", 0);
    size_t n = replay_folder("corpus", target);
    if (!n)
        die("tests/fuzz/corpus has no file for it", target);
    n += replay_folder("regressions", target);
    printf("%s: %zu files\n", target, n);
    return 0;
}

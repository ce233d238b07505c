#include "scan_worker/sandbox.h"

#include "scans/limits.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace attest::scan_worker {

namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ATTEST_SANITIZED 1
#endif
#endif

#ifdef ATTEST_SANITIZED
// A sanitizer maps terabytes and asks for calls of its own; the other walls stand there too.
constexpr bool limits_memory = false;
#else
constexpr bool limits_memory = true;
#endif

bool limit(int what, rlim_t most) {
    const rlimit both{.rlim_cur = most, .rlim_max = most};
    return setrlimit(static_cast<__rlimit_resource>(what), &both) == 0;
}

bool limit_resources() {
    bool is_good = limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0)
                   && limit(RLIMIT_CPU, scans::child_cpu_seconds)
                   && limit(RLIMIT_NOFILE, scans::child_open_files_max);
    if (limits_memory) {
        is_good = is_good && limit(RLIMIT_DATA, scans::child_data_bytes_max)
                  && limit(RLIMIT_AS, scans::child_address_bytes_max);
    }
    return is_good;
}

/// Where fonts and poppler's tables of characters lie on Debian.
constexpr std::array readable_folders = {
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/usr/share/poppler",
    "/usr/share/fontconfig",
    "/etc/fonts",
    "/var/cache/fontconfig",
};

/// Whether Landlock now guards all files but the fonts.
bool guard_files() {
    landlock_ruleset_attr all{};
    all.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE
                            | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR
                            | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE
                            | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR
                            | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK
                            | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK
                            | LANDLOCK_ACCESS_FS_MAKE_SYM;
    const auto rules = static_cast<int>(syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0));
    if (rules < 0) return false;
    for (const char* folder : readable_folders) {
        const int opened = open(folder, O_PATH | O_CLOEXEC);
        if (opened < 0) continue;
        landlock_path_beneath_attr beneath{};
        beneath.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
        beneath.parent_fd = opened;
        syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
        close(opened);
    }
    const bool is_guarded = syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    close(rules);
    return is_guarded;
}

/// Calls that only compute, wait, or use what is open already.
constexpr std::array harmless_calls = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(readv),
    SCMP_SYS(writev),
    SCMP_SYS(pread64),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(stat),
    SCMP_SYS(fstatfs),
    SCMP_SYS(statfs),
    SCMP_SYS(access),
    SCMP_SYS(readlink),
    SCMP_SYS(getdents64),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(brk),
    SCMP_SYS(futex),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(getrandom),
    SCMP_SYS(getrusage),
    SCMP_SYS(sysinfo),
    SCMP_SYS(poll),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(membarrier),
};

bool is_allowed(scmp_filter_ctx filter, int call) {
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
}

bool is_allowed(scmp_filter_ctx filter, int call, scmp_arg_cmp argument) {
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &argument) == 0;
}

/// The call is allowed where none of these bits is set in the argument.
scmp_arg_cmp without(unsigned argument, unsigned long bits) {
    return {.arg = argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = bits, .datum_b = 0};
}

bool allow_calls(scmp_filter_ctx filter, bool may_open) {
    for (const int call : harmless_calls) {
        if (!is_allowed(filter, call)) return false;
    }
    // No new code: what is to run is mapped by now.
    bool is_good = is_allowed(filter, SCMP_SYS(mmap), without(2, PROT_EXEC))
                   && is_allowed(filter, SCMP_SYS(mprotect), without(2, PROT_EXEC));
    // Threads, no processes. clone3, whose flags a filter cannot see, is "not there": the C library
    // then takes clone.
    const scmp_arg_cmp thread{
        .arg = 0, .op = SCMP_CMP_MASKED_EQ, .datum_a = CLONE_THREAD, .datum_b = CLONE_THREAD
    };
    is_good = is_good && is_allowed(filter, SCMP_SYS(clone), thread)
              && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
    // Limits may be asked for (the C library measures its stack), not set.
    const scmp_arg_cmp asks{.arg = 2, .op = SCMP_CMP_EQ, .datum_a = 0, .datum_b = 0};
    is_good = is_good && is_allowed(filter, SCMP_SYS(prlimit64), asks);
    // abort() ends this process only.
    const scmp_arg_cmp own{
        .arg = 0, .op = SCMP_CMP_EQ, .datum_a = static_cast<scmp_datum_t>(getpid()), .datum_b = 0
    };
    is_good = is_good && is_allowed(filter, SCMP_SYS(tgkill), own);
    const scmp_arg_cmp reads_flags{.arg = 1, .op = SCMP_CMP_EQ, .datum_a = F_GETFL, .datum_b = 0};
    const scmp_arg_cmp sets_cloexec{.arg = 1, .op = SCMP_CMP_EQ, .datum_a = F_SETFD, .datum_b = 0};
    is_good = is_good && is_allowed(filter, SCMP_SYS(fcntl), reads_flags)
              && is_allowed(filter, SCMP_SYS(fcntl), sets_cloexec);
    constexpr unsigned long writing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND;
    if (may_open) is_good = is_good && is_allowed(filter, SCMP_SYS(openat), without(2, writing));
    return is_good;
}

bool filter_calls(bool may_open) {
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (filter == nullptr) return false;
    const bool is_loaded = allow_calls(filter, may_open) && seccomp_load(filter) == 0;
    seccomp_release(filter);
    return is_loaded;
}

} // namespace

bool enter_sandbox() {
    // Die with the server, and in any case: the parent's clock is the first, this is the second.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    alarm(static_cast<unsigned>(scans::child_lives_for.count() / 1000) + 1);
    // One heap for all threads: each further one would reserve 64 MB.
    mallopt(M_ARENA_MAX, 1);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return false;
    prctl(PR_SET_DUMPABLE, 0);
    if (!limit_resources()) return false;
    const bool are_files_guarded = guard_files();
    return filter_calls(are_files_guarded);
}

std::string find_holes() {
    std::string holes;
    const auto name = [&](bool is_open, std::string_view hole) {
        if (is_open) holes += std::string{hole} + " ";
    };
    name(socket(AF_INET, SOCK_STREAM, 0) >= 0, "network");
    name(socket(AF_UNIX, SOCK_STREAM, 0) >= 0, "local-socket");
    name(open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0, "read-file");
    name(open("/tmp/attest-scan-worker", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0, "write-file");
    name(open("/usr/share/fonts/attest", O_RDWR | O_CREAT | O_CLOEXEC, 0600) >= 0, "write-font");
    name(mkdirat(AT_FDCWD, "/tmp/attest-scan-worker", 0700) == 0, "make-folder");
    name(unlinkat(AT_FDCWD, "/tmp", AT_REMOVEDIR) == 0 || errno != EPERM, "remove");
    name(kill(getppid(), 0) == 0, "signal");
    name(prctl(PR_SET_DUMPABLE, 1) == 0, "control-process");
    const rlimit more{.rlim_cur = 60, .rlim_max = 60};
    name(setrlimit(RLIMIT_CPU, &more) == 0, "more-time");
    name(
        mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            != MAP_FAILED,
        "new-code"
    );
    const pid_t other = fork();
    if (other == 0) _exit(0);
    name(other > 0, "fork");
    char* const nothing[] = {nullptr};
    name(execve("/bin/true", nothing, nothing) == 0 || errno != EPERM, "exec");
    if (limits_memory) {
        name(
            mmap(
                nullptr,
                scans::child_data_bytes_max,
                PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS,
                -1,
                0
            ) != MAP_FAILED,
            "memory"
        );
    }
    return holes;
}

} // namespace attest::scan_worker

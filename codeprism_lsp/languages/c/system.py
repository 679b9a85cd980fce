"""Names of the C library and of POSIX: what is called so is the system's, unless a file includes another."""

from __future__ import annotations

TYPES = frozenset(
    "size_t ssize_t ptrdiff_t wchar_t wint_t intmax_t uintmax_t intptr_t uintptr_t int8_t int16_t int32_t "
    "int64_t uint8_t uint16_t uint32_t uint64_t off_t off64_t pid_t uid_t gid_t mode_t dev_t ino_t "
    "nlink_t time_t clock_t suseconds_t useconds_t clockid_t timer_t socklen_t sa_family_t in_addr_t "
    "in_port_t sigset_t sig_atomic_t pthread_t pthread_mutex_t pthread_cond_t pthread_key_t "
    "pthread_once_t pthread_attr_t pthread_rwlock_t fpos_t va_list jmp_buf regex_t regmatch_t regoff_t "
    "iconv_t div_t FILE DIR bool".split()
)
MACROS = frozenset(
    "NULL EOF BUFSIZ offsetof assert errno stdin stdout stderr va_start va_end va_arg va_copy INT_MAX "
    "INT_MIN UINT_MAX LONG_MAX LONG_MIN ULONG_MAX LLONG_MAX LLONG_MIN ULLONG_MAX CHAR_BIT SCHAR_MAX "
    "UCHAR_MAX SHRT_MAX USHRT_MAX SIZE_MAX SSIZE_MAX INT32_MAX INT64_MAX UINT32_MAX UINT64_MAX UINT8_MAX "
    "UINT16_MAX INTPTR_MAX UINTPTR_MAX PATH_MAX SEEK_SET SEEK_CUR SEEK_END EXIT_SUCCESS EXIT_FAILURE "
    "RAND_MAX ENOENT EEXIST EINTR EAGAIN EINVAL ENOMEM EACCES EPERM EBADF EIO ENOTDIR EISDIR EPIPE ERANGE "
    "ENOSYS EWOULDBLOCK EINPROGRESS O_RDONLY O_WRONLY O_RDWR O_CREAT O_EXCL O_TRUNC O_APPEND O_NONBLOCK "
    "O_CLOEXEC S_ISREG S_ISDIR S_ISLNK S_ISCHR S_ISBLK S_ISFIFO S_ISSOCK SIGINT SIGTERM SIGKILL SIGPIPE "
    "SIGCHLD SIGHUP SIGUSR1 SIGUSR2 SIG_IGN SIG_DFL STDIN_FILENO STDOUT_FILENO STDERR_FILENO true "
    "false".split()
)
NAMES = TYPES | MACROS
# Headers that a usual Linux has, as they are asked for (`__has_include`).
HEADERS = frozenset(
    """
    algorithm any array atomic bit bitset cassert ccomplex cctype cerrno cfenv cfloat charconv chrono
    cinttypes ciso646 climits clocale cmath codecvt compare complex concepts condition_variable coroutine
    csetjmp csignal cstdarg cstdbool cstddef cstdint cstdio cstdlib cstring ctime cuchar cwchar cwctype
    deque exception execution filesystem forward_list fstream functional future initializer_list iomanip
    ios iosfwd iostream istream iterator limits list locale map memory memory_resource mutex new numbers
    numeric optional ostream queue random ranges ratio regex scoped_allocator set shared_mutex
    source_location span sstream stack stdexcept streambuf string string_view system_error thread tuple
    type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector version
    cxxabi.h execinfo.h assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h
    locale.h math.h setjmp.h signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h
    stdlib.h stdnoreturn.h string.h tgmath.h threads.h time.h uchar.h wchar.h wctype.h unistd.h fcntl.h
    pthread.h dirent.h regex.h poll.h netdb.h fnmatch.h glob.h grp.h pwd.h sched.h semaphore.h spawn.h
    strings.h syslog.h termios.h utime.h dlfcn.h ftw.h iconv.h langinfo.h search.h wordexp.h alloca.h
    malloc.h features.h endian.h byteswap.h elf.h link.h getopt.h ifaddrs.h memory.h net/if.h netinet/in.h
    netinet/tcp.h arpa/inet.h sys/auxv.h sys/epoll.h sys/eventfd.h sys/file.h sys/ioctl.h sys/mman.h
    sys/param.h sys/prctl.h sys/random.h sys/resource.h sys/select.h sys/sendfile.h sys/socket.h
    sys/stat.h sys/statvfs.h sys/syscall.h sys/sysinfo.h sys/sysmacros.h sys/time.h sys/times.h
    sys/types.h sys/uio.h sys/un.h sys/utsname.h sys/wait.h linux/futex.h linux/version.h ucontext.h
    immintrin.h emmintrin.h x86intrin.h
    """.split()
)

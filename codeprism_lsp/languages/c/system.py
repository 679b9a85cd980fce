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

/** Errors of this machine by their code, each with what to do about it. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk. Free some space",
  EDQUOT: "the quota of the disk is used up. Free some space",
  EROFS: "the file system is read-only. Choose another place",
  EIO: "a device failed to read or write. Choose another place",
  EBADF: "a stream is closed. Leave standard output open",
  EMFILE: "too many files are open. Raise the limit (ulimit -n)",
  ENFILE: "too many files are open on this machine. Close some",
  ENOMEM: "no memory is left. Free some memory",
  EAGAIN: "a resource is used up for the moment. Wait a while",
};

/**
 * The message about an error that this machine caused, neither the server nor the suite.
 * @returns null for any other error
 */
export function refusalOf(error: unknown): string | null {
  const { code = "", syscall } = (error ?? {}) as NodeJS.ErrnoException;
  // Sockets use the same codes, but their errors are about the target.
  const refusal = Object.hasOwn(REFUSALS, code) && syscall !== "connect" ? REFUSALS[code] : undefined;
  if (refusal === undefined) return null;
  return `${syscall ?? "a system call"} failed (${code}): ${refusal}, and run it again`;
}

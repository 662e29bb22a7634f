/** What the machine refuses, by the code of its error, and what to do about it. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk. Free some",
  EDQUOT: "the quota of the disk is used up. Free some space",
  EROFS: "the file system is read-only. Choose another place",
  EIO: "a device failed to read or write. Choose another place",
  EBADF: "a stream is closed. Leave standard output open",
  EMFILE: "too many files are open. Raise the limit (ulimit -n)",
  ENFILE: "too many files are open on this machine. Close some",
  ENOMEM: "no memory is left. Free some",
  EAGAIN: "a resource is used up for the moment. Try it later",
};

/**
 * Says why the machine, and neither the server nor the suite, ended the command.
 * @returns null for any other error
 */
export function refusalOf(error: unknown): string | null {
  const { code = "", syscall } = (error ?? {}) as NodeJS.ErrnoException;
  // Sockets have such codes as well, and what becomes of those is a matter of the target.
  const refusal = Object.hasOwn(REFUSALS, code) && syscall !== "connect" ? REFUSALS[code] : undefined;
  if (refusal === undefined) return null;
  return `${syscall ?? "a system call"} failed (${code}): ${refusal}, and run it again`;
}

/** The exit codes, which `sync2 check --help` and `conformance/README.md` list. */
export const EXIT = {
  /** No MUST is violated. */
  pass: 0,
  /** A MUST is violated. */
  violated: 1,
  /** The command line or the configuration is wrong. */
  usage: 2,
  /** The target cannot be used: unreachable, credentials refused, account not empty. */
  unusable: 3,
  /** The suite itself broke, so neither can be said, or the report cannot be written. */
  broken: 4,
  /** Cut short by --time-limit, so that neither can be said. */
  cutShort: 5,
  /** By Ctrl-C, as shells have it: 128 and the number of the signal. */
  interrupted: 130,
} as const;

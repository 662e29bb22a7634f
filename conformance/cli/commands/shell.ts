/** What a command is told by the program that it is part of. */
export interface Shell {
  /** Says whether output may have colours. */
  useColor(): boolean;
  /** Sets the exit code. */
  exit(code: number): void;
}

import { availableParallelism, cpus, totalmem } from "node:os";

/** What figures depend on, and no secret: neither names nor paths. */
export interface Machine {
  node: string;
  platform: string;
  cores: number;
  processor: string;
  memoryMiB: number;
}

export function machine(): Machine {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memoryMiB: Math.round(totalmem() / 2 ** 20),
  };
}

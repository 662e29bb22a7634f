import { availableParallelism, cpus, totalmem } from "node:os";

/** The properties of this machine on which figures depend, without names and paths. */
export interface MachineInfo {
  node: string;
  platform: string;
  cores: number;
  processor: string;
  memoryMiB: number;
}

export function machineInfo(): MachineInfo {
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? "unknown",
    memoryMiB: Math.round(totalmem() / 2 ** 20),
  };
}

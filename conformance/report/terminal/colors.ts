import type pc from "picocolors";

/** The type of picocolors' colouring functions, which it does not export. With colour off they change nothing. */
export type Colors = ReturnType<typeof pc.createColors>;

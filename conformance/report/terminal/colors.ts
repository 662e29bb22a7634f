/** The type of the functions that colour text for a terminal. */
import type pc from "picocolors";

/** The type of picocolors' colouring functions, which it does not export. With colour off they change nothing. */
export type Colors = ReturnType<typeof pc.createColors>;

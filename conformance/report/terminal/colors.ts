import type pc from "picocolors";

/** Colouring functions that return their text unchanged where colour is off; picocolors exports no such type. */
export type Colors = ReturnType<typeof pc.createColors>;

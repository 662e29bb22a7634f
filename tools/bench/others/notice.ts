/** What a tool said of a server that keeps every rule, each time it was asked. */
export interface Sound {
  looks: readonly (readonly string[])[];
}

/**
 * Says whether a tool tells a broken server from one that is not: whether it complains of something that it never
 * complained of before, or no more of something that it always complained of. To its advantage the second counts too.
 */
export function notices({ looks }: Sound, broken: readonly string[]): boolean {
  const ever = new Set(looks.flat());
  const now = new Set(broken);
  const always = [...ever].filter((complaint) => looks.every((look) => look.includes(complaint)));
  return broken.some((complaint) => !ever.has(complaint)) || always.some((complaint) => !now.has(complaint));
}

/**
 * Whether a tool distinguishes a broken server from an unbroken one: it has a new complaint, or lacks one that it always
 * had. The second case counts in favour of the tool.
 * @param unbroken its complaints about the unbroken server, a list for each time it checked it
 * @param broken its complaints about the broken server
 */
export function detectsFault(unbroken: readonly (readonly string[])[], broken: readonly string[]): boolean {
  const ever = new Set(unbroken.flat());
  const now = new Set(broken);
  const always = [...ever].filter((complaint) => unbroken.every((list) => list.includes(complaint)));
  return broken.some((complaint) => !ever.has(complaint)) || always.some((complaint) => !now.has(complaint));
}

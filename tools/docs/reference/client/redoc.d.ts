/** Redoc's bundle, which the build provides. */
declare module "redoc" {
  export function hydrate(document: unknown, options: unknown, container: HTMLElement): Promise<void>;
}

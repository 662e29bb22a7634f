/** The package has no types of its own: the schemas of HAR 1.2 by what they are of. */
declare module "har-schema" {
  const schemas: Record<string, object>;
  export default schemas;
}

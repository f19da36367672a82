// Fluent catalogues come into the build as text.
declare module "*.ftl?raw" {
  const source: string;
  // biome-ignore lint/style/noDefaultExport: the build gives raw texts as a default export
  export default source;
}

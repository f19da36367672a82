// What the build adds to TypeScript: style sheets imported for their effect.
declare module "*.scss" {}

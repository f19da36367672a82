// What the build adds to TypeScript: style sheets imported for their effect, and the version of this build.
declare module "*.scss" {}
declare const __APP_VERSION__: string;

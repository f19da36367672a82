// Builds four things with one tool: the officer's app, what server-rendered pages use, the preview of forms on them, and the
// service worker. The worker is built last, because it lists every file of the app with its hash. Nothing here may fetch.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger, type Plugin, type UserConfig } from "vite";
import solid from "vite-plugin-solid";
import { defineConfig } from "vitest/config";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const APP_FOLDER = join(HERE, "build/app");
const OFFICE_FOLDER = join(HERE, "build/office");
const STABLE_FILES = ["manifest.webmanifest", "icons"];
const TARGET = "es2022";
const SCSS = { preprocessorOptions: { scss: { loadPaths: [join(HERE, "node_modules")], quietDeps: true } } };
// The form engine's WebAssembly loader has an eval for modules that we do not load (our policy would refuse it), and a
// plugin's seconds are no warning.
const QUIET = { eval: false, pluginTimings: false };

const RESOLVED = {
  dedupe: ["solid-js"],
  conditions: ["solid", "module", "browser", "development|production"],
};

export default defineConfig(({ mode, command }) => {
  const logging = command === "build" ? failOnWarnings() : {};
  if (mode === "office") return { ...officeBuild(), ...logging };
  if (mode === "preview") return { ...previewBuild(), ...logging };
  if (mode === "worker") return { ...workerBuild(), ...logging };
  return { ...appBuild(), ...logging, ...tests() };
});

/** A build says nothing, or fails: a warning that is printed every time is read by nobody. */
function failOnWarnings(): Pick<UserConfig, "logLevel" | "customLogger"> {
  const logger = createLogger("warn");
  const warn = (words: string) => {
    throw new Error(`The build warns, so it fails: ${words}`);
  };
  return { logLevel: "warn", customLogger: { ...logger, warn, warnOnce: warn } };
}

function appBuild(): UserConfig {
  return {
    root: join(HERE, "pwa"),
    base: "/app/",
    publicDir: false,
    plugins: [solid(), copyStableFiles(), browserCrypto(), dropCatalogueRemarks()],
    css: SCSS,
    define: { __APP_VERSION__: JSON.stringify(findAppVersion()) },
    resolve: RESOLVED,
    worker: { format: "es" },
    server: { proxy: { "/api": "http://127.0.0.1:8000", "/files": "http://127.0.0.1:8000" } },
    build: {
      outDir: APP_FOLDER,
      emptyOutDir: true,
      target: TARGET,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1200,
      reportCompressedSize: false,
      rollupOptions: { checks: QUIET, output: { codeSplitting: { groups: [{ name: nameFirstFile() }] } } },
    },
  };
}

/**
 * What the page needs before anything is asked of it is one file: cut up by what parts that come later share with it, it
 * would be a dozen, and larger.
 */
function nameFirstFile(): (id: string, context: { getModuleInfo: FindModule }) => string | null {
  let needed: Set<string> | null = null;
  return (id, context) => {
    needed ??= listNeeded(join(HERE, "pwa/src/main.tsx"), (name) => context.getModuleInfo(name));
    return needed.has(id) ? "index" : null;
  };
}

type FindModule = (id: string) => { importedIds: readonly string[] } | null;

function listNeeded(entry: string, find: FindModule): Set<string> {
  const needed = new Set([entry]);
  for (const id of needed) for (const imported of find(id)?.importedIds ?? []) needed.add(imported);
  return needed;
}

function officeBuild(): UserConfig {
  const entries = listOfficeEntries();
  return {
    root: join(HERE, "pwa"),
    base: "./",
    publicDir: false,
    css: SCSS,
    plugins: [dropBrokenQuery(), writeOfficeNames(), writeWaitingFiles()],
    worker: { format: "es" },
    build: {
      outDir: OFFICE_FOLDER,
      emptyOutDir: true,
      target: TARGET,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rollupOptions: { input: entries, checks: QUIET },
    },
  };
}

/** The phone's form screens for office pages (a preview, a desk) and a resident's link: beside the pages' own files, since the app's are kept on every phone. */
function previewBuild(): UserConfig {
  return {
    root: join(HERE, "pwa"),
    base: "/assets/",
    publicDir: false,
    css: SCSS,
    plugins: [solid(), browserCrypto(), writeOfficeNames("preview_names.json")],
    define: { __APP_VERSION__: JSON.stringify(findAppVersion()) },
    resolve: RESOLVED,
    worker: { format: "es" },
    build: {
      outDir: OFFICE_FOLDER,
      emptyOutDir: false,
      assetsDir: "assets/preview",
      target: TARGET,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1200,
      reportCompressedSize: false,
      rollupOptions: {
        input: ["preview", "desk", "resident"].map((name) => join(HERE, `pwa/src/${name}.tsx`)),
        checks: QUIET,
      },
    },
  };
}

function workerBuild(): UserConfig {
  const files = listAppFiles();
  const version = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  return {
    root: HERE,
    publicDir: false,
    plugins: [browserCrypto()],
    define: {
      __PRECACHE__: JSON.stringify(files),
      __APP_VERSION__: JSON.stringify(findAppVersion()),
      __BUILD_VERSION__: JSON.stringify(version),
      "process.env.NODE_ENV": '"production"',
    },
    build: {
      outDir: APP_FOLDER,
      emptyOutDir: false,
      target: TARGET,
      copyPublicDir: false,
      reportCompressedSize: false,
      // A library build, so that no helper of pages (which would look for a document) is put into the worker. One
      // classic script, since not every browser runs a worker of modules.
      lib: {
        entry: join(HERE, "service_worker/service_worker.ts"),
        formats: ["iife"],
        name: "doorstep",
        fileName: () => "service_worker.js",
      },
      rollupOptions: { output: { codeSplitting: false } },
    },
  };
}

/**
 * Two runtimes: plain Node for rules, store and sync; a page (jsdom) for screens, controls and forms. Test files that come
 * after each other share it, and what they have loaded: a module must not remember what one test did. The desk's and the
 * resident's screens put words of their own in the place of the app's, and have a page for each file.
 */
function tests(): UserConfig {
  const shared = {
    root: HERE,
    testTimeout: 60_000, // no test is timed: a loaded machine gets the time it needs
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    env: { TZ: "UTC" }, // the golden cases of form logic name instants as they are read at Greenwich
    server: { deps: { inline: [/@solidjs/, /@getodk/, /solid-js/] } },
  };
  const plain = ["", "domain/**/", "store/**/", "sync/**/", "api/**/"].map(
    (folder) => `tests/pwa/${folder}*.test.ts`,
  );
  const otherWords = "tests/pwa/screens/{desk,resident}/**/*.test.tsx";
  return {
    test: {
      projects: [
        {
          extends: true,
          test: {
            ...shared,
            name: "plain",
            environment: "node",
            isolate: false,
            include: [...plain, "tests/service_worker/**/*.test.ts"],
          },
        },
        {
          extends: true,
          test: {
            ...shared,
            name: "page",
            environment: "jsdom",
            isolate: false,
            include: [
              "tests/pwa/{screens,ui,forms,enhance}/**/*.test.{ts,tsx}",
              "tests/contract/**/*.test.{ts,tsx}",
            ],
            exclude: [otherWords],
          },
        },
        {
          extends: true,
          test: { ...shared, name: "page of other words", environment: "jsdom", include: [otherWords] },
        },
      ],
    },
  } as UserConfig;
}

/** Every file of the built app, with its content hash: what the service worker must hold before it may take over. */
function listAppFiles(): { url: string; hash: string }[] {
  const names = readdirSync(APP_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(APP_FOLDER, join(entry.parentPath, entry.name)))
    .filter((name) => name !== "service_worker.js")
    .sort();
  if (!names.includes("index.html")) throw new Error("Build the app before the service worker.");
  return names.map((name) => ({
    url: name === "index.html" ? "/app/" : `/app/${name}`,
    hash: createHash("sha256")
      .update(readFileSync(join(APP_FOLDER, name)))
      .digest("hex")
      .slice(0, 16),
  }));
}

/** "0.1.0+1a2b3c4d": the release, and a hash of the sources, so that two builds of one release are told apart. */
function findAppVersion(): string {
  const { version } = JSON.parse(readFileSync(join(HERE, "package.json"), "utf8")) as { version: string };
  const hash = createHash("sha256").update(readFileSync(join(HERE, "package-lock.json")));
  for (const entry of readdirSync(join(HERE, "pwa"), { recursive: true, withFileTypes: true }).sort(
    (one, two) => join(one.parentPath, one.name).localeCompare(join(two.parentPath, two.name)),
  )) {
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)));
  }
  return `${version}+${hash.digest("hex").slice(0, 8)}`;
}

function listOfficeEntries(): string[] {
  const scripts = join(HERE, "pwa/src/enhance");
  const found = existsSync(scripts) ? readdirSync(scripts).filter((name) => name.endsWith(".ts")) : [];
  const worker = join(HERE, "service_worker/evidence_worker.ts"); // of residents' pages: the app has its own
  return [join(HERE, "pwa/styles/office.scss"), worker, ...found.map((name) => join(scripts, name))];
}

function copyStableFiles(): Plugin {
  return {
    name: "doorstep-stable-files",
    apply: "build",
    generateBundle() {
      for (const name of STABLE_FILES.flatMap(expandFolder)) {
        this.emitFile({ type: "asset", fileName: name, source: readFileSync(join(HERE, "pwa", name)) });
      }
    },
  };
}

/** HPKE's library asks for Node's crypto only where there is no WebCrypto: a browser must not be told of it. */
function browserCrypto(): Plugin {
  const name = "\0browser_crypto";
  return {
    name: "doorstep-browser-crypto",
    apply: "build",
    enforce: "pre",
    resolveId: (id) => (id === "crypto" ? name : null),
    load: (id) => (id === name ? "export const webcrypto = globalThis.crypto;" : null),
  };
}

/** govuk-frontend hides a rule from old browsers behind a media query that is none. Every browser drops it; so do we. */
function dropBrokenQuery(): Plugin {
  const broken = /@media [^{}]*\(min-width: 0\uFFFD\) \{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g;
  return {
    name: "doorstep-drop-broken-query",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith("/office.scss")) return null;
      if (code.search(broken) < 0)
        this.error("There is no broken media query any more: take this plugin out.");
      return { code: code.replace(broken, ""), map: null };
    },
  };
}

/** Remarks for translators stay in the catalogues; no phone carries them. */
function dropCatalogueRemarks(): Plugin {
  return {
    name: "doorstep-drop-catalogue-remarks",
    apply: "build",
    transform(code, id) {
      if (!id.endsWith(".ftl?raw")) return null;
      const found = /"(?:[^"\\]|\\.)*"/.exec(code);
      if (!found) this.error(`${id} is no text`);
      const lines = (JSON.parse(found[0]) as string)
        .split("\n")
        .filter((line) => line && !line.startsWith("#"));
      return { code: `export default ${JSON.stringify(lines.join("\n"))}`, map: null };
    },
  };
}

function expandFolder(name: string): string[] {
  if (extname(name)) return [name];
  return readdirSync(join(HERE, "pwa", name)).map((file) => `${name}/${file}`);
}

/** build/office/waiting_files.json: the scripts of the page that a resident's phone shows without a line, and of sending on. */
function writeWaitingFiles(): Plugin {
  return {
    name: "doorstep-waiting-files",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).flatMap((output) => (output.type === "chunk" ? [output] : []));
      const first = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith("/evidence_kept.ts"));
      const files = new Set(first ? [first.fileName] : []);
      for (const name of files) {
        const chunk = chunks.find(({ fileName }) => fileName === name);
        for (const needed of [...(chunk?.imports ?? []), ...(chunk?.dynamicImports ?? [])]) files.add(needed);
      }
      if (files.size === 0) this.error("The page without a line has no script.");
      const worker = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith("/evidence_worker.ts"));
      if (!worker || worker.imports.length) this.error("The worker of residents' pages must be one script.");
      this.emitFile({ type: "asset", fileName: "waiting_files.json", source: JSON.stringify([...files]) });
    },
  };
}

/** build/office/names.json: the stable name a template uses -> the hashed file it gets. */
function writeOfficeNames(listing = "names.json"): Plugin {
  return {
    name: "doorstep-office-names",
    generateBundle(_options, bundle) {
      const names: Record<string, string> = {};
      for (const output of Object.values(bundle)) {
        if (output.type === "chunk" && output.isEntry && /\.tsx?$/.test(output.facadeModuleId ?? "")) {
          names[`${basename(output.facadeModuleId ?? "").replace(/\.tsx?$/, "")}.js`] = output.fileName;
        }
        if (output.type === "asset" && output.fileName.endsWith(".css")) {
          const name = output.names[0] ?? "office.css";
          names[listing === "names.json" ? name.replace(/^.*\//, "") : "preview.css"] = output.fileName;
        }
      }
      this.emitFile({ type: "asset", fileName: listing, source: `${JSON.stringify(names, null, 2)}\n` });
    },
  };
}

// A PouchDB client in memory that replicates with the server as a phone would. Argument: port. Prints one JSON object:
// {figure: {seconds: [...], requests, body_bytes}}. Fails rather than measuring an error.
const { createRequire } = require("node:module");
const installed = createRequire(`${process.cwd()}/package.json`);
const PouchDB = installed("pouchdb").plugin(installed("pouchdb-adapter-memory"));
const [port] = process.argv.slice(2);
const ROWS = 500;
const RUNS = { first: 5, idle: 50, changed: 20, push: 3 };
const row = (number) => ({ _id: `row-${number}`, name: `Given${number} Family${number}`, text: "x".repeat(900) });
let requests = 0;
let bytes = 0;
let databases = 0;

const remote = new PouchDB(`http://127.0.0.1:${port}/rows`, {
  fetch: async (url, options) => {
    requests += 1;
    const reply = await fetch(url, { ...options, headers: [...(options.headers ?? [])] });
    const body = await reply.arrayBuffer();
    bytes += body.byteLength;
    return new Response(body, { status: reply.status, headers: reply.headers });
  },
});
const newLocal = () => new PouchDB(`local-${databases++}`, { adapter: "memory" });

async function measure(runs, prepare, run) {
  const seconds = [];
  for (let number = 0; number < runs; number++) {
    const prepared = await prepare(number);
    requests = 0;
    bytes = 0;
    const started = performance.now();
    const done = await run(prepared);
    seconds.push((performance.now() - started) / 1000);
    if (!done.ok || done.doc_write_failures) throw new Error(JSON.stringify(done));
  }
  return { seconds, requests, body_bytes: bytes };
}

async function main() {
  await remote.bulkDocs(Array.from({ length: ROWS }, (_, number) => row(number)));
  const figures = {};
  figures.first = await measure(RUNS.first, newLocal, (local) => local.replicate.from(remote, { batch_size: ROWS }));
  const phone = newLocal();
  await phone.replicate.from(remote);
  figures.idle = await measure(RUNS.idle, () => phone, (local) => local.replicate.from(remote));
  const change = async (number) => {
    await remote.put({ ...(await remote.get(`row-${number}`)), changed: number });
    return phone;
  };
  figures.changed = await measure(RUNS.changed, change, (local) => local.replicate.from(remote));
  const fill = async (number) => {
    const local = newLocal();
    await local.bulkDocs(Array.from({ length: ROWS }, (_, one) => ({ ...row(one), _id: `pushed-${number}-${one}` })));
    return local;
  };
  figures.push = await measure(RUNS.push, fill, (local) => local.replicate.to(remote, { batch_size: ROWS }));
  console.log(JSON.stringify(figures));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

// The smallest application on rxdb-server, as its documentation starts one: a database in memory, one collection of rows, one
// replication endpoint under /rows/0, everybody let in. Argument: port. Run from the folder that the peer is installed in;
// never part of this project's dependencies.
const { createRequire } = require("node:module");
const installed = createRequire(`${process.cwd()}/package.json`);
const { createRxDatabase } = installed("rxdb");
const { getRxStorageMemory } = installed("rxdb/plugins/storage-memory");
const { createRxServer } = installed("rxdb-server/plugins/server");
const { RxServerAdapterExpress } = installed("rxdb-server/plugins/adapter-express");
const [port] = process.argv.slice(2);
const schema = {
  version: 0,
  primaryKey: "id",
  type: "object",
  properties: {
    id: { type: "string", maxLength: 100 },
    name: { type: "string" },
    text: { type: "string" },
    changed: { type: "number" },
  },
  required: ["id", "name", "text"],
};

async function main() {
  const database = await createRxDatabase({ name: "bench", storage: getRxStorageMemory() });
  await database.addCollections({ rows: { schema } });
  const server = await createRxServer({
    database,
    adapter: RxServerAdapterExpress,
    hostname: "127.0.0.1",
    port: Number(port),
  });
  server.addReplicationEndpoint({ name: "rows", collection: database.rows });
  await server.start();
  console.log("ready");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

// PouchDB's own server (express-pouchdb over LevelDB), as its README starts it. Arguments: port, folder of the databases.
// Run from the folder that the peers are installed in; never part of this project's dependencies.
const { createRequire } = require("node:module");
const installed = createRequire(`${process.cwd()}/package.json`);
const PouchDB = installed("pouchdb");
const app = installed("express")();
const [port, folder] = process.argv.slice(2);
app.use("/", installed("express-pouchdb")(PouchDB.defaults({ prefix: `${folder}/` })));
app.listen(Number(port), "127.0.0.1", () => console.log("ready"));

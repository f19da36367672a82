// @tus/server, the reference server of tus.io, as it comes from npm: listens on a free port, prints it, ends with its parent.
import { FileStore } from "@tus/file-store";
import { Server } from "@tus/server";

const { folder, maxSize } = JSON.parse(process.argv[2]);
const datastore = new FileStore({ directory: folder, expirationPeriodInMilliseconds: 30 * 24 * 3600 * 1000 });
const server = new Server({ path: "/files", datastore, maxSize, relativeLocation: true });
const listening = server.listen({ host: "127.0.0.1", port: 0 }, () => console.log(listening.address().port));
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));

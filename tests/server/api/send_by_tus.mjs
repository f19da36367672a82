// Sends one file by tus-js-client, unchanged, and prints what the server said last. For test_files_by_tus_js_client.py.
import { readFileSync } from "node:fs";
import { Upload } from "tus-js-client";

const { endpoint, token, path, metadata, chunkSize } = JSON.parse(process.argv[2]);
const told = { offsets: [], received: null, quarantined: null, requests: 0 };

const upload = new Upload(readFileSync(path), {
  endpoint,
  chunkSize,
  metadata,
  headers: { Authorization: `Bearer ${token}` },
  retryDelays: [0, 50, 100, 200, 400, 800, 1600],
  onBeforeRequest: () => {
    told.requests += 1;
  },
  onAfterResponse: (_request, response) => {
    told.received = response.getHeader("Doorstep-Received") ?? told.received;
    told.quarantined = response.getHeader("Doorstep-Quarantined") ?? told.quarantined;
  },
  onChunkComplete: (_size, accepted) => told.offsets.push(accepted),
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess: () => {
    console.log(JSON.stringify(told));
    process.exit(0);
  },
});
upload.start();

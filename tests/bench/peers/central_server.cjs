// ODK Central's own server in so many processes on one port, as its pm2.config.js runs it. Run in the folder of its sources.
const cluster = require('node:cluster');
const path = require('node:path');

if (cluster.isPrimary) {
  for (let number = 0; number < Number(process.argv[2]); number += 1) cluster.fork();
} else {
  require(path.join(process.cwd(), 'lib/bin/run-server.js'));
}

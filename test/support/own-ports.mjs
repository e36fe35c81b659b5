// Before each end-to-end spec: ports of its own for each of jest's workers, below those that the system gives away.
const worker = Number(process.env.JEST_WORKER_ID ?? 1);
const first = 10_000 + ((worker - 1) % 10) * 1_000;
process.env.YUI_PORTS = `${first}-${first + 999}`;

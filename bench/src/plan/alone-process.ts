import { readFileSync } from 'node:fs';
import { readInstance } from '#domain/planning/read-instance';
import { startPlanning } from '#planner/start-planning';

// A process that plans the year in a file and says how many bytes it had in memory at most (`peakBytesAlone`). Sampled, because what the
// system remembers as a process's peak may be that of the one that started it.
const read = readInstance(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')));
if (!read.ok) throw new Error('the instance is refused');
let peak = 0;
const sampling = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 5);
await startPlanning(read.value, { timeLimitMs: 120_000 }).plan;
clearInterval(sampling);
console.log(Math.max(peak, process.memoryUsage.rss()));

import { benchTrade } from '../../../bench/src/trade/trade.js';
import { benchCapacity } from '../../../bench/src/capacity/capacity.js';
import { benchPlan } from '../../../bench/src/plan/plan.js';

const benches: Readonly<Record<string, (print: (line: string) => void, root: string) => Promise<void>>> = {
  capacity: benchCapacity,
  trade: benchTrade,
  plan: benchPlan,
};

/** `npm run bench -- capacity | trade | plan`: prints measurements beside a yardstick of the same run. */
export async function run([name]: readonly string[], root: string): Promise<number> {
  const bench = benches[name ?? ''];
  if (bench === undefined) {
    console.error(`Say which: ${Object.keys(benches).join(', ')}.`);
    return 1;
  }
  await bench((line) => console.log(line), root);
  return 0;
}

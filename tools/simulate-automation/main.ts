// `npm run simulate:automation`: an acting home lives through days from seeds, with faults, far faster than life.
import { givenOptions, numberGiven } from '../command-line.ts';
import { seededRandom } from '#core/random.ts';
import { live } from '#automation/testing/lived.ts';

const usage = `npm run simulate:automation -- [--seeds 1] [--from 1] [--days 365] [--step 10]
  --seeds   how many seeds, one after the other
  --from    the first one
  --days    how much each lives through
  --step    seconds between two decisions`;

const { values } = givenOptions(usage, {
  options: { seeds: { type: 'string' }, from: { type: 'string' }, days: { type: 'string' }, step: { type: 'string' } },
});

const numberOf = (name: 'seeds' | 'from' | 'days' | 'step', usual: number): number =>
  numberGiven(name, values[name], { usual, usage });

const [seeds, from] = [numberOf('seeds', 1), numberOf('from', 1)];
const [days, step] = [numberOf('days', 365), numberOf('step', 10)];
let failed = 0;
for (let seed = from; seed < from + seeds; seed += 1) {
  const begunMs = performance.now();
  const { problems, cycles, commands, switchings, importWh, exportWh, madeWh, evenings } = live({
    random: seededRandom(seed),
    days,
    stepMs: step * 1000,
  });
  const seconds = (performance.now() - begunMs) / 1000;
  const wrong =
    evenings === Math.round(days) ? problems : [...problems, `the rule of the evening began ${evenings} times`];
  console.log(
    `seed ${seed}: ${wrong.length === 0 ? 'well' : 'failed'}: ${cycles} cycles in ${seconds.toFixed(1)} s, ${commands} commands, ${switchings} switchings; ` +
      `${(madeWh / 1000).toFixed(0)} kWh of sun, ${(importWh / 1000).toFixed(0)} bought, ${(exportWh / 1000).toFixed(0)} sold`,
  );
  for (const problem of wrong.slice(0, 20)) console.log(`  ${problem}`);
  if (wrong.length > 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

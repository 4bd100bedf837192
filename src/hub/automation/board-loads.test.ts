// What the board says of a load that the sun would run and a limit does not let run.
import { expect, test } from 'vitest';
import type { Holding } from '#automation/arbiter.ts';
import { decide, emptyState } from '#automation/engine.ts';
import { readSimulated } from '#automation/file/read.ts';
import { Plant } from '#automation/simulate/plant.ts';
import { inEnglish } from '#core/reason.ts';
import { boardLoads } from './board-loads.ts';

/** The load after some seconds in which this much goes into the grid and this flows in its circuit. */
function boardAfter(seconds: number, text: string, flowsW: number): unknown {
  const outcome = readSimulated(text);
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  const { program, home } = outcome;
  const plant = new Plant({ ...home, freshMs: 60_000 });
  let [state, before]: [typeof emptyState, ReadonlyMap<string, Holding>] = [emptyState, new Map()];
  for (let second = 0; second <= seconds; second += 1) {
    const nowMs = Date.UTC(2026, 5, 12, 10) + second * 1000;
    plant.take('', 'grid.power', { value: -3000 - (second % 2), atMs: nowMs });
    plant.take('', 'load.power', { value: flowsW + (second % 2), atMs: nowMs });
    const cycle = decide(program, state, { image: plant.image(nowMs), before });
    for (const command of cycle.commands) plant.send(command, nowMs);
    [state, before] = [cycle.state, cycle.holdings];
  }
  return boardLoads(program, state, before).map(({ look }) => [look?.state, look && inEnglish(look.why)]);
}

const house = (takes: string, starts: string): string => `
devices: {it: {kind: heater, points: {${takes.split(',')[0]}: {starts: ${starts}}}}}
loads: [{name: It, device: it, point: ${takes}, on_after: 1 s}]
circuits: [{name: Fuse, measured: load.power, limit: 5000, gives: [{device: it, point: ${takes.split(',')[0]}, takes: 2000}]}]
`;

test.each([
  [
    'a relay that a circuit keeps off',
    'relay.on.1, power: 2000',
    '1',
    7100,
    'waits',
    /^the circuit “Fuse” is overloaded$/,
  ],
  [
    'a heater of which a part fits',
    'heater.power.target, power: 2000, step: 100',
    '2000',
    5500,
    'runs',
    /sun has .* left.*limited: the circuit “Fuse” is overloaded/,
  ],
  ['a relay for which there is room', 'relay.on.1, power: 2000', '1', 4000, 'runs', /^the sun has .* left/],
] as const)('%s', (...[, takes, starts, flowsW, state, why]) => {
  expect(boardAfter(8, house(takes, starts), flowsW)).toEqual([[state, expect.stringMatching(why)]]);
});

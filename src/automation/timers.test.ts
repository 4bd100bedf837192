// What a device holds by its own timer: told with a time, renewed before it ends, and ended by the device when nobody tells it any more.
import { describe, expect, test } from 'vitest';
import { readAutomation } from './file/read.ts';
import { makeBench } from './testing/bench.ts';

function bench(text: string, { isTimed = true, shows = 0 } = {}) {
  const outcome = readAutomation(text);
  if ('problems' in outcome) throw new TypeError(JSON.stringify(outcome.problems));
  const home = makeBench(outcome.program, {
    devices: {
      boiler: { points: { 'relay.on.1': shows }, limits: { 'relay.on.1': { isTimed } } },
      roof: { kind: 'inverter' },
    },
  });
  home.see('', { 'grid.power': -3000 });
  return home;
}

const rule = (more = '', value = 'on') => `${more}
rules:
  - name: Boiler
    while: grid.power < -1500 W
    do: [{kind: set, device: boiler, point: relay.on.1, value: ${value}}]
`;
const short = rule('safe_after: 60 s');

describe('a rule holds a relay with a timer', () => {
  test('it is told for a time, and again at half of it, and switched off plainly at the end', () => {
    const home = bench(short);
    expect(home.run(100)).toEqual([
      '0 boiler relay.on.1=1 rule for 60',
      '30 boiler relay.on.1=1 rule for 60',
      '60 boiler relay.on.1=1 rule for 60',
      '90 boiler relay.on.1=1 rule for 60',
    ]);
    home.see('', { 'grid.power': 500 });
    expect(home.run(100)).toEqual(['100 boiler relay.on.1=0 nobody']);
    expect(home.shows('boiler', 'relay.on.1')).toBe(0);
  });

  test('15 minutes where nothing is said, never with 0 s', () => {
    expect(bench(rule()).run(500)).toEqual([
      '0 boiler relay.on.1=1 rule for 900',
      '450 boiler relay.on.1=1 rule for 900',
    ]);
    expect(bench(rule('safe_after: 0 s')).run(500)).toEqual(['0 boiler relay.on.1=1 rule']);
  });

  test('what becomes of it when Solstead stops stands with it', () => {
    const timed = bench(short);
    timed.run(10);
    expect(timed.holding('boiler', 'relay.on.1')?.ifStopped).toEqual({ backMs: Date.parse('2026-06-10T12:01:00Z') });
    const plain = bench(short, { isTimed: false });
    expect(plain.run(10)).toEqual(['0 boiler relay.on.1=1 rule']);
    expect(plain.holding('boiler', 'relay.on.1')?.ifStopped).toBe('stays');
    // Nothing was moved: nothing goes back.
    const on = bench(short, { shows: 1 });
    expect(on.run(100)).toEqual([]);
    expect(on.holding('boiler', 'relay.on.1')?.ifStopped).toBeUndefined();
  });

  test('Solstead is gone: the device switches it off in time, which is nobody’s hand, and the rule takes it again', () => {
    const home = bench(short);
    home.run(40);
    home.stopped(51);
    expect(home.shows('boiler', 'relay.on.1')).toBe(1);
    home.stopped(1);
    expect(home.shows('boiler', 'relay.on.1')).toBe(0);
    home.stopped(100);
    expect(home.run(10)).toEqual(['192 boiler relay.on.1=1 rule for 60']);
    expect(home.holding('boiler', 'relay.on.1')?.holder?.by.kind).toBe('rule');
    // Nobody holds it any more: it was off before, as the device left it.
    home.see('', { 'grid.power': 500 });
    expect(home.run(20)).toEqual(['202 boiler relay.on.1=0 nobody']);
  });

  test('it ended while Solstead was gone and nobody wants it any more: nothing is commanded', () => {
    const home = bench(short);
    home.run(10);
    home.stopped(100);
    home.see('', { 'grid.power': 500 });
    expect(home.run(100)).toEqual([]);
  });

  test('a freezer that is held off comes on by itself', () => {
    const home = bench(rule('safe_after: 60 s', 'off'), { shows: 1 });
    expect(home.run(10)).toEqual(['0 boiler relay.on.1=0 rule for 60']);
    home.stopped(60);
    expect(home.shows('boiler', 'relay.on.1')).toBe(1);
  });

  test('somebody who switches it off at the device before its time has it, timer or not', () => {
    const home = bench(short);
    home.run(20);
    home.turn('boiler', 'relay.on.1', 0);
    expect(home.run(200)).toEqual([]);
    expect(home.holding('boiler', 'relay.on.1')?.holder?.by.kind).toBe('person');
  });

  test('what is set once and left has no timer, and ends the one that runs', () => {
    const home = bench(`safe_after: 60 s
rules:
  - name: Left
    when: [{kind: called, by: webhook, name: stay}]
    do: [{kind: set, device: boiler, point: relay.on.1, value: on}]
  - name: Boiler
    while: grid.power < -1500 W
    do: [{kind: set, device: boiler, point: relay.on.1, value: on}]
`);
    expect(home.run(10)).toEqual(['0 boiler relay.on.1=1 rule for 60']);
    home.happen({ kind: 'called', what: 'webhook', name: 'stay' });
    home.see('', { 'grid.power': 500 });
    expect(home.run(200)).toEqual(['10 boiler relay.on.1=1 rule']);
    expect(home.shows('boiler', 'relay.on.1')).toBe(1);
  });

  test('a timer that is refused is done without: it is switched plainly at once', () => {
    const home = bench(short);
    home.fail('boiler', 'refused');
    expect(home.run(2)).toEqual(['0 boiler relay.on.1=1 rule for 60', '1 boiler relay.on.1=1 rule']);
    home.fail('boiler', undefined);
  });

  test('a timer that cannot begin anew is ended, so that the relay stays on, and that is said', () => {
    const home = bench(short);
    home.run(20);
    home.fail('boiler', 'refused');
    expect(home.run(12)).toEqual(['30 boiler relay.on.1=1 rule for 60', '31 boiler relay.on.1=1 rule']);
    home.fail('boiler', undefined);
    expect(home.run(1000)).toEqual([]);
    expect(home.shows('boiler', 'relay.on.1')).toBe(1);
    expect(home.holding('boiler', 'relay.on.1')?.ifStopped).toBe('stays');
  });

  test('too short a time is a mistake with its place', () => {
    const outcome = readAutomation('safe_after: 5 s\nrules: []\n');
    expect(outcome).toMatchObject({ problems: [{ line: 1, why: { code: 'act.safe-after' } }] });
  });
});

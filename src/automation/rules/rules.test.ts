// Rules as cycles that an electrician can read: when they begin, what they hold, and what they leave alone.
import { expect, test } from 'vitest';
import { plainly } from '#core/reason.ts';
import type { FileAutomation } from '../file/words.ts';
import { compiled } from '../file/compile.ts';
import type { Program } from '../engine.ts';
import { type BenchOptions, makeBench } from '../testing/bench.ts';

function program(file: FileAutomation): Program {
  const outcome = compiled(file, { devices: ['boiler', 'pack', 'roof'], hasPlace: true });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return outcome.program;
}

const house: BenchOptions = {
  zone: 'Europe/Berlin',
  place: { latitude: 52.5, longitude: 13.4 },
  devices: {
    boiler: { points: { 'relay.on.1': 0 } },
    pack: { kind: 'battery', points: { 'battery.mode': 'self-consumption', 'battery.soc.min': 20 } },
    roof: { kind: 'inverter' },
  },
};

const boilerOn = { kind: 'set', device: 'boiler', point: 'relay.on.1', value: 'on' } as const;

test('while: it holds as long as it is true, with its delays both ways', () => {
  const bench = makeBench(
    program({
      rules: [{ name: 'Sun', while: 'grid.power < -1500 W', for: '10 s', release: '20 s', do: [boilerOn] }],
    }),
    house,
  );
  bench.see('', { 'grid.power': -1000 });
  expect(bench.run(30)).toEqual([]);
  bench.see('', { 'grid.power': -2000 });
  expect(bench.run(60)).toEqual(['40 boiler relay.on.1=1 rule']);
  // A cloud of 15 s is none.
  bench.see('', { 'grid.power': 500 });
  expect(bench.run(15)).toEqual([]);
  bench.see('', { 'grid.power': -2000 });
  expect(bench.run(60)).toEqual([]);
  bench.see('', { 'grid.power': 500 });
  expect(bench.run(60)).toEqual(['185 boiler relay.on.1=0 nobody']);
});

test('a value that is not known holds nothing: it is let go after its grace', () => {
  const bench = makeBench(
    program({ rules: [{ name: 'Sun', while: 'grid.power < -1500 W', grace: '30 s', do: [boilerOn] }] }),
    house,
  );
  bench.see('', { 'grid.power': -2000 });
  expect(bench.run(10)).toEqual(['0 boiler relay.on.1=1 rule']);
  // The value is fresh for 15 s, then half a minute of grace, and the claim of the last cycle a minute.
  expect(bench.run(60, { isSilent: true })).toEqual(['55 boiler relay.on.1=0 nobody']);
  const never = makeBench(program({ rules: [{ name: 'Sun', while: 'grid.power < -1500 W', do: [boilerOn] }] }), house);
  expect(never.run(60)).toEqual([]);
});

test('becomes: it begins once, when it has been so for a while, and again only after it was not', () => {
  const bench = makeBench(
    program({
      rules: [
        {
          name: 'Full',
          when: [{ kind: 'becomes', that: 'battery.soc > 90 %', for: '5 s' }],
          do: [{ ...boilerOn, for: '20 s' }],
        },
      ],
    }),
    house,
  );
  // What is so at the first look has not become so.
  bench.see('', { 'battery.soc': 95 });
  expect(bench.run(20).length).toBeLessThanOrEqual(1);
  bench.see('', { 'battery.soc': 80 });
  bench.run(60);
  bench.see('', { 'battery.soc': 95 });
  expect(bench.run(60)).toEqual(['85 boiler relay.on.1=1 rule', '105 boiler relay.on.1=0 nobody']);
});

test('set once and left: nobody puts it back, and who turns it again is not fought', () => {
  const bench = makeBench(
    program({ rules: [{ name: 'Noon', when: [{ kind: 'time', at: '14:01' }], do: [boilerOn] }] }),
    house,
  );
  expect(bench.run(200)).toEqual(['60 boiler relay.on.1=1 rule']);
  bench.turn('boiler', 'relay.on.1', 0);
  expect(bench.run(800)).toEqual([]);
});

test('one after another, with a wait between', () => {
  const bench = makeBench(
    program({
      rules: [
        {
          name: 'Evening',
          when: [{ kind: 'called', by: 'scene', name: 'Evening' }],
          do: [
            { kind: 'set', device: 'pack', point: 'battery.mode', value: 'hold' },
            { kind: 'wait', for: '10 s' },
            { ...boilerOn, for: '5 s' },
            { kind: 'notify', title: 'Battery {battery.soc}' },
          ],
        },
      ],
    }),
    house,
  );
  bench.see('', { 'battery.soc': 64 });
  bench.run(5);
  bench.happen({ kind: 'called', what: 'scene', name: 'Evening' });
  expect(bench.run(11)).toEqual(['5 pack battery.mode=hold rule', '15 boiler relay.on.1=1 rule']);
  expect(bench.last()?.notices.map(({ what }) => what)).toEqual([
    { kind: 'notify', title: 'Battery 64 %', text: '', severity: 'info' },
  ]);
});

test('a restart in the middle of a wait loses nothing, and what was held is put back', () => {
  const rule = {
    name: 'Evening',
    when: [{ kind: 'called', by: 'scene', name: 'Evening' } as const],
    do: [{ kind: 'wait', for: '10 s' } as const, { ...boilerOn, for: '30 s' }],
  };
  const bench = makeBench(program({ rules: [rule] }), house);
  bench.happen({ kind: 'called', what: 'scene', name: 'Evening' });
  bench.run(5);
  bench.restart();
  expect(bench.run(10)).toEqual(['10 boiler relay.on.1=1 rule']);
  bench.restart();
  expect(bench.run(60)).toEqual(['40 boiler relay.on.1=0 nobody']);
});

test('if, between, cooldown and how often hold it back, and the diary says so', () => {
  const bench = makeBench(
    program({
      rules: [
        {
          name: 'Called',
          when: [{ kind: 'called', by: 'webhook', name: 'go' }],
          if: 'battery.soc > 50 %',
          cooldown: '1 min',
          most_per_hour: 2,
          do: [{ ...boilerOn, for: '5 s' }],
        },
      ],
    }),
    house,
  );
  const call = (): readonly string[] => {
    bench.happen({ kind: 'called', what: 'webhook', name: 'go' });
    bench.run(1);
    return (
      bench.last()?.diary.map(
        ({ why }) =>
          JSON.stringify(why)
            .match(/act\.[a-z-]+/g)
            ?.join(' ') ?? '',
      ) ?? []
    );
  };
  expect(call()).toEqual(['act.not-begun act.called act.condition']);
  bench.see('', { 'battery.soc': 60 });
  expect(call()).toEqual(['act.began act.called']);
  bench.run(30);
  expect(call()).toEqual(['act.not-begun act.called act.cooldown']);
  bench.run(60);
  expect(call()).toEqual(['act.began act.called']);
  bench.run(60);
  expect(call()).toEqual(['act.not-begun act.called act.too-often']);
});

test('of two rules the upper one has it, and the lower one gets it when that lets go', () => {
  const bench = makeBench(
    program({
      rules: [
        { name: 'Off', while: 'battery.soc < 20 %', do: [{ ...boilerOn, value: 'off' }] },
        { name: 'On', while: 'pv.power > 1 kW', do: [boilerOn] },
      ],
    }),
    house,
  );
  bench.see('', { 'battery.soc': 10, 'pv.power': 2000 });
  expect(bench.run(10)).toEqual([]);
  expect(
    bench.holding('boiler', 'relay.on.1')?.claims.map(({ claim, outcome }) => `${claim.by.id} ${outcome}`),
  ).toEqual(['off holds', 'on beaten']);
  bench.see('', { 'battery.soc': 30 });
  expect(bench.run(10)).toEqual(['10 boiler relay.on.1=1 rule']);
});

test('variables are kept over a restart, and expressions give values', () => {
  const bench = makeBench(
    program({
      variables: { reserve: { start: 30, unit: '%' } },
      rules: [
        {
          name: 'Set',
          when: [{ kind: 'called', by: 'mqtt', name: 'reserve' }],
          do: [{ kind: 'variable', name: 'reserve', to: 'var.reserve + 10 %' }],
        },
        {
          name: 'Hold',
          while: 'battery.soc < 90 %',
          do: [{ kind: 'set', device: 'pack', point: 'battery.soc.min', to: 'min(var.reserve, 60 %)' }],
        },
      ],
    }),
    house,
  );
  bench.see('', { 'battery.soc': 50 });
  expect(bench.run(5)).toEqual(['0 pack battery.soc.min=30 rule']);
  bench.happen({ kind: 'called', what: 'mqtt', name: 'reserve' });
  expect(bench.run(5)).toEqual(['5 pack battery.soc.min=40 rule']);
  bench.restart();
  bench.happen({ kind: 'called', what: 'mqtt', name: 'reserve' });
  expect(bench.run(5)).toEqual(['10 pack battery.soc.min=50 rule']);
});

test('a device that does not answer, and a value that does not come', () => {
  const told = (name: string) => [{ kind: 'notify', title: name } as const];
  const bench = makeBench(
    program({
      rules: [
        { name: 'Away', when: [{ kind: 'offline', device: 'roof', for: '30 s' }], do: told('away') },
        { name: 'Gap', when: [{ kind: 'gap', device: 'roof', value: 'pv.power', for: '20 s' }], do: told('gap') },
      ],
    }),
    house,
  );
  bench.see('roof', { 'pv.power': 100 });
  const lines: string[] = [];
  const live = (seconds: number): void => {
    for (let second = 0; second < seconds; second += 1) {
      bench.run(1, { isSilent: true });
      for (const { what } of bench.last()?.notices ?? [])
        if (what.kind === 'notify')
          lines.push(`${(bench.nowMs() - Date.parse('2026-06-10T12:00:00Z')) / 1000 - 1} ${plainly(what.title)}`);
    }
  };
  live(10);
  bench.setOnline('roof', false);
  live(60);
  expect(lines).toEqual(['20 gap', '40 away']);
});

/** What is told and noted within some seconds, by its code. */
function codesIn(bench: ReturnType<typeof makeBench>, seconds: number): ReadonlySet<string> {
  const codes = new Set<string>();
  for (let second = 0; second < seconds; second += 1) {
    bench.run(1, { isSilent: true });
    for (const { why } of bench.last()?.diary ?? []) codes.add(why.code);
    for (const { what } of bench.last()?.notices ?? [])
      if (what.kind === 'notify' && typeof what.title !== 'string') codes.add(what.title.code);
  }
  return codes;
}

test('what is set and left while a loop is stopped was held by something stronger, and not out of reach', () => {
  const turn = (isOn: boolean) => ({
    name: isOn ? 'Pong' : 'Ping',
    when: [{ kind: 'becomes', that: `${isOn ? 'not ' : ''}(relay.on.1 of boiler) and var.go` } as const],
    do: [{ kind: 'set', device: 'boiler', point: 'relay.on.1', value: isOn ? 'on' : 'off' } as const],
  });
  const bench = makeBench(program({ variables: { go: { start: false } }, rules: [turn(true), turn(false)] }), house);
  const shows = (): void => bench.see('boiler', { 'relay.on.1': Number(bench.shows('boiler', 'relay.on.1') ?? 0) });
  bench.run(2, { isSilent: true, each: shows });
  bench.happen({ kind: 'variable', name: 'go', value: true });
  bench.run(60, { isSilent: true, each: shows });
  const codes = codesIn(bench, 400);
  expect([codes.has('act.never-let'), codes.has('act.never-set'), codes.has('act.never-set-title')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a scene that was not set in time is told as a scene', () => {
  const set = [{ device: 'boiler', point: 'relay.on.1', value: 'on' }] as const;
  const bench = makeBench(program({ scenes: [{ name: 'Night', set }] }), house);
  bench.setOnline('boiler', false);
  bench.happen({ kind: 'called', what: 'scene', name: 'Night' });
  const codes = codesIn(bench, 400);
  expect([...codes].filter((code) => code.startsWith('act.never'))).toEqual(['act.never-set', 'act.never-set-scene']);
});

test('a rule that is switched off holds nothing, and does not make up for what it missed', () => {
  const on = makeBench(
    program({ rules: [{ name: 'Sun', on: false, while: 'pv.power > 1 kW', do: [boilerOn] }] }),
    house,
  );
  on.see('', { 'pv.power': 2000 });
  expect(on.run(20)).toEqual([]);
});

test('missed: skip over a restart: what passed meanwhile is not made up for, the next moment counts again', () => {
  const reserve = { kind: 'set', device: 'pack', point: 'battery.soc.min', value: 50 } as const;
  const bench = makeBench(
    program({
      rules: [
        { name: 'Once', when: [{ kind: 'time', at: '14:10' }], do: [boilerOn] },
        { name: 'Skip', when: [{ kind: 'time', at: '14:10', missed: 'skip' }], do: [reserve] },
        { name: 'Cron', when: [{ kind: 'cron', pattern: '*/20 * * * *', missed: 'skip' }], do: [reserve] },
      ],
    }),
    house,
  );
  expect(bench.run(60)).toEqual([]);
  // Away from 14:01 to 14:21, by the clocks of the home.
  bench.stopped(1200);
  expect(bench.run(60)).toEqual(['1260 boiler relay.on.1=1 rule']);
  // 14:40 comes while it runs.
  expect(bench.run(1200)).toEqual(['2400 pack battery.soc.min=50 rule']);
});

test('missed: skip loses nothing to a restart of two seconds', () => {
  const bench = makeBench(
    program({ rules: [{ name: 'Skip', when: [{ kind: 'time', at: '14:01', missed: 'skip' }], do: [boilerOn] }] }),
    house,
  );
  bench.run(59);
  bench.stopped(2);
  expect(bench.run(10)).toEqual(['61 boiler relay.on.1=1 rule']);
});

test('mistakes are told with their places, all at once', () => {
  const outcome = compiled(
    {
      rules: [
        {
          name: 'A',
          while: 'grid.powr > 5 W',
          do: [{ kind: 'set', device: 'boilr', point: 'relay.on.1', value: 'on' }],
        },
        {
          name: 'A',
          when: [{ kind: 'cron', pattern: 'often' }],
          while: 'pv.power > 1 kW',
          do: [{ kind: 'notify', title: 'x' }],
        },
        {
          name: 'B',
          when: [{ kind: 'time', at: '12:00' }],
          do: [
            { kind: 'set', device: 'pack', point: 'battery.mode', value: 'charg' },
            { kind: 'scene', name: 'None' },
            { kind: 'set', device: 'pack', point: 'battery.soc.min', value: 120 },
          ],
        },
      ],
    },
    { devices: ['boiler', 'pack'] },
  );
  const problems = 'problems' in outcome ? outcome.problems : [];
  expect(problems.map(({ path }) => path.join('.')).toSorted()).toEqual([
    'rules.0.do.0.device',
    'rules.0.while',
    'rules.1',
    'rules.1.do',
    'rules.1.name',
    'rules.1.when.0.pattern',
    'rules.2.do.0.value',
    'rules.2.do.1.name',
    'rules.2.do.2.value',
  ]);
});

/** What the actions and the diary of a bench say while the power at the grid goes down and up again so often. */
function turned(bench: ReturnType<typeof makeBench>, times: number) {
  let count = 0;
  const told = new Set<string>();
  const live = (seconds: number): void => {
    for (let second = 0; second < seconds; second += 1) {
      bench.run(1);
      const { notices = [], diary = [] } = bench.last() ?? {};
      count += notices.filter(({ what }) => what.kind === 'action').length;
      for (const { why } of diary) told.add(why.code);
    }
  };
  // What is so from the beginning has not become so.
  bench.see('', { 'grid.power': 0 });
  live(10);
  for (let turn = 0; turn < times; turn += 1) {
    bench.see('', { 'grid.power': -3000 });
    live(120);
    bench.see('', { 'grid.power': 0 });
    live(120);
  }
  return { count, told };
}

test('an action of a plug-in is done so often within an hour, by all rules together', () => {
  const rules = ['-1000', '-2000'].map((least, index) => ({
    name: `Rule ${index + 1}`,
    when: [{ kind: 'becomes', that: `grid.power < ${least} W` } as const],
    do: [{ kind: 'action', name: 'siren' } as const],
  }));
  const bench = makeBench(program({ rules, limits: [{ action: 'siren', most_per_hour: 3 }] }), house);
  const first = turned(bench, 2);
  expect(first.count).toBe(3);
  expect(first.told).toContain('act.action-not');
  // What was counted outlives a restart, and an hour later it is done again.
  bench.restart();
  expect(turned(bench, 1).count).toBe(0);
  bench.run(3600);
  expect(turned(bench, 1).count).toBe(2);
  expect(turned(makeBench(program({ rules }), house), 2).count).toBe(4);
  const quiet = [{ action: 'siren', quiet: [{ from: '14:00', to: '15:00' }] }];
  expect(turned(makeBench(program({ rules, limits: quiet }), house), 1)).toMatchObject({ count: 0 });
});

test('a limit of an action says what is wrong with it', () => {
  const wrongs = [
    [{ action: 'siren' }, 'act.limit-what'],
    [{ action: 'siren', most_per_hour: 2, device: 'boiler' }, 'act.limit-action'],
    [{ action: 'sirene', most_per_hour: 2 }, 'act.no-action'],
    [{ device: 'boiler', most_per_hour: 2 }, 'act.limit-of'],
  ] as const;
  const actions = [{ id: 'siren', title: 'Siren', params: {}, mostPerHour: 60 }] as const;
  for (const [limit, code] of wrongs) {
    const outcome = compiled({ limits: [limit] }, { devices: ['boiler'], hasPlace: true, actions });
    const [first] = 'problems' in outcome ? outcome.problems : [];
    expect(JSON.stringify(first?.why)).toContain(code);
  }
});

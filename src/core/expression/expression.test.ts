// The language: what is read, what it is, what is wrong and where.
import { expect, test } from 'vitest';
import { inEnglish } from '../reason.ts';
import type { Moment, Seen } from './evaluate.ts';
import { explain, reasonsOf } from './explain.ts';
import { readExpression, valueOf } from './expression.ts';
import { homeScope } from './scope.ts';
import type { Value } from './tree.ts';

const nowMs = Date.UTC(2026, 5, 1, 10);
const scope = homeScope({ devices: ['roof', 'main-inverter', '2nd-pack'] });

const known: Readonly<Record<string, Value>> = {
  'battery.soc': 55,
  'battery.soc of 2nd-pack': 20,
  'grid.power': -1500,
  'pv.power': 3200,
  'pv.power of roof': 1800,
  'grid.connected': true,
  'inverter.mode': 'Line Mode',
  'battery.voltage': 52,
  'battery.current': 10,
};
const old: Readonly<Record<string, Value>> = { 'load.power': 400, 'battery.temperature': 21 };

const moment: Moment = {
  nowMs,
  look({ name, device }): Seen | undefined {
    const key = device === undefined ? name : `${name} of ${device}`;
    const fresh = Object.hasOwn(known, key) ? known[key] : undefined;
    if (fresh !== undefined) return { value: fresh, atMs: nowMs - 2000, isFresh: true };
    const stale = Object.hasOwn(old, key) ? old[key] : undefined;
    return stale === undefined ? undefined : { value: stale, atMs: nowMs - 600_000, isFresh: false };
  },
};

function read(text: string, wants: 'condition' | 'any' = 'any') {
  const outcome = readExpression(text, scope, { wants });
  if ('problem' in outcome) throw new Error(`${text}: ${inEnglish(outcome.problem.why)}`);
  return outcome.expression;
}

test.each<[string, Value | undefined]>([
  ['battery.soc < 60 %', true],
  ['battery.soc of 2nd-pack < 60% and pv.power of roof >= 1.8 kW', true],
  ['grid.power < -1 kW && !grid.connected', false],
  ['grid.power < 0', true],
  ['not grid.connected or battery.soc = 55 %', true],
  ['grid.connected == off', false],
  ['battery.soc in 20..80 %', true],
  ['battery.soc not in 20 %..50 %', true],
  ['grid.power in -2..2 kW', true],
  ['inverter.mode in (\'line mode\', "Bypass")', true],
  ['inverter.mode in ["Bypass"]', false],
  ["contains(inverter.mode, 'LINE')", true],
  ["inverter.mode != 'Line Mode'", false],
  ['1 + 2 * 3 - 4 / 2', 5],
  ['-(1 + 2) * -2', 6],
  ['10 - 4 - 3', 3],
  ['pv.power + grid.power', 1700],
  ['pv.power / 2', 1600],
  ['pv.power / grid.power > -3', true],
  ['50 % * pv.power', 1600],
  ['battery.soc * 2', 110],
  ['2 * battery.soc < 20', false],
  ['50 % * battery.soc', 27.5],
  ['battery.voltage * battery.current', 520],
  ['1 kW * 30 min', 500],
  ['1 kWh / 2 kW', 1800],
  ['520 W / battery.voltage', 10],
  ['pv.power / 50 %', 6400],
  ['max(0, grid.power)', 0],
  ['min(pv.power, 2 kW, 3 kW)', 2000],
  ['abs(grid.power)', 1500],
  ['round(pv.power, 500 W)', 3000],
  ['round(2.4)', 2],
  ['age(pv.power)', 2],
  ['age(load.power) > 5 min', true],
  ['is_fresh(load.power)', false],
  ['is_fresh(pv.power)', true],
  ['is_known(load.power + 1 W)', false],
  ['default(load.power, 100 W)', 100],
  // What is not known stays so, unless the rest decides.
  ['load.power > 100 W', undefined],
  ['not load.power > 100 W', undefined],
  ['load.power > 100 W and battery.soc > 90 %', false],
  ['load.power > 100 W and battery.soc < 90 %', undefined],
  ['load.power > 100 W or battery.soc < 90 %', true],
  ['load.power in 0..1 W', undefined],
  ['pv.power in (load.power, 3.2 kW)', true],
  ['pv.power in (load.power, 3 kW)', undefined],
  ['relay.on.1', undefined],
  ['1 / 0', undefined],
  ['0 / 0 == 0 / 0', undefined],
  ['1e308 * 10 > 1', undefined],
  ['max(pv.power, load.power)', undefined],
])('%s', (text, value) => {
  expect(valueOf(read(text), moment)).toBe(value);
});

test.each<[string, string, string]>([
  ['', '1:1', 'there is no expression'],
  ['battery.sok < 5 %', '1:1', 'battery.sok is no value of a home; did you mean battery.soc?'],
  ['battery.soc < 5 W', '1:15', 'a number in % and a number in W do not go together'],
  ['grid.power > 2 kw and\n  pv.power > 3 kx', '2:16', 'kx is no unit'],
  ['pv.power > 3 mn', '1:14', 'mn is no unit; did you mean min?'],
  ['min(2, 3 kW) > pv.power', '1:5', 'a number in W and a number without a unit do not go together'],
  ['pv.power in (1, 2 kW)', '1:14', 'a number in W and a number without a unit do not go together'],
  ['pv.power > 1 + 2 kW', '1:16', 'it is a number without a unit'],
  ['battery.cycles > 5 W', '1:18', 'it is a number without a unit'],
  ['battery.soc of 2nd-pak > 1 %', '1:1', 'the home has no device 2nd-pak; did you mean 2nd-pack?'],
  ['roof.pv.power > 1 W', '1:1', 'a device stands behind its value: pv.power of roof'],
  ['main_inverter.pv.power > 1 W', '1:1', 'a device stands behind its value: pv.power of main-inverter'],
  ['10 % < battery.soc < 20 %', '1:20', 'two comparisons in a row: join them with and, or write in 20..80 %'],
  ['battery.soc', '1:1', 'a condition is needed here, which is true or not: this is a number in %'],
  ['battery.soc and grid.connected', '1:1', 'a condition is needed here, which is true or not: this is a number in %'],
  ['grid.connected > true', '1:1', 'texts, and yes and no, are equal or not: neither is less or more'],
  ['grid.connected == 1', '1:19', 'it is a yes or no: write grid.connected, or not grid.connected'],
  ['inverter.mode == 5', '1:18', 'a text and a number without a unit do not go together'],
  ['inverter.mode == "Line', '1:18', 'the text that begins here has no closing quote on its line'],
  ['(battery.soc > 5 %', '1:19', 'the closing ) is missing'],
  ['battery.soc > 5 % )', '1:19', ') is left over: conditions are joined with and / or'],
  ['battery.soc >', '1:14', 'a value is missing here, such as battery.soc or 30 %'],
  ['battery.soc in 5', '1:17', 'after in comes a range such as 20..80 %, or a list such as ("Line", "Bypass")'],
  ['battery.soc in ()', '1:16', 'after in comes a range such as 20..80 %, or a list such as ("Line", "Bypass")'],
  ['battery.soc of > 5 %', '1:16', 'a device is missing after of, such as battery.soc of pack'],
  ['battery.soc ; 1', '1:13', '; means nothing here'],
  ['avg(pv.power, 5 min) > 1 W', '1:1', 'avg looks at what was before, and that is not there here'],
  ['mix(pv.power, 5 W) > 1 W', '1:1', 'there is no function mix; did you mean min?'],
  ['abs(1, 2) > 1', '1:1', 'abs is written abs(a)'],
  ['age(5 W) > 1 s', '1:5', 'age is written age(name)'],
  ['abs > 1', '1:1', 'abs is a function: write abs(a)'],
  ['grid.connected + 1 > 1', '1:1', 'a number is needed here: this is a yes or no'],
  ['pv.power * pv.power > 1', '1:1', 'a number in W and a number in W do not go together'],
  ['constructor', '1:1', 'constructor is no value of a home'],
  ['__proto__.x > 1', '1:1', '__proto__.x is no value of a home'],
  ['constructor(pv.power) > 1', '1:1', 'there is no function constructor; it has min, max'],
  ['9'.repeat(400), '1:1', `${'9'.repeat(40)} is too large a number`],
  [`${'('.repeat(41)}true`, '1:42', 'it is nested too deeply: at most 40 parts inside one another'],
  [`min(${'1,'.repeat(450)}1) > 1`, '1:805', 'it has too many parts: at most 400'],
  ['true '.repeat(500), '1:2001', 'it is longer than 2,000 characters'],
])('problem %#', (text, place, words) => {
  const outcome = readExpression(text, scope);
  if (!('problem' in outcome)) throw new Error(`taken: ${text}`);
  const { line, column, why } = outcome.problem;
  expect([`${line}:${column}`, inEnglish(why)]).toEqual([place, expect.stringContaining(words)]);
});

test('what history there is, the environment says', () => {
  const outcome = readExpression('avg(pv.power of roof, 5 min) > 1 kW', homeScope({ history: true }));
  if ('problem' in outcome) throw new Error(inEnglish(outcome.problem.why));
  const asked: unknown[] = [];
  const over = (...all: readonly unknown[]): number => asked.push(all) * 2000;
  expect(valueOf(outcome.expression, { ...moment, over })).toBe(true);
  expect(asked).toEqual([['avg', expect.objectContaining({ name: 'pv.power', device: 'roof' }), [300]]]);
  expect(valueOf(outcome.expression, moment)).toBeUndefined();
  expect(outcome.expression.isTimed).toBe(true);
});

test('it tells which values it reads, each once, and whether time alone may change it', () => {
  const { reads, isTimed } = read('pv.power > 1 W and pv.power < 5 W or age(pv.power of roof) > 1 min', 'condition');
  expect(reads).toEqual([{ name: 'pv.power' }, { name: 'pv.power', device: 'roof' }]);
  expect([isTimed, read('pv.power').isTimed]).toEqual([true, false]);
});

test.each<[string, readonly string[]]>([
  ['battery.soc < 30 % and grid.connected', ['the state of charge of the battery is 55 %']],
  ['battery.soc < 60 % and grid.connected', ['the state of charge of the battery is 55 %', '“Grid connected”: yes']],
  [
    'battery.soc < 30 % or pv.power + grid.power > 2 kW',
    ['the state of charge of the battery is 55 %', 'the solar power is 3.2 kW', 'the grid power is -1.5 kW'],
  ],
  ['not (battery.soc < 60 % and load.power > 1 W)', ['the last value of the power of the home is too old']],
  ['relay.on.1 and battery.soc < 60 %', ['“Relay 1” has no value']],
  ["inverter.mode of roof == 'x'", ['the mode of the inverter of “roof” has no value']],
])('why %s', (text, reasons) => {
  const told = reasonsOf(explain(read(text, 'condition'), moment)).map(inEnglish);
  expect(told.map((one) => one.replaceAll('\u00a0', ' ').replace('−', '-'))).toEqual(reasons);
});

test.each([
  ['battery.soc < 20 && grid.power > 0', 'battery.soc < 20 % and grid.power > 0'],
  ['-2000 < grid.power', '-2 kW < grid.power'],
  ['battery.soc in 20..80', 'battery.soc in 20 %..80 %'],
  ['min(pv.power, 3000) > 2', 'min(pv.power, 3 kW) > 2 W'],
  ['pv.power in (100, 3200)', 'pv.power in (100 W, 3.2 kW)'],
  ['pv.power / grid.power > -3', 'pv.power / grid.power > -3'],
  ['battery.voltage * 10 > 500', 'battery.voltage * 10 > 500 V'],
])('a number without a unit is in that of what it stands beside: %s', (text, printed) => {
  const { text: said, tree } = read(text);
  expect(said).toBe(printed);
  expect(read(said).text).toBe(printed);
  expect(JSON.stringify(tree)).toContain('"unit"');
});

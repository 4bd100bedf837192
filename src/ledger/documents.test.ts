// Records of the ledger as they are kept: what is written is read again, what an earlier version wrote is upgraded, and what is
// damaged or newer is reported by its name.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import type { LedgerDocument } from '#core/ledger.ts';
import { because } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import { billDocuments } from './bills.ts';
import { makeCalendar } from './calendar.ts';
import {
  budgetDocuments,
  optionsDocuments,
  deviceDocuments,
  type DocumentKind,
  documentsOf,
  editionDocuments,
  eventsCodec,
  importedDocuments,
  moneyCodec,
  noteDocuments,
  correctionDocuments,
  seriesDocuments,
  sumsCodec,
  tariffDocuments,
  zoneDocuments,
} from './documents.ts';
import { unpackBuckets, unpackHour } from './packing.ts';
import { plantDocuments } from './plant.ts';
import { anna, openHome, plantDays } from './testing/ledger-home.ts';

// Days of readings are written and settled: on a busy machine that takes a while.
vi.setConfig({ testTimeout: 180_000 });

/** One document of each kind as it was written before there were versions. */
const before: readonly (readonly [DocumentKind<unknown>, string])[] = [
  [
    tariffDocuments,
    '{"revision":1,"text":"name: mine","by":"Anna","atMs":5,"carbon":{"kgPerKwh":0.38,"kgPerTree":21}}',
  ],
  [seriesDocuments, '{"series":"spot","kind":"price","currency":"EUR","slots":3,"fromMs":1,"toMs":4}'],
  [editionDocuments, '1780315200000'],
  [
    billDocuments,
    '[{"id":"may","firstDay":"2026-05-01","lastDay":"2026-05-31","importWh":92000,"exportWh":310000,"amount":"-18.4"}]',
  ],
  [plantDocuments, '{"price":"14200","subsidies":"1500.50","since":"2025-04-01"}'],
  [budgetDocuments, '[{"id":"month","what":"import","per":"month","limit":"1000.5"}]'],
  [
    correctionDocuments,
    '{"id":"repair-1","repair":{"kind":"energy","channel":"pv","fromMs":0,"toMs":300000,"energy":7},"why":"x","by":"Anna","atMs":5,"hours":[]}',
  ],
  [
    optionsDocuments,
    '{"choices":{"phases":"each","load":"derived","daily":[{"device":"a","metric":"pv.energy"}]},"by":"Anna","atMs":5,"isMarked":true}',
  ],
  [
    deviceDocuments,
    '{"kind":"inverter","intervals":[{"fromMs":0,"intervalMs":5000}],"away":[{"fromMs":3600000}],"metrics":{"pv.power":17}}',
  ],
  [
    deviceDocuments,
    '{"kind":"inverter","intervals":[],"away":[],"metrics":{"pv.energy":17},"widths":{"pv.energy":6553600}}',
  ],
  [importedDocuments, '{"metrics":{"pv.power":{"fromMs":1,"toMs":2,"intervalMs":5000}}}'],
  [zoneDocuments, 'Europe/Berlin'],
  [
    noteDocuments,
    '{"id":"clock/clock/5","atMs":5,"source":"clock","kind":"clock","energy":0,"why":"The clock was set by 60 s; 3 batches waited and got their right time.","count":3}',
  ],
];

function stored(all: readonly LedgerDocument[] = []) {
  const kept = [...all];
  return documentsOf(
    {
      documents: async (_site, kind) => kept.filter((one) => one.kind === kind),
      saveDocument: async (_site, document) => void kept.push(document),
      removeDocument: async () => undefined,
    },
    'home',
  );
}

test.each(before.map(([kind, content]) => [kind.kind, kind, content] as const))(
  'a document %s of before is read, written with a version, and refused when damaged or newer',
  async (name, kind, content) => {
    const [old] = await stored([{ kind: name, id: 'one', atMs: 5, content }]).all(kind);
    const documents = stored();
    await documents.save(kind, { id: 'one', atMs: 5, content: old?.content });
    expect(await documents.all(kind)).toEqual([old]);
    const written = kind.codec.encode(old?.content);
    expect(written).toMatch(/^\{"v":[12],"content":/);
    const refused = async (text: string) =>
      stored([{ kind: name, id: 'one', atMs: 5, content: text }])
        .all(kind)
        .catch((error: unknown) => error);
    expect(await refused('{"v":1,"content":{"nothing":[true]}}')).toMatchObject({
      code: 'store.corrupt',
      at: `ledger: ${name} one`,
    });
    expect(await refused('{"v":1,"content":')).toMatchObject({ code: 'store.corrupt', at: `ledger: ${name} one` });
    expect(await refused(written.replace(/"v":\d/, '"v":3'))).toMatchObject({
      code: 'store.newer',
      at: `ledger: ${name} one`,
    });
  },
);

test('a note of before says by code what its sentence said', async () => {
  const [, content = ''] = before.find(([kind]) => kind === noteDocuments) ?? [];
  const [note] = await stored([{ kind: 'note', id: 'x', atMs: 5, content }]).all(noteDocuments);
  expect(note?.content.reason).toEqual(because('clock.set', { seconds: 60, batches: 3 }));
  expect(note?.content).not.toHaveProperty('why');
});

const oldNames = { allocations: 'spreads', parts: 'pieces', coverage: 'covers', options: 'choices' } as const;
/** What a counter carries since it has been compared with its power. */
const newNames: ReadonlySet<string> = new Set(['doubt', 'pace', 'audit', 'suspicion', 'heard', 'drop']);

function withOldNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !newNames.has(key))
      .map(([key, one]) => [key in oldNames ? oldNames[key as keyof typeof oldNames] : key, one]),
  );
}

/** JSON as it was written before versions and codes. */
function asBefore(text: string): string {
  const { content } = JSON.parse(text) as { content: unknown };
  return JSON.stringify(content, (_key, found: unknown) => {
    const value = withOldNames(found);
    if (typeof value !== 'object' || value === null || !('reason' in value) || !('kind' in value)) return value;
    const { reason: _reason, ...rest } = value;
    return { ...rest, why: 'Nothing was read for 14400 s; nothing was booked past the gap limit.' };
  });
}

test('a home whose hours and days were kept before versions and codes has the same figures and goes on', async (context) => {
  const startMs = Date.UTC(2026, 2, 27, 23);
  const endMs = startMs + 30 * hourMs;
  const { batches } = plantDays(startMs, endMs, [[startMs + 5 * hourMs, startMs + 9 * hourMs]]);
  const home = await openHome(context, { nowMs: endMs + 2 * hourMs });
  await home.ingest(batches);
  await home.ledger.settlement.settled();
  const span = { fromMs: startMs, toMs: endMs };
  const told = await home.energy.report({ ...span, by: 'hour' });
  expect((await home.energy.events(span)).length).toBeGreaterThan(0);
  const all = { fromMs: 0, toMs: endMs + 99 * hourMs };
  const hours = (await home.store.hours('home', all)).map((hour) => ({
    ...hour,
    content: deflateRawSync(asBefore(inflateRawSync(hour.content).toString())),
  }));
  await home.store.saveHours('home', { hours, done: [], next: [], days: [] });
  for (const day of await home.store.days('home', all)) {
    const own = {
      ...day,
      totals: asBefore(day.totals),
      events: asBefore(day.events),
      buckets: deflateRawSync(asBefore(inflateRawSync(day.buckets).toString())),
    };
    expect(JSON.parse(own.totals)).toEqual(sumsCodec.decode(day.totals, 'x'));
    await home.store.saveDay('home', own, { fromMs: 0, toMs: 0 });
  }
  await home.close();
  const again = await openHome(context, { path: home.path, nowMs: endMs + 2 * hourMs });
  await again.ledger.settlement.touch([startMs + 20 * hourMs]);
  await again.ledger.settlement.settled();
  expect(await again.energy.report({ ...span, by: 'hour' })).toEqual(told);
  const reasons = new Set((await again.energy.events(span)).map(({ reason }) => reason.code));
  expect([...reasons]).toContain('power.gap');
  expect(again.troubles).toEqual([]);
  const first = makeCalendar('Europe/Berlin').dayAt(startMs);
  const [day] = await again.store.days('home', { fromMs: first.startMs, toMs: first.endMs });
  expect(day?.totals).toMatch(/"channels"/);
  await again.energy.changeTariff(
    {
      text: 'name: mine\ncurrency: EUR\nversions: [{ from: 2026-01-01, import: [{ kind: flat, name: e, price: 1 }] }]',
      add: false,
    },
    anna,
  );
  expect((await again.energy.report({ ...span, by: 'day' })).total.cost).toBeDefined();
});

test('damaged and newer hours and days are told by their name', () => {
  const packed = (content: unknown) => deflateRawSync(JSON.stringify(content));
  const hour = { hourMs: 3600, affectsFromMs: 0, readings: 1 };
  expect(() => unpackHour({ ...hour, content: packed({ v: 3, content: {} }) })).toThrow(
    expect.objectContaining({ code: 'store.newer', at: 'ledger: hour 3600' }),
  );
  for (const content of [packed({ v: 1, content: { fromMs: 'x' } }), packed(5), new Uint8Array([1, 2, 3])]) {
    expect(() => unpackHour({ ...hour, content })).toThrow(
      expect.objectContaining({ code: 'store.corrupt', at: 'ledger: hour 3600' }),
    );
    expect(() => unpackBuckets(content, 'ledger: day 7')).toThrow(
      expect.objectContaining({ code: 'store.corrupt', at: 'ledger: day 7' }),
    );
  }
  for (const codec of [sumsCodec, moneyCodec, eventsCodec]) {
    expect(() => codec.decode('{"v":1,"content":{"cost":5}}', 'ledger: x')).toThrow(
      expect.objectContaining({ code: 'store.corrupt', at: 'ledger: x' }),
    );
    expect(() => codec.decode('{"v":9,"content":0}', 'ledger: x')).toThrow(
      expect.objectContaining({ code: 'store.newer' }),
    );
  }
});

test('money of before codes is read: its reasons become codes, its lines count no peaks', () => {
  const line = {
    kind: 'demand',
    edition: 1,
    from: '2026-01-01',
    name: 'capacity',
    window: 'peak',
    quantity: 5,
    lowest: '1',
    highest: '1',
    net: '5',
    vat: '0',
    span: { startMs: 0, endMs: 0 },
  };
  const unpriced = ['no market price', 'before the first version'].map((why) => ({
    side: 'import',
    name: 'e',
    energy: 7,
    why,
  }));
  const money = { currency: 'EUR', cost: '5', earned: '0', pv: '0', battery: '0', lines: [line], unpriced };
  const text = JSON.stringify({ v: 1, content: { money, grid: '0', avoided: '0' } });
  const read = moneyCodec.decode(text, 'ledger: x');
  expect(read.money?.lines).toEqual([{ ...line, times: 0 }]);
  expect(read.money?.unpriced.map(({ why, series }) => [why, series])).toEqual([
    ['price.no-market', ''],
    ['price.no-version', ''],
  ]);
});

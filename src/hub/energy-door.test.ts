// Energy and money for somebody, over a real ledger: every change is permitted and written down, once.
import { expect, test, type TestContext } from 'vitest';
import type { Principal } from '#core/access.ts';
import type { AuditRecord } from '#core/audit.ts';
import { person } from '#core/testing/principals.ts';
import { usualOptions } from '#ledger/counting-options.ts';
import { dayMs, hourMs } from '#core/time.ts';
import { openHome, plantDays, site } from '#ledger/testing/ledger-home.ts';
import { energyDoor } from './energy-door.ts';
import { makePerformer } from './perform.ts';

const nowMs = Date.UTC(2026, 5, 3);
const text = `name: mine
currency: EUR
versions:
  - { from: 2026-01-01, import: [{ kind: flat, name: energy, price: 0.3 }] }
`;

async function opened(context: TestContext) {
  const home = await openHome(context, { nowMs });
  const lines: AuditRecord[] = [];
  const audit = { append: async (line: AuditRecord) => void lines.push(line) };
  const performer = makePerformer({ audit, clock: home.clock, isSite: (id) => id === site });
  const as = (principal: Principal) => energyDoor({ site, energy: home.energy, principal, performer });
  return { home, as, told: () => lines.map(({ action, subject, outcome }) => [action, subject, outcome]), lines };
}

test('what is changed is written down with what it is now; what changes nothing is not', async (context) => {
  const { as, told, lines, home } = await opened(context);
  await home.ingest(plantDays(nowMs - 6 * hourMs, nowMs).batches);
  await home.ledger.settlement.settled();
  const energy = as(person('Ada', 'admin'));
  await energy.changeTariff({ text, add: false });
  await energy.saveBudgets([]);
  await energy.saveBills([
    { id: 'may', firstDay: '2026-05-01', lastDay: '2026-05-31', importWh: 92_000, amount: '18.40' },
  ]);
  await energy.savePlant({ price: '14200', since: '2026-04-01' });
  await energy.savePlant(undefined);
  await energy.saveCountingOptions({ ...usualOptions, phases: 'each' });
  await energy.saveCountingOptions({ ...usualOptions, phases: 'each' });
  await energy.saveCountingOptions(usualOptions);
  const repair = {
    kind: 'energy',
    channel: 'import',
    fromMs: nowMs - 3 * hourMs,
    toMs: nowMs - 2 * hourMs,
    energyWh: 5,
  } as const;
  await energy.previewCorrection(repair);
  const { repair: saved } = await energy.applyCorrection(repair, 'read off the bill');
  await energy.undoCorrection(saved?.id ?? '');
  await expect(energy.undoCorrection('none')).rejects.toMatchObject({ code: 'input.invalid' });
  expect(told()).toEqual([
    ['change tariff', 'revision 1', 'saved'],
    ['change budgets', '', 'saved'],
    ['change bills', 'may', 'saved'],
    ['change plant', '14200 since 2026-04-01', 'saved'],
    ['change plant', '', 'saved'],
    ['change how energy is counted', '{"phases":"each"}', 'saved'],
    ['change how energy is counted', 'as usual', 'saved'],
    ['repair energy', `${saved?.id} energy: read off the bill`, 'done'],
    ['undo repair', saved?.id, 'done'],
    ['undo repair', '', 'input.invalid'],
  ]);
  expect(lines[0]).toMatchObject({ site, atMs: nowMs, principal: { id: 'ada', kind: 'person', name: 'Ada' } });
});

test('who only looks changes nothing, and every try is written down', async (context) => {
  const { as, told } = await opened(context);
  const energy = as(person('Ben', 'viewer'));
  const denied = { code: 'access.denied' };
  const at = { fromMs: nowMs - dayMs, toMs: nowMs - dayMs + hourMs };
  const repair = { kind: 'energy', channel: 'import', ...at, energyWh: 5 } as const;
  await expect(energy.changeTariff({ text, add: false })).rejects.toMatchObject(denied);
  await expect(energy.importSeries({ series: 'spot', text: '', format: 'csv' } as never)).rejects.toMatchObject(denied);
  await expect(energy.saveBudgets([])).rejects.toMatchObject(denied);
  await expect(energy.saveBills([])).rejects.toMatchObject(denied);
  await expect(energy.savePlant({ price: '1', since: '2026-01-01' })).rejects.toMatchObject(denied);
  await expect(energy.saveCountingOptions(usualOptions)).rejects.toMatchObject(denied);
  await expect(energy.applyCorrection(repair, 'x')).rejects.toMatchObject(denied);
  await expect(energy.undoCorrection('x')).rejects.toMatchObject(denied);
  await expect(energy.previewCorrection(repair)).rejects.toMatchObject(denied);
  expect(await energy.tariff()).toMatchObject({ origin: 'preset' });
  expect(energy.corrections()).toEqual([]);
  expect(told().map(([action, , outcome]) => [action, outcome])).toEqual(
    [
      'change tariff',
      'import prices',
      'change budgets',
      'change bills',
      'change plant',
      'change how energy is counted',
      'repair energy',
      'undo repair',
    ].map((action) => [action, 'access.denied']),
  );
});

test('a tenant with one meter, and who belongs elsewhere, get no energy of the home', async (context) => {
  const { as } = await opened(context);
  const tenant = person('Tenant', { actions: ['site.read', 'energy.manage'], devices: ['meter'] }, site);
  expect(() => as(tenant)).toThrow(expect.objectContaining({ code: 'access.denied' }));
  expect(() => as(person('Eve', 'owner', 'elsewhere'))).toThrow(expect.objectContaining({ code: 'site.unknown' }));
});

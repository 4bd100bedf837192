// Queries that somebody chooses, asked of a device that runs: with their argument, over its queue, and never what sets something.
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { createPi30MaxEmulator } from '#sim/pi30max-emulator.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { eventually, livingHome, openedField, served } from './testing/served.ts';

const settings = { liveSeconds: 60, retries: 0 };
const place = { site: 'home', name: 'Roof', settings };

test('a query with its argument is asked once and decoded, and nothing of it becomes a reading', async (context) => {
  const { read } = livingHome();
  const emulator = { ...createPi30MaxEmulator({ read }), baud: 115_200 };
  const sent: string[] = [];
  const respond = (request: Uint8Array) => {
    sent.push(new TextDecoder('latin1').decode(request));
    return emulator.respond(request);
  };
  const server = await startWireServer({ emulator: { ...emulator, respond }, clock });
  context.onTestFinished(() => server.close());
  const { field, heard } = openedField(context);
  await field.start({ id: 'roof', definition: 'pi30max', address: `tcp://127.0.0.1:${server.port}`, ...place });
  await eventually(() => expect(field.status('roof').state).toBe('online'));
  await eventually(() => expect(field.status('roof').identity).toHaveProperty('serial'));

  const batches = heard.batches.length;
  const answer = await field.ask('roof', 'QPGS1');
  expect(answer).toMatchObject({ query: 'QPGS1', problems: [] });
  expect(answer.fields.find(({ unit }) => unit === 'V')?.value).toBeGreaterThan(0);
  expect(answer.fields.length).toBeGreaterThan(20);
  expect(sent.filter((one) => one.startsWith('QPGS1'))).toHaveLength(1);
  expect(heard.batches.slice(batches).filter(({ metric }) => metric.length > 0)).toEqual([]);

  const before = sent.length;
  for (const query of ['POP02', 'QPGSn', 'QPGS10', 'xQPGS1', 'QPGS1\rPOP02', 'QPGS1\n', 'QPGS1 POP02', '', 'PF'])
    await expect(field.ask('roof', query)).rejects.toMatchObject({ code: 'command.unknown' });
  expect(sent.slice(before).filter((one) => /P(?:OP|F)/.test(one))).toEqual([]);
});

test('a device on a line is asked for everything now when somebody wishes it', async (context) => {
  const server = await served(context, 'pi30');
  const { field, heard } = openedField(context);
  await field.start({ id: 'roof', definition: 'pi30', address: `tcp://127.0.0.1:${server.port}`, ...place });
  const rounds = () => heard.batches.filter(({ metric }) => metric.includes('pv.power')).length;
  await eventually(() => expect(rounds()).toBe(1));
  await eventually(() => {
    expect(field.refresh('roof')).toBe(true);
    expect(rounds()).toBeGreaterThan(1);
  });
});

test('what reports by itself, and what is not there, is not asked', async (context) => {
  const { field } = openedField(context);
  await field.start({ id: 'roof', definition: 'vedirect', address: 'tcp://127.0.0.1:9', ...place });
  await expect(field.ask('roof', 'SOC')).rejects.toMatchObject({
    code: 'command.unknown',
    reason: { code: 'device.not-asked' },
  });
  await expect(field.ask('shed', 'SOC')).rejects.toMatchObject({ code: 'device.unknown' });
});

// Outputs to web services over real sockets: JSON, signed; Emoncms and PVOutput (stand-ins that hold to what their documents say, and are
// not these services); and datagrams.
import { createHmac } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import type { OutputChange } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { batchOf, deviceFacts, openOutputHouse, type OutputHouse } from './testing/output-house.ts';
import { type Asked, webService } from './testing/web-stub.ts';

vi.setConfig({ testTimeout: 180_000 });

const soon = { timeout: 20_000 };
const output = (kind: string, settings: object, rest: Partial<OutputChange> = {}): OutputChange => ({
  name: 'Web',
  settings: { kind, ...settings },
  isOn: true,
  ...rest,
});
const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
const json = ({ body }: Asked): unknown => JSON.parse(body);

test('a list of all that waits, signed; what came while it was away or answered 500 comes in order, once', async (context) => {
  let status = 500;
  const first = await webService(context, () => ({ status }));
  const home = await openOutputHouse(context);
  const settings = { server: `${first.url}/hook`, auth: 'signature', headers: 'X-House: cabin' };
  await home.desk.add('home', output('webhook', settings, { secret: 'shared' }));
  home.give(batchOf('roof', 1000, { 'pv.power': 5, 'inverter.mode': 'Line', 'grid.power': Number.NaN }));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  expect((await stateOf(home))?.trouble?.reason).toMatchObject({ params: { reason: { code: 'output.status-only' } } });
  status = 204;
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('working');
  const asked = first.asked.at(-1);
  expect(asked).toMatchObject({ method: 'POST', path: '/hook', headers: { 'x-house': 'cabin' } });
  expect(asked && json(asked)).toEqual([
    {
      site: 'home',
      device: 'roof',
      time: '1970-01-01T00:00:01.000Z',
      values: { 'pv.power': 5, 'inverter.mode': 'Line' },
    },
  ]);
  const digest = createHmac('sha256', 'shared')
    .update(asked?.body ?? '')
    .digest('hex');
  expect(asked?.headers['x-solstead-signature']).toBe(`sha256=${digest}`);
  expect(JSON.stringify(first.asked)).not.toContain('shared');
  await first.close();
  home.give(...Array.from({ length: 500 }, (_none, index) => batchOf('roof', index, { 'pv.power': index })));
  await expect.poll(async () => (await stateOf(home))?.state, soon).toBe('failing');
  const again = await webService(context, () => ({ status: 200 }), first.port);
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  const powers = again.asked.flatMap((one) => json(one) as readonly { values: Record<string, number> }[]);
  expect(powers.map(({ values }) => values['pv.power'])).toEqual(Array.from({ length: 500 }, (_none, index) => index));
});

test('a request for each device: what it took is not sent again, and what it never takes is left out', async (context) => {
  let busy = 2;
  const isBad = ({ body }: Asked): boolean => body.includes('666');
  const service = await webService(context, (asked) => {
    if (isBad(asked)) return { status: 422, text: 'no such\nvalue' };
    return asked.body.includes('"roof2"') && busy-- > 0
      ? { status: 503, headers: { 'retry-after': '1' } }
      : { status: 200 };
  });
  const home = await openOutputHouse(context);
  await home.desk.add('home', output('webhook', { server: service.url, body: 'devices', method: 'PUT' }));
  home.give(
    batchOf('roof1', 1, { 'pv.power': 1 }),
    batchOf('roof2', 1, { 'pv.power': 2 }),
    batchOf('roof3', 1, { 'pv.power': 666 }),
    batchOf('roof4', 1, { 'pv.power': 4 }),
  );
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  const devices = service.asked.map((one) => (json(one) as { device: string }).device);
  expect(devices.filter((device) => device === 'roof1')).toHaveLength(1);
  expect(devices.filter((device) => device === 'roof2')).toHaveLength(3);
  expect(devices.at(-1)).toBe('roof4');
  const state = await stateOf(home);
  expect(state).toMatchObject({ refused: 1, state: 'working' });
  // What a program of this computer says is shown to nobody.
  expect(JSON.stringify(state?.refusal)).toContain('"status":422');
  expect(JSON.stringify(state)).not.toContain('no such value');
});

test('a form of one’s own, and a test that shows it', async (context) => {
  const service = await webService(context, () => ({ status: 200 }));
  const home = await openOutputHouse(context);
  const template = '{"t":{{ time }},"v":[{{pv.power}},{{battery.soc}}],"d":{{device}}}';
  const change = output('webhook', { server: service.url, body: 'template', template });
  home.known.push({ device: 'roof', metric: 'pv.power', value: 3, atMs: 2000 });
  expect(await home.desk.test('home', change)).toMatchObject({
    count: 1,
    samples: [{ content: '{"t":"1970-01-01T00:00:02.000Z","v":[3,null],"d":"roof"}' }],
  });
  await home.desk.add('home', change);
  home.give(batchOf('a"b', 1000, { 'battery.soc': 50 }), batchOf('a"b', 2000, { 'pv.power': 7 }));
  await expect.poll(() => service.asked.length, soon).toBe(3);
  expect(service.asked.slice(1).map(json)).toEqual([
    { t: '1970-01-01T00:00:01.000Z', v: [null, 50], d: 'a"b' },
    { t: '1970-01-01T00:00:02.000Z', v: [7, 50], d: 'a"b' },
  ]);
  const wrong: readonly (readonly [object, string])[] = [
    [{ server: 'ftp://host' }, 'settings.server'],
    [{ server: 'http://a:b@host' }, 'settings.server'],
    [{ headers: 'Host: x' }, 'settings.headers'],
    [{ headers: 'Authorization: Bearer x' }, 'settings.headers'],
    [{ body: 'template' }, 'settings.template'],
    [{ body: 'template', template: '{{pv.power}' }, 'settings.template'],
    [{ body: 'template', template: '[{{pv.powr}}]' }, 'settings.template'],
  ];
  for (const [settings, at] of wrong)
    await expect(home.desk.add('home', output('webhook', { server: service.url, ...settings }))).rejects.toMatchObject({
      code: 'input.invalid',
      at,
    });
  const metadata = output('webhook', { server: 'http://169.254.169.254/latest' });
  await expect(home.desk.test('home', metadata)).rejects.toMatchObject({ code: 'link.forbidden' });
});

test('a service that never answers is left after a while; the secret is for its server alone', async (context) => {
  const silent = await webService(context, () => undefined);
  const home = await openOutputHouse(context);
  const change = output('webhook', { server: silent.url, auth: 'bearer' }, { secret: 'token' });
  const { id } = await home.desk.add('home', change);
  home.give(batchOf('roof', 1, { 'pv.power': 1 }));
  await expect.poll(() => silent.asked.length, soon).toBe(1);
  const elsewhere = output('webhook', { server: 'http://127.0.0.1:9', auth: 'bearer' });
  await expect(home.desk.change('home', id, elsewhere)).rejects.toMatchObject({ reason: { code: 'secret.again' } });
  const startMs = performance.now();
  expect(await home.desk.remove('home', id)).toEqual({});
  expect(performance.now() - startMs).toBeLessThan(10_000);
});

/** A stand-in for Emoncms: what its page of the interface says of `input/bulk` in time mode. It is not Emoncms. */
function emoncmsStandIn(inputs: Map<string, [number, number][]>) {
  return ({ path, method, headers, body }: Asked) => {
    if (headers.authorization !== 'Bearer key') return { status: 401, text: 'Invalid API key' };
    if (path !== '/emoncms/input/bulk' || method !== 'POST') return { status: 404 };
    const form = new URLSearchParams(body);
    const time = Number(form.get('time'));
    const packets = JSON.parse(form.get('data') ?? '') as readonly [number, string, Record<string, number>][];
    for (const [offset, node, values] of packets)
      for (const [name, value] of Object.entries(values)) {
        if (value < -9000) return { status: 200, text: 'Format error, json string supplied is not valid' };
        const key = `${node}/${name}`;
        inputs.set(key, [...(inputs.get(key) ?? []), [time + offset, value]]);
      }
    return { status: 200, text: 'ok' };
  };
}

test('Emoncms gets nodes and inputs with their times; its 200 that is a no is none', async (context) => {
  const inputs = new Map<string, [number, number][]>();
  const service = await webService(context, emoncmsStandIn(inputs));
  const home = await openOutputHouse(context);
  const server = `${service.url}/emoncms`;
  home.devices.set('pack', deviceFacts('pack', { kind: 'battery' }));
  const names = { devices: [{ from: 'pack', to: 'akku' }], metrics: [{ from: 'battery.soc', to: 'charge' }] };
  const change = output('emoncms', { server, node: 'cabin-' }, { secret: 'key', filter: { names } });
  await expect(home.desk.test('home', { ...change, secret: 'wrong' })).resolves.toMatchObject({ count: 0 });
  home.known.push({ device: 'roof', metric: 'pv.power', value: 3, atMs: 2000 });
  await expect(home.desk.test('home', { ...change, secret: 'wrong' })).rejects.toMatchObject({ code: 'output.failed' });
  expect(await home.desk.test('home', change)).toMatchObject({ count: 1 });
  inputs.clear();
  await home.desk.add('home', change);
  home.give(
    batchOf('roof', 10_000, { 'pv.power': 1, 'inverter.mode': 'Line' }),
    batchOf('roof', 12_000, { 'pv.power': 2, 'grid.power': -9999 }),
    batchOf('pack', 15_400, { 'battery.soc': 50 }),
  );
  await expect.poll(async () => (await stateOf(home))?.waiting, soon).toBe(0);
  expect(inputs.get('cabin-roof/pv_power')?.at(-1)).toEqual([12, 2]);
  expect(inputs.get('cabin-roof/pv_power')).toContainEqual([10, 1]);
  expect(inputs.get('cabin-akku/charge')).toContainEqual([15, 50]);
  expect(await stateOf(home)).toMatchObject({ refused: 1 });
  expect(service.asked.every(({ path }) => !path.includes('key'))).toBe(true);
});

/** A stand-in for PVOutput that holds to its specification: formats, thirty at once, fourteen days, requests in an hour. It is not PVOutput. */
function pvoutputStandIn(statuses: Map<string, string>, limit: { left: number; resetS: number }) {
  const add = (date: string, time: string, values: readonly string[]): string | undefined => {
    const minute = Number(time.slice(3));
    if (!/^\d{8}$/.test(date) || !/^\d\d:\d\d$/.test(time) || minute % 5 !== 0)
      return 'Bad request 400: Invalid date or time';
    const atMs = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${time}:00+02:00`);
    if (atMs < Date.now() - 14 * 86_400_000) return 'Bad request 400: Date is older than 14 days';
    if (Number(values[1]) > 50_000) return 'Bad request 400: Power value too high for system size';
    if (values.slice(0, 4).every((one) => one === '')) return 'Bad request 400: Could not read data';
    statuses.set(`${date} ${time}`, values.join(','));
    return undefined;
  };
  return ({ path, headers, body }: Asked) => {
    if (headers['x-pvoutput-apikey'] !== 'key' || headers['x-pvoutput-systemid'] !== '42')
      return { status: 401, text: 'Unauthorized 401: Invalid API Key' };
    const told = {
      'x-rate-limit-remaining': String(Math.max(0, limit.left - 1)),
      'x-rate-limit-limit': '60',
      'x-rate-limit-reset': String(limit.resetS),
    };
    const answer = (status: number, text: string) => ({
      status,
      text,
      headers: headers['x-rate-limit'] === '1' ? told : {},
    });
    if (limit.left <= 0) return answer(403, 'Forbidden 403: Exceeded 60 requests per hour');
    limit.left -= 1;
    if (path === '/service/r2/getsystem.jsp') return answer(200, 'Home,4000,,,,,,,,,,,,,,5');
    const form = new URLSearchParams(body);
    if (path === '/service/r2/addstatus.jsp') {
      const values = [1, 2, 3, 4, 5, 6].map((index) => form.get(`v${index}`) ?? '');
      const wrong = add(form.get('d') ?? '', form.get('t') ?? '', values);
      return wrong === undefined ? answer(200, 'OK 200: Added Status') : answer(400, wrong);
    }
    const items = (form.get('data') ?? '').split(';').map((item) => item.split(','));
    if (path !== '/service/r2/addbatchstatus.jsp' || items.length > 30) return answer(400, 'Bad request 400: Too many');
    const done = items.map(
      ([date = '', time = '', ...values]) => `${date},${time},${add(date, time, values) === undefined ? 1 : 0}`,
    );
    return answer(200, done.join(';'));
  };
}

/** Batches of steps before now, one in each, and one in the step of now. */
const steps = (from: number, to: number, power = 1000): readonly Batch[] =>
  Array.from({ length: to - from }, (_none, index) =>
    batchOf('roof', Math.floor(Date.now() / 300_000) * 300_000 - (to - 1 - index) * 300_000, {
      'pv.power': power + from + index,
    }),
  );

test('PVOutput gets a status for each step, thirty at once, within its hour; one that it never takes holds up none', async (context) => {
  const statuses = new Map<string, string>();
  const limit = { left: 60, resetS: 0 };
  const service = await webService(context, pvoutputStandIn(statuses, limit));
  const home = await openOutputHouse(context);
  const settings = { server: `${service.url}/service/r2`, system: '42' };
  const change = output('pvoutput', settings, { secret: 'key' });
  home.known.push({ device: 'roof', metric: 'pv.power', value: 3, atMs: 2000 });
  await expect(home.desk.test('home', { ...change, secret: 'wrong' })).rejects.toMatchObject({ code: 'output.failed' });
  expect(await home.desk.test('home', change)).toMatchObject({ count: 1 });
  expect(statuses.size, 'a test adds nothing').toBe(0);
  await home.desk.add('home', change);
  const due = await stateOf(home);
  expect(due).toMatchObject({ state: 'starting', sent: 0 });
  expect((due?.nextMs ?? 0) % 300_000).toBe(0);
  expect((due?.nextMs ?? 0) - Date.now()).toBeLessThanOrEqual(300_000);
  home.give(batchOf('roof', Date.now() - 20 * 86_400_000, { 'pv.power': 1 }), ...steps(0, 101));
  await expect.poll(() => statuses.size, soon).toBe(100);
  expect([...statuses.values()].slice(0, 2)).toEqual([',1000', ',1001']);
  const added = service.asked.filter(({ path }) => path.includes('add'));
  expect(added.length).toBeLessThanOrEqual(6);
  // Nothing is asked once the hour is used up, until it is over.
  limit.left = 2;
  limit.resetS = Date.now() / 1000 + 2;
  home.give(
    batchOf('roof', Date.now() + 300_000, { 'pv.power': 99_999 }),
    batchOf('roof', Date.now() + 600_000, { 'pv.power': 5 }),
  );
  // One is left to others with the same key.
  await expect.poll(() => limit.left, soon).toBe(1);
  home.give(batchOf('roof', Date.now() + 900_000, { 'pv.power': 6 }));
  await expect.poll(async () => JSON.stringify((await stateOf(home))?.trouble ?? ''), soon).toContain('output.rate');
  const count = service.asked.length;
  await sleep(200);
  expect(service.asked.length).toBe(count);
  limit.left = 60;
  await expect.poll(() => [...statuses.values()].at(-1), soon).toBe(',5,,,,');
  const give = (step: number, power: number): void =>
    home.give(batchOf('roof', Date.now() + step * 300_000, { 'pv.power': power }));
  give(4, 99_999);
  await expect.poll(() => [...statuses.values()].at(-1), soon).toBe(',6,,,,');
  give(5, 7);
  const trouble = async () => JSON.stringify((await stateOf(home))?.trouble ?? '');
  await expect.poll(trouble, soon).toContain('Power value too high');
  give(6, 8);
  await expect.poll(() => [...statuses.values()].at(-1), soon).toBe(',7,,,,');
});

test('datagrams: as many values in each as go, nothing old, and a host that is not there is told', async (context) => {
  const heard: { readonly bytes: number; readonly json: { device: string; values: Record<string, number> } }[] = [];
  const socket = createSocket(
    'udp4',
    (bytes) => void heard.push({ bytes: bytes.length, json: JSON.parse(bytes.toString()) as never }),
  );
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve));
  context.onTestFinished(() => void socket.close());
  const home = await openOutputHouse(context);
  const change = output('udp', { server: `udp://127.0.0.1:${socket.address().port}` });
  const { id } = await home.desk.add('home', change);
  const cells = Object.fromEntries(
    Array.from({ length: 64 }, (_none, index) => [`battery.cell.voltage.${index + 1}`, 3.3 + index / 1000]),
  );
  home.give(
    batchOf('pack', Date.now(), { ...cells, 'battery.alarm': 'x'.repeat(5000) }),
    batchOf('roof', Date.now() - 120_000, { 'pv.power': 1 }),
  );
  await expect.poll(() => heard.flatMap(({ json: { values } }) => Object.keys(values)).length, soon).toBe(64);
  expect(heard.length).toBeGreaterThan(1);
  expect(Math.max(...heard.map(({ bytes }) => bytes))).toBeLessThanOrEqual(1232);
  expect(heard.every(({ json: { device } }) => device === 'pack')).toBe(true);
  home.known.push({ device: 'roof', metric: 'pv.power', value: 3, atMs: 2000 });
  expect(await home.desk.test('home', change)).toMatchObject({ count: 1, note: { code: 'output.unheard' } });
  await home.desk.change('home', id, output('udp', { server: 'udp://127.0.0.1:9' }));
  const give = () => home.give(batchOf('roof', Date.now(), { 'pv.power': 1 }));
  await expect
    .poll(async () => {
      give();
      return (await stateOf(home))?.state;
    }, soon)
    .toBe('failing');
  for (const server of ['udp://host', 'tcp://host:1', 'udp://host:1?unit=3'])
    await expect(home.desk.add('home', output('udp', { server }))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:input|address)\.invalid$/) as unknown,
    });
  await expect(home.desk.test('home', output('udp', { server: 'udp://169.254.169.254:1' }))).rejects.toMatchObject({
    code: 'link.forbidden',
  });
});

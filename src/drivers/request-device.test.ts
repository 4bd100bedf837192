// A polled device on a clock that the test moves, against the emulators at the end of a link inside the process.
import { describe, expect, test } from 'vitest';
import { concatBytes, fromLatin1 } from '#core/bytes.ts';
import { crc16Xmodem } from '#core/checksum.ts';
import { jkSerial } from '#devices/jikong/jk-serial.ts';
import { pi30 } from '#devices/voltronic/pi30.ts';
import type { DeviceSettings } from '#core/records.ts';
import { createPi30Emulator } from '#sim/pi30-emulator.ts';
import { type FakeClock, fakeClock } from '#tools/testkit/fake-clock.ts';
import { LinkQueue } from './link-queue.ts';
import { RequestDevice } from './request-device.ts';
import { deviceRecord, emulatedLine, type EmulatedLine, nak, sunnyHome } from './testing/emulated.ts';
import { listening, started } from './testing/wires.ts';

const second = 1000;
const minute = 60 * second;

function roof(settings: DeviceSettings = {}, serialNumber = (): string => '96332309100452') {
  const clock = fakeClock();
  const unit = () => createPi30Emulator({ read: sunnyHome(clock), serialNumber: serialNumber() });
  const line = emulatedLine(clock, { ...unit(), respond: (request) => unit().respond(request) });
  const queue = new LinkQueue(line.link, clock);
  const heard = listening(clock);
  const device = started(new RequestDevice(deviceRecord('roof', 'pi30', settings), pi30, { ...heard, queue }));
  const asked = (name: string): number => line.requests.filter((request) => request === name).length;
  return { clock, line, queue, heard, device, asked };
}

/** Seconds since the start at which values of a metric came. */
function timesOf(heard: ReturnType<typeof listening>, metric: 'pv.power' | 'battery.soc', startMs: number): number[] {
  return heard.batches
    .filter((batch) => batch.metric.includes(metric))
    .map(({ atMs }) => Math.round((atMs - startMs) / second));
}

describe('a device that answers', () => {
  test('is read at its own pace, is known by name, and says so once', async () => {
    const { clock, heard, device, asked } = roof();
    const startMs = clock.nowMs();
    expect(device.status()).toMatchObject({ state: 'starting', intervalMs: 5000, identity: {} });
    await clock.advance(20 * second);
    expect(timesOf(heard, 'pv.power', startMs)).toEqual([0, 5, 10, 15, 20]);
    expect(device.status()).toMatchObject({
      state: 'online',
      identity: { model: 'VMIII-5000', serial: '96332309100452', firmware: '00072.70' },
      health: { timeouts: 0, badFrames: 0, refused: 0, reconnects: 0 },
    });
    expect(device.status()).not.toHaveProperty('failure');
    expect(heard.lines).toEqual(['info: device answers']);
    expect([asked('QMN'), asked('QPIRI'), asked('QFLAG')]).toEqual([1, 1, 1]);
    const { requests, answers } = device.status().health;
    expect([answers, requests]).toEqual([requests, 15 + 3 + 2]);
    await device.stop();
  });

  test('is asked at once when somebody wishes it, and goes on at its pace from then', async () => {
    const { clock, heard, device } = roof();
    const startMs = clock.nowMs();
    await clock.advance(7 * second);
    expect(device.refresh()).toBe(true);
    device.refresh();
    await clock.advance(6 * second);
    expect(timesOf(heard, 'pv.power', startMs)).toEqual([0, 5, 7, 12]);
    await device.stop();
    device.refresh();
    await clock.advance(20 * second);
    expect(timesOf(heard, 'pv.power', startMs)).toEqual([0, 5, 7, 12]);
  });

  test('gives batches of the record’s site and device, in the catalogue’s sign', async () => {
    const { clock, heard, device } = roof();
    await clock.advance(second);
    const batch = heard.batches.find(({ metric }) => metric.includes('battery.power'));
    expect(batch).toMatchObject({ site: 'home', device: 'roof' });
    const of = (metric: 'pv.power' | 'load.power' | 'battery.power') =>
      Number(batch?.value[batch.metric.indexOf(metric)]);
    // At noon the sun gives more than the home takes: the battery is charged, which is negative.
    expect(of('pv.power')).toBeGreaterThan(of('load.power'));
    expect(of('battery.power')).toBeLessThan(0);
    await device.stop();
  });

  test('paces are settings', async () => {
    const { clock, heard, device, asked } = roof({ liveSeconds: 2, settingsSeconds: 30 });
    const startMs = clock.nowMs();
    await clock.advance(62 * second);
    expect(timesOf(heard, 'pv.power', startMs).slice(0, 4)).toEqual([0, 2, 4, 6]);
    expect(device.status().intervalMs).toBe(2000);
    expect(asked('QPIRI')).toBe(3);
    await device.stop();
  });
});

describe('a device that falls silent', () => {
  test('is tried as often as its settings say, is offline, said once, and comes back by itself', async () => {
    const { clock, line, heard, device } = roof({ retries: 2, backoffSeconds: [1] });
    const startMs = clock.nowMs();
    await clock.advance(11 * second);
    line.silent = true;
    while (device.status().state === 'online') await clock.advance(100);
    expect((clock.nowMs() - startMs) / second).toBeLessThan(25);
    expect(device.status()).toMatchObject({ state: 'offline', failure: { error: { code: 'link.timeout' } } });
    expect(device.status().health.timeouts).toBe(3);
    await clock.advance(3 * minute);
    expect(heard.lines).toEqual(['info: device answers', 'warn: device does not answer (link.timeout)']);
    line.silent = false;
    heard.batches.length = 0;
    const backMs = clock.nowMs();
    await clock.advance(20 * second);
    expect(heard.lines.at(-1)).toBe('info: device answers');
    expect((timesOf(heard, 'pv.power', startMs)[0] ?? 0) - (backMs - startMs) / second).toBeLessThanOrEqual(20);
    expect(device.status().state).toBe('online');
    await device.stop();
  });

  test('is left alone by its settings while it is silent, and they are read soon after it is back', async () => {
    const { clock, line, device, asked } = roof({ settingsSeconds: 10, retries: 0 });
    line.silent = true;
    await clock.advance(5 * minute);
    expect([asked('QPIRI'), asked('QMN')]).toEqual([0, 0]);
    line.silent = false;
    await clock.advance(20 * second);
    expect([asked('QPIRI') > 0, asked('QMN')]).toEqual([true, 1]);
    await device.stop();
  });

  test('one that never was there says why, and does not fill the log', async () => {
    const { clock, line, heard, device } = roof();
    line.unplugged = true;
    line.hangUp();
    await clock.advance(10 * minute);
    expect(device.status()).toMatchObject({ state: 'offline', failure: { error: { code: 'link.unavailable' } } });
    expect(heard.lines.filter((text) => text.startsWith('warn'))).toHaveLength(1);
    expect(heard.statuses.length).toBeGreaterThan(10);
    await device.stop();
  });
});

describe('bad answers', () => {
  test('are counted by kind and tried again', async () => {
    const { clock, line, device } = roof({ retries: 3, backoffSeconds: [1] });
    const kinds: ((answer: Uint8Array) => Uint8Array)[] = [
      (answer) => Uint8Array.from(answer, (byte, index) => (index === 20 ? byte ^ 4 : byte)),
      () => Uint8Array.of(0xff, 0x13, 0x99, 0x0d),
    ];
    line.spoil = (answer, request) => {
      const spoil = request === 'QPIGS' ? kinds.shift() : undefined;
      return answer === undefined || spoil === undefined ? answer : spoil(answer);
    };
    await clock.advance(4 * second);
    const { state, health } = device.status();
    expect([state, health.badFrames, health.timeouts]).toEqual(['online', 2, 0]);
    await device.stop();
  });

  test('a refused command is left out after three, the rest goes on; ten minutes later it gets another chance', async () => {
    const { clock, line, heard, device, asked } = roof();
    const startMs = clock.nowMs();
    line.spoil = (answer, request) => (request === 'QPIWS' ? nak : answer);
    await clock.advance(minute);
    expect([asked('QPIWS'), device.status().health.refused]).toEqual([3, 3]);
    expect(timesOf(heard, 'pv.power', startMs)).toHaveLength(13);
    expect([device.status().state, heard.lines]).toEqual(['online', ['info: device answers']]);
    line.spoil = (answer) => answer;
    await clock.advance(10 * minute);
    expect(asked('QPIWS')).toBeGreaterThan(4);
    await device.stop();
  });

  test('a command that its model leaves unanswered does not make the device offline, nor slow for long', async () => {
    const { clock, line, heard, device, asked } = roof();
    line.spoil = (answer, request) => (['QPIWS', 'QFLAG', 'QMN'].includes(request) ? undefined : answer);
    await clock.advance(2 * minute);
    expect(heard.lines).toEqual(['info: device answers']);
    expect(device.status()).toMatchObject({ state: 'online', identity: { serial: '96332309100452' } });
    heard.batches.length = 0;
    const startMs = clock.nowMs();
    await clock.advance(minute);
    expect(timesOf(heard, 'pv.power', startMs).length).toBeGreaterThanOrEqual(12);
    // Four attempts the first time, then one each until it is left out.
    expect(asked('QPIWS')).toBe(6);
    await device.stop();
  });

  test('a device that refuses everything is not there, and is asked again all the time', async () => {
    const { clock, line, device, asked } = roof();
    line.spoil = () => nak;
    await clock.advance(2 * minute);
    expect(device.status()).toMatchObject({ state: 'offline', failure: { error: { code: 'command.refused' } } });
    line.spoil = (answer) => answer;
    await clock.advance(20 * second);
    expect(device.status().state).toBe('online');
    expect(asked('QPIGS')).toBeGreaterThan(5);
    await device.stop();
  });
});

describe('answers that do not name their question', () => {
  const sealed = (text: string): Uint8Array => {
    const body = fromLatin1(text);
    const crc = crc16Xmodem(body);
    return concatBytes(body, Uint8Array.of(crc >>> 8, crc & 0xff, 0x0d));
  };
  /** A unit that is asked for its output mode and then for its bootstrap, each of which it answers with one digit. */
  function digits(over: (line: EmulatedLine) => void) {
    const clock = fakeClock();
    const line = emulatedLine(clock, createPi30Emulator({ read: sunnyHome(clock) }));
    line.spoil = (answer, request) => ({ QOPM: sealed('(0'), QBOOT: sealed('(1') })[request] ?? answer;
    over(line);
    const identity = [
      { key: 'model', command: 'QOPM', field: 'output_mode' },
      { key: 'serial', command: 'QBOOT', field: 'dsp_has_bootstrap' },
    ] as const;
    const queue = new LinkQueue(line.link, clock);
    const heard = listening(clock);
    const record = deviceRecord('roof', 'pi30', { retries: 1, backoffSeconds: [1], liveSeconds: 60 });
    const device = started(new RequestDevice(record, { ...pi30, identity }, { ...heard, queue }));
    return { clock, line, heard, device };
  }

  test('a digit that comes after its question was given up is not taken for the answer to the next', async () => {
    const { clock, device } = digits((line) => {
      const { spoil } = line;
      line.spoil = (answer, request) => {
        if (request === 'QOPM') return undefined;
        const own = spoil(answer, request);
        return request === 'QBOOT' && own !== undefined ? concatBytes(sealed('(0'), own) : own;
      };
    });
    await clock.advance(20 * second);
    expect(device.status().identity).toEqual({ serial: 'Yes' });
    await device.stop();
  });

  test('alone it is refused once, with the question it may belong to, and what comes then is the answer', async () => {
    const { clock, device, line } = digits((line) => {
      const { spoil } = line;
      line.spoil = (answer, request) => (request === 'QOPM' ? undefined : spoil(answer, request));
    });
    await clock.advance(20 * second);
    expect(device.status()).toMatchObject({ identity: { serial: 'Yes' }, health: { timeouts: 3 } });
    expect(line.requests.filter((request) => request === 'QBOOT')).toHaveLength(2);
    await device.stop();
  });
});

describe('a link that is lost', () => {
  test('is opened again; counted as a reconnect; who it is is asked again', async () => {
    let serialNumber = '96332309100452';
    const { clock, line, device } = roof({}, () => serialNumber);
    await clock.advance(6 * second);
    const shown = async (): Promise<unknown> =>
      (await device.commands.capabilities()).find(({ setPoint }) => setPoint === 'inverter.priority.output')?.current;
    expect(await shown()).toBeDefined();
    line.unplugged = true;
    line.hangUp();
    await clock.advance(minute);
    expect(device.status().state).toBe('offline');
    [serialNumber, line.unplugged] = ['11112222333344', false];
    // What the unit before was set to is not shown for the one that is there now: it does not answer that question.
    line.spoil = (answer, request) => (request === 'QPIRI' ? nak : answer);
    await clock.advance(20 * second);
    const after = shown();
    await clock.advance(10 * second);
    expect(await after).toBeUndefined();
    expect(device.status()).toMatchObject({
      state: 'online',
      identity: { serial: '11112222333344' },
      health: { reconnects: 1 },
    });
    await device.stop();
  });

  test('counts also when it was lost before the first round was over', async () => {
    const { clock, line, device } = roof();
    line.spoil = (answer, request) => {
      if (request === 'QMOD' && device.status().health.reconnects === 0) line.hangUp();
      return answer;
    };
    await clock.advance(30 * second);
    expect(device.status().health.reconnects).toBeGreaterThan(0);
    await device.stop();
  });
});

describe('stopping', () => {
  /** Milliseconds of the test's clock until a device has stopped. */
  async function stopTime(clock: FakeClock, device: { stop(): Promise<void> }): Promise<number> {
    const startMs = clock.monotonicMs();
    let took: number | undefined;
    void device.stop().then(() => (took = clock.monotonicMs() - startMs));
    for (let count = 0; count < 20 && took === undefined; count += 1) await clock.advance(count === 0 ? 0 : 50);
    return took ?? Number.POSITIVE_INFINITY;
  }

  test.each<readonly [string, number, boolean]>([
    ['between two rounds', 3000, false],
    ['during a question', 500, true],
    ['during a pause before a retry', 2000, true],
    ['before anything happened', 0, false],
  ])('%s takes no time and leaves nothing', async (_when, afterMs, silent) => {
    const { clock, line, heard, queue, device } = roof();
    line.silent = silent;
    await clock.advance(afterMs);
    expect(await stopTime(clock, device)).toBeLessThan(300);
    const asked = line.requests.length;
    const told = heard.statuses.length;
    await queue.close();
    expect(clock.pending).toBe(0);
    await clock.advance(minute);
    expect([line.requests.length, heard.statuses.length]).toEqual([asked, told]);
    expect(heard.lines.filter((text) => !text.startsWith('info'))).toEqual([]);
  });

  test('does not wait for another device on the line', async () => {
    const { clock, queue, device } = roof();
    await clock.advance(100);
    void queue.turn('write', () => clock.sleep(minute));
    await clock.advance(10 * second);
    expect(await stopTime(clock, device)).toBeLessThan(300);
  });
});

test('a dead device delays nobody: the one beside it on the same line keeps its pace', async () => {
  const clock = fakeClock();
  const line = emulatedLine(clock, createPi30Emulator({ read: sunnyHome(clock) }));
  const queue = new LinkQueue(line.link, clock);
  const [living, dead] = [listening(clock), listening(clock)];
  const startMs = clock.nowMs();
  const devices = [
    started(new RequestDevice(deviceRecord('roof', 'pi30'), pi30, { ...living, queue })),
    started(new RequestDevice(deviceRecord('pack', 'jk-serial', { liveSeconds: 1 }), jkSerial, { ...dead, queue })),
  ];
  await clock.advance(2 * minute);
  const times = timesOf(living, 'pv.power', startMs);
  expect(times.length).toBeGreaterThanOrEqual(23);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(8);
  expect([devices[0]?.status().state, devices[1]?.status().state]).toEqual(['online', 'offline']);
  expect(dead.batches).toEqual([]);
  await Promise.all(devices.map((device) => device.stop()));
});

test('a mistake of the hub above is logged and the device goes on', async () => {
  const { clock, line } = roof();
  const heard = listening(clock);
  const queue = new LinkQueue(line.link, clock);
  let batches = 0;
  const device = started(
    new RequestDevice(deviceRecord('roof', 'pi30'), pi30, {
      ...heard,
      queue,
      onBatch() {
        batches += 1;
        throw new TypeError('hub');
      },
      onStatus() {
        throw new TypeError('hub');
      },
    }),
  );
  await clock.advance(30 * second);
  expect(batches).toBeGreaterThan(3);
  expect(heard.lines).toContain('error: a mistake of this program; the device goes on');
  await device.stop();
});

describe('waits of a device of its own', () => {
  test('an answer may take as long as was set, less or more than usual', async () => {
    const text = async (responseSeconds: number): Promise<string> => {
      const clock = fakeClock();
      const unit = createPi30Emulator({ read: sunnyHome(clock), serialNumber: '96332309100452' });
      const line = emulatedLine(clock, { ...unit, respond: () => undefined });
      const settings = { retries: 0, responseSeconds };
      const context = { ...listening(clock), queue: new LinkQueue(line.link, clock) };
      const device = started(new RequestDevice(deviceRecord('roof', 'pi30', settings), pi30, context));
      await clock.advance(8 * second);
      await device.stop();
      return device.status().failure?.error.why ?? '';
    };
    expect(await text(0.25)).toContain('within 250 ms');
    expect(await text(6)).toContain('within 6000 ms');
  });

  test('the pause after an answer is kept', async () => {
    const { clock, asked, device } = roof({ pauseSeconds: 2, liveSeconds: 1 });
    await clock.advance(60 * second);
    const calm = asked('QPIGS');
    await device.stop();
    const hasty = roof({ liveSeconds: 1 });
    await hasty.clock.advance(60 * second);
    expect(calm).toBeGreaterThan(5);
    expect(calm).toBeLessThan(hasty.asked('QPIGS') / 2);
    await hasty.device.stop();
  });
});

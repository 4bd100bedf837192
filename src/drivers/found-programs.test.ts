import { expect, test } from 'vitest';
import type { FoundService } from '#core/network-names.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { watchPrograms } from './found-programs.ts';
import { broker } from './testing/process-broker.ts';

/** Says it, and lets those who listen hear it. */
async function say(on: ReturnType<typeof broker>, topic: string, payload: string): Promise<void> {
  on.say(topic, payload);
  await Promise.resolve();
}

test('Home Assistant is found by its birth at the broker, and gone with its last will', async () => {
  const clock = fakeClock();
  const on = broker();
  const watch = watchPrograms({ broker: on.link, clock });
  expect(watch.foundPrograms()).toEqual([]);
  await say(on, 'homeassistant/sensor/roof/config', 'online');
  await say(on, 'homeassistant/status', 'on line');
  expect(watch.foundPrograms()).toEqual([]);
  await say(on, 'homeassistant/status', 'online');
  expect(watch.foundPrograms()).toEqual([{ kind: 'home-assistant', at: 'broker', seenMs: clock.nowMs() }]);
  await say(on, 'homeassistant/status', 'offline');
  expect(watch.foundPrograms()).toEqual([]);
  watch.close();
  expect(on.subscribers.size).toBe(0);
});

test('by its name in the network it is looked for while a person looks, and no more often than twice a minute', async () => {
  const clock = fakeClock();
  const text = {};
  let answers: FoundService[] = [
    { type: '_home-assistant._tcp', instance: 'N'.repeat(200), address: '192.168.1.5', port: 8123, text },
  ];
  let asked = 0;
  const networkNames = {
    async browse(types: readonly string[], waitMs: number, signal?: AbortSignal) {
      asked += 1;
      await clock.sleep(waitMs, { signal });
      return answers.filter(({ type }) => types.includes(type));
    },
  };
  const watch = watchPrograms({ networkNames, clock });
  await clock.advance(60_000);
  expect(asked).toBe(0);
  watch.foundPrograms();
  await clock.advance(5000);
  expect(watch.foundPrograms()).toMatchObject([{ at: 'network', name: 'N'.repeat(80), host: '192.168.1.5' }]);
  expect(asked).toBe(1);
  answers = [];
  await clock.advance(60_000);
  watch.foundPrograms();
  await clock.advance(5000);
  expect([asked, watch.foundPrograms()]).toEqual([2, []]);
  watch.close();
  await clock.advance(60_000);
  watch.foundPrograms();
  expect(asked).toBe(2);
});

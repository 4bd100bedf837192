import { describe, expect, test, vi } from 'vitest';
import type { Clock } from '#core/clock.ts';
import type { Definition } from '#devices/definition.ts';
import { listed } from '#devices/listed.ts';
import { definitions } from '#devices/registry.ts';
import { watchForDevices } from './found-devices.ts';
import { broker, house } from './testing/process-broker.ts';

/** A watch that listens. */
async function watching(on: ReturnType<typeof broker>, clock: Clock, known: readonly Definition[] = definitions) {
  const watch = watchForDevices(on.link, known.map(listed), clock);
  await vi.waitFor(() => expect(on.subscribers.size).toBeGreaterThan(0), 20_000);
  return watch;
}

const second = 1000;
const lookedAgain = 11 * second;

describe('devices that show themselves', () => {
  test('are offered by what they say of themselves, the newest first', async () => {
    const { clock, relays, meter } = house();
    const on = broker();
    const watch = await watching(on, clock);
    on.say(`${relays.prefix}/online`, 'true');
    await clock.advance(second);
    for (const { topic, payload } of meter.overview()) on.say(topic, payload);
    on.say('zigbee2mqtt/bridge/online', 'true');
    await clock.advance(0);
    expect(watch.found()).toMatchObject([
      { protocol: 'shelly-pro3em', kind: 'meter', topic: meter.prefix, seenMs: clock.nowMs(), address: 'broker:test' },
      { protocol: 'shelly-pro3', kind: 'relay', topic: relays.prefix },
    ]);
    watch.close();
    expect(on.subscribers.size).toBe(0);
  });

  test('a stranger cannot fill the memory, nor the processor with what was looked at a moment ago', async () => {
    const { clock } = house();
    const on = broker();
    let looks = 0;
    const counted = definitions.map((definition) => {
      if (definition.mode !== 'mqtt') return definition;
      const discover: typeof definition.dialect.discover = (topic, payload) => {
        looks += 1;
        return definition.dialect.discover(topic, payload);
      };
      return { ...definition, dialect: { ...definition.dialect, discover } };
    });
    const relays = counted.filter(({ id }) => id === 'shelly-pro3');
    const watch = await watching(on, clock, relays);
    for (let index = 0; index < 500; index += 1)
      on.say(`shellypro3-${index.toString(16).padStart(12, '0')}/online`, 'true');
    await clock.advance(0);
    expect(watch.found()).toHaveLength(200);
    const before = looks;
    for (let round = 0; round < 50; round += 1) on.say('shellypro3-000000000000/online', 'true');
    await clock.advance(0);
    expect(looks).toBe(before);
    await clock.advance(10 * second);
    on.say('shellypro3-000000000000/online', 'true');
    await clock.advance(0);
    expect(looks).toBe(before + 1);
  });

  describe('a true one among made-up ones', () => {
    const madeUp = (index: number): string => `shellypro3-${index.toString(16).padStart(12, '0')}`;

    test.each([
      ['under topics of their own', (index: number) => ({ topic: `${madeUp(index)}/online`, payload: 'true' })],
      [
        'on the topic all share',
        (index: number) => ({ topic: 'shellies/announce', payload: `{"id":"${madeUp(index)}"}` }),
      ],
    ])('is offered first once it spoke twice: %s', async (_, sayOne) => {
      const { clock, meter } = house();
      const on = broker();
      const watch = await watching(on, clock);
      let index = 0;
      const flood = async (): Promise<void> => {
        for (let round = 0; round < 900; round += 1) {
          const { topic, payload } = sayOne((index += 1));
          on.say(topic, payload);
          if (round % 300 === 0) await clock.advance(lookedAgain);
        }
      };
      await flood();
      for (const { topic, payload } of meter.overview()) on.say(topic, payload);
      await flood();
      for (const { topic, payload } of meter.overview()) on.say(topic, payload);
      await flood();
      await clock.advance(0);
      expect(watch.found()[0]).toMatchObject({ topic: meter.prefix, protocol: 'shelly-pro3em' });
      expect(watch.found().length).toBeLessThanOrEqual(200);
      watch.close();
    });

    test('what is only announced by others, however often, does not come before it', async () => {
      const { clock, relays } = house();
      const on = broker();
      const watch = await watching(on, clock);
      for (let round = 0; round < 3; round += 1) {
        on.say(`${relays.prefix}/online`, 'true');
        for (let index = 0; index < 300; index += 1) on.say('shellies/announce', `{"id":"${madeUp(index)}"}`);
        await clock.advance(lookedAgain);
      }
      expect(watch.found()[0]).toMatchObject({ topic: relays.prefix });
      watch.close();
    });
  });
});

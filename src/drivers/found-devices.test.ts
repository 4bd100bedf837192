import { describe, expect, test } from 'vitest';
import { definitions } from '#devices/registry.ts';
import { watchForDevices } from './found-devices.ts';
import { broker, house } from './testing/process-broker.ts';

const second = 1000;

describe('devices that show themselves', () => {
  test('are offered by what they say of themselves, the newest first', async () => {
    const { clock, relays, meter } = house();
    const on = broker();
    const watch = watchForDevices(on.link, definitions, clock);
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
    const watch = watchForDevices(
      on.link,
      counted.filter(({ id }) => id === 'shelly-pro3'),
      clock,
    );
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
});

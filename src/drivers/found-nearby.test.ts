import { describe, expect, test } from 'vitest';
import type { FoundService } from '#core/network-names.ts';
import { listed } from '#devices/listed.ts';
import { definitions } from '#devices/registry.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { watchNearby } from './found-nearby.ts';

const service = (type: string, instance: string, place: string): FoundService => ({
  type,
  instance,
  address: place.replace(/:.*$/, ''),
  port: Number(/:(\d+)$/.exec(place)?.[1] ?? 80),
  text: {},
});

/** A network in which these answer; `asked` counts the questions. */
function network(answers: { services: readonly FoundService[] }) {
  const clock = fakeClock();
  const asked: (readonly string[])[] = [];
  const names = {
    async browse(types: readonly string[], waitMs: number, signal?: AbortSignal) {
      asked.push(types);
      await clock.sleep(waitMs, { signal });
      return answers.services.filter(({ type }) => types.includes(type));
    },
  };
  const watch = watchNearby(names, definitions.map(listed), clock);
  /** Looks, and again when the answers are there. */
  const look = async () => {
    watch.found();
    await clock.advance(13_000);
    return watch.found();
  };
  return { clock, asked, watch, look };
}

describe('devices that announce themselves in the network', () => {
  test('each is what its name says, with the address that it is read at', async () => {
    const { look } = network({
      services: [
        service('_shelly._tcp', 'shellypro3em-02ffeeddccbb', '192.168.1.10'),
        service('_shelly._tcp', 'ShellyEMG3-02ffeeddccbb', '192.168.1.11:8123'),
        service('_shelly._tcp', 'shellyplus2pm-02ffeeddccbb', '192.168.1.12'),
        service('_shelly._tcp', 'shellyhtg3-02ffeeddccbb', '192.168.1.13'),
        service('_shelly._tcp', 'shellywalldisplay-02ffeeddccbb', '192.168.1.14'),
        service('_http._tcp', 'shellyem3-C45BBE000000', '192.168.1.15'),
        service('_http._tcp', 'a printer', '192.168.1.16'),
        service('_Fronius-SE-Inverter._tcp', 'Symo GEN24', '192.168.1.17:443'),
        service('_esphomelib._tcp', 'boiler', '192.168.1.18:6053'),
        service('_opendtu._tcp', 'OpenDTU-3F2A', '192.168.1.19'),
        service('_solar-assistant._tcp', 'solar-assistant', '192.168.1.21:80'),
        service('_http._tcp', 'tasmota-3F2A1B-0123', '192.168.1.20'),
      ],
    });
    const found = await look();
    expect(found.map(({ protocol, address, needsBroker = false }) => [protocol, address, needsBroker])).toEqual([
      ['shelly-pro3em-http', 'http://192.168.1.10', false],
      ['shelly-em-http', 'http://192.168.1.11:8123', false],
      ['shelly-switch', 'http://192.168.1.12', true],
      ['shelly-sensor', 'http://192.168.1.13', true],
      ['shelly-gen1-3em', 'http://192.168.1.15', true],
      ['fronius-solar-api', 'http://192.168.1.17', false],
      ['esphome-native-plug', 'esphome://192.168.1.18', false],
      ['opendtu', 'http://192.168.1.19', true],
      ['solar-assistant-live', 'solar-assistant://192.168.1.21', false],
      ['tasmota-plug', 'http://192.168.1.20', true],
    ]);
    expect(found[0]).toMatchObject({ name: 'shellypro3em-02ffeeddccbb', kind: 'meter' });
  });

  test('nobody is asked before a person looks, nor while the last question is answered, nor after the end', async () => {
    const { clock, asked, watch } = network({ services: [] });
    await clock.advance(60_000);
    expect(asked).toEqual([]);
    for (let second = 0; second < 12; second += 1) {
      watch.found();
      await clock.advance(1000);
    }
    expect(asked).toHaveLength(1);
    expect(asked[0]).toEqual([...new Set(asked[0])]);
    watch.found();
    await clock.advance(1000);
    watch.found();
    expect(asked).toHaveLength(2);
    watch.close();
    await clock.advance(60_000);
    watch.found();
    expect(asked).toHaveLength(2);
    expect(clock.pending).toBe(0);
  });

  test('made-up ones of one address, or of very many, crowd out nobody who was there before or answers again', async () => {
    const real = service('_shelly._tcp', 'shellypro3em-02ffeeddccbb', '192.168.1.10');
    const answers = { services: [real] };
    const { look } = network(answers);
    await look();
    const made = (host: number, port: number) =>
      service('_shelly._tcp', `shellypro3em-${host}-${port}`, `192.168.${host >> 8}.${host & 255}:${port}`);
    const all = Array.from({ length: 3000 }, (_none, host) => [made(host + 512, 81), made(host + 512, 82)]).flat();
    const ofOne = Array.from({ length: 100 }, (_none, port) => made(5, port + 1));
    answers.services = [...ofOne, real];
    expect(await look()).toHaveLength(5);
    answers.services = [...all, real];
    const found = await look();
    expect(found[0]).toMatchObject({ address: 'http://192.168.1.10' });
    expect(found).toHaveLength(1024);
    // A second one that comes into a full list has its place when it answers.
    answers.services = [...all.slice(0, 100), { ...real, address: '192.168.1.11' }, real];
    expect((await look()).map(({ address }) => address)).toContain('http://192.168.1.11');
  });

  test('who answers no more is offered no more', async () => {
    const answers = { services: [service('_opendtu._tcp', 'OpenDTU-3F2A', '192.168.1.19')] };
    const { look } = network(answers);
    expect(await look()).toHaveLength(1);
    answers.services = [];
    for (let round = 0; round < 4; round += 1) await look();
    expect(await look()).toEqual([]);
  });
});

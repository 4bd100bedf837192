import { expect, test } from 'vitest';
import type { SetPointId } from '#core/set-points.ts';
import { esphomePlug } from '#devices/esphome/esphome.ts';
import { homesyncNode } from '#devices/homesync/node.ts';
import { settingView } from '#devices/setting-view.ts';
import { shellyGen1 } from '#devices/shelly/gen1.ts';
import { tasmotaPlug } from '#devices/tasmota/tasmota.ts';
import { shownSettings } from './shown-settings.ts';

const families = [homesyncNode, shellyGen1, tasmotaPlug, esphomePlug];

/** The relay of a setting, by its name: the first of an ESPHome node has no number. */
const relayOf = (titles: readonly string[]): number => new Set(titles.map((title) => /\d+/.exec(title)?.[0])).size;

test.each(families)('a $id that has shown one relay or two has the settings of those alone', ({ writes }) => {
  const all = writes.map(settingView);
  const relays = all.flatMap(({ setPoint }) => (setPoint?.startsWith('relay.on.') === true ? [setPoint] : []));
  expect(relays.length).toBeGreaterThanOrEqual(4);
  const ofEach = all.length / relays.length;
  const few: readonly (readonly SetPointId[])[] = [relays.slice(0, 1), relays.slice(1, 3)];
  for (const shown of few) {
    const left = shownSettings(all, ['load.power', ...shown]);
    expect(left.flatMap(({ setPoint }) => setPoint ?? [])).toEqual(shown);
    expect(left).toHaveLength(shown.length * ofEach);
    expect(relayOf(left.map(({ title }) => title))).toBe(shown.length);
  }
});

test('of one that has shown none, or has none, all are listed', () => {
  const all = homesyncNode.writes.map(settingView);
  expect(shownSettings(all, ['load.power'])).toEqual(all);
  expect(shownSettings([], ['relay.on.1'])).toEqual([]);
});

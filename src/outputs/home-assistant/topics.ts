// The topics of an output to Home Assistant, what is kept there of it, and the energy of the home as text.
import { isRecord } from '#core/entries.ts';
import { statusTopic } from '../broker-session.ts';
import type { HomeEnergy } from '../output-kind.ts';
import {
  type Component,
  figureComponent,
  homeEnergies,
  type HomeFigure,
  homeId,
  homeMoneys,
  originName,
} from './entities.ts';

/** What was announced of a device is read again up to this length. */
const mostPayload = 256 * 1024;

/** Where the values of its settings are. */
export const settingsTopic = (prefix: string, device: string): string => `${prefix}/${device}/settings`;
/** Where a setting is set. */
export const commandTopic = (prefix: string, device: string, name: string): string => `${prefix}/${device}/set/${name}`;
/** What became of a command. */
export const resultTopic = (prefix: string, device: string): string => `${prefix}/${device}/result`;

/** What was announced before of something, as far as it can be read. */
export function componentsIn(payload: Uint8Array): Readonly<Record<string, Component>> | undefined {
  if (payload.length > mostPayload) return undefined;
  try {
    const found: unknown = JSON.parse(Buffer.from(payload).toString());
    if (!isRecord(found) || !isRecord(found['origin']) || found['origin']['name'] !== originName) return undefined;
    const { components } = found;
    const all = isRecord(components) ? Object.entries(components) : [];
    const kept = all.filter(
      ([, one]) =>
        isRecord(one) &&
        typeof one['platform'] === 'string' &&
        ['string', 'undefined'].includes(typeof one['unique_id']),
    );
    return Object.fromEntries(kept) as Readonly<Record<string, Component>>;
  } catch {
    return undefined;
  }
}

const spans = ['today', 'total'] as const;
const figures = [...Object.keys(homeEnergies), ...Object.keys(homeMoneys)] as readonly HomeFigure[];

/** The figures that a home has. */
export function energyComponents(objectId: string, energy: HomeEnergy): Readonly<Record<string, Component>> {
  const { currency } = energy;
  return Object.fromEntries(
    spans.flatMap((span) =>
      figures
        .filter((figure) => energy[span][figure] !== undefined)
        .map((figure) => [`${span}_${figure}`, figureComponent(objectId, figure, { span, currency })] as const),
    ),
  );
}

/** The figures as the state of the home. */
export function energyText(energy: HomeEnergy): string {
  const shown = spans.flatMap((span) =>
    figures.flatMap((figure) => {
      const value = energy[span][figure];
      return value === undefined ? [] : [[`${span}_${figure}`, value] as const];
    }),
  );
  return JSON.stringify({ since: new Date(energy.sinceMs).toISOString(), ...Object.fromEntries(shown) });
}

/** Topics that this kind publishes to and the broker keeps. */
export function isOwnTopic(prefix: string, topic: string): boolean {
  if (topic === statusTopic(prefix)) return true;
  const [device = '', last = '', ...more] = topic.slice(prefix.length + 1).split('/');
  const isDevice = device === homeId || /^[a-z0-9][a-z0-9-]*$/.test(device);
  return isDevice && more.length === 0 && ['state', 'status', 'settings'].includes(last);
}

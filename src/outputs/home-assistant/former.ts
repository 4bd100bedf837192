// Entities that mpp-solar made in Home Assistant, and that go on: a component with their unique id is the same entity there, with its name,
// its place on dashboards and its history. Source: Home Assistant, MQTT integration, "Migration from single component to device-based
// discovery".
import type { MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { FormerEntity } from '#core/output.ts';
import { because } from '#core/reason.ts';
import type { OutMessage } from '../broker-session.ts';
import type { OutputHome } from '../output-kind.ts';
import { type Component, keyOf } from './entities.ts';

/** A device, and what stood for its commands in topics and ids; absent: the command itself. */
interface FormerDevice {
  readonly device: string;
  readonly tag?: string;
}

/** An entity that goes on. */
export interface FormerId extends Pick<FormerEntity, 'metric' | 'platform'> {
  readonly uniqueId: string;
  /** The id that Home Assistant made for it, if nobody changed it. */
  readonly entityId: string;
  /** Where it was announced, below the prefix of discovery. */
  readonly place: string;
}

/** Most lines, and most letters of a tag. */
const [mostLines, mostLetters] = [50, 100];

/** Lines such as `roof = mpp`, or `roof` alone. Errors: `input.invalid` with the first line that is none. */
export function formerDevices(text: string | undefined): readonly FormerDevice[] {
  const lines = (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.map((line, index) => {
    const [device = '', tag, ...more] = line.split('=').map((part) => part.trim());
    const isRight = device !== '' && tag !== '' && more.length === 0 && (tag?.length ?? 0) <= mostLetters;
    if (isRight && index < mostLines) return { device, ...(tag === undefined ? {} : { tag }) };
    const why = because('output.former-line', { line: external(line.slice(0, 100)) });
    throw new SolsteadError('input.invalid', { at: 'settings.former', why });
  });
}

const slug = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
/** Home Assistant takes letters, digits, dashes and underscores in a topic, the old program whatever came. */
const placeOf = (id: string): string => id.replaceAll(/[#+/\s\p{Cc}]/gu, '_');

/** The entities of the devices that are named, by device and metric. */
export function formerIds(text: string | undefined, home: Pick<OutputHome, 'facts' | 'formerEntities'>) {
  const named = formerDevices(text);
  const known = new Map<string, ReadonlyMap<MetricId, FormerId>>();
  const idOf = ({ metric, platform, query, key, title }: FormerEntity, tag = query): FormerId => ({
    metric,
    platform,
    uniqueId: `mpp_${tag}_${key}`,
    entityId: `${platform}.${slug(`${tag} ${title}`)}`,
    place: `${platform}/${placeOf(`mpp_${tag}_${key}`)}/config`,
  });
  return {
    /** Those of a device; none of one that is not named. Never throws. */
    async of(id: string): Promise<ReadonlyMap<MetricId, FormerId>> {
      const name = home.facts.device(id)?.record.name;
      const found = named.find(({ device }) => device === id || device === name);
      if (found === undefined) return new Map();
      const before = known.get(id);
      if (before !== undefined) return before;
      const entities = (await home.formerEntities?.(id).catch(() => [])) ?? [];
      const ids = new Map(entities.map((entity) => [entity.metric, idOf(entity, found.tag)] as const));
      if (ids.size > 0) known.set(id, ids);
      return ids;
    },
  };
}

/** A component that is the entity of before. */
export const goingOn = (component: Component, former: FormerId | undefined): Component =>
  former === undefined || former.platform !== component.platform
    ? component
    : { ...component, unique_id: former.uniqueId, default_entity_id: former.entityId };

/** The metric of a component that was announced, by its unique id. */
export function metricOfId(unique: string, objectId: string, former: ReadonlyMap<MetricId, FormerId>): string {
  const old = [...former.values()].find(({ uniqueId }) => uniqueId === unique);
  return old?.metric ?? unique.slice(objectId.length + 1);
}

/** What is said before and after a device is announced in whose place its entities were announced one by one: nothing is lost in between. */
export function handover(
  former: ReadonlyMap<MetricId, FormerId>,
  {
    discovery,
    components,
    announced,
  }: {
    readonly discovery: string;
    readonly components: Readonly<Record<string, Component>>;
    readonly announced: Readonly<Record<string, Component>>;
  },
): { readonly before: readonly OutMessage[]; readonly after: readonly OutMessage[] } {
  const topics = [...former.values()]
    .filter(({ metric, uniqueId }) => {
      const key = keyOf(metric);
      return components[key]?.unique_id === uniqueId && announced[key]?.unique_id !== uniqueId;
    })
    .map(({ place }) => `${discovery}/${place}`);
  return {
    before: topics.map((topic) => ({ topic, payload: '{"migrate_discovery": true}', retain: false })),
    after: topics.map((topic) => ({ topic, payload: '', retain: true })),
  };
}

// Entities of Home Assistant at a broker: each has a topic for its state and others for what it is, its unit among them, so that a number
// alone says nothing. Source: [ha-statestream].
import type { ToldEntity } from '#core/own-device.ts';

/** Kinds of entities: also of those without a value of a home, as what they say of themselves would fill the list. */
const domains: ReadonlySet<string> = new Set(
  [
    'sensor binary_sensor number input_number counter switch input_boolean light select climate water_heater',
    'sun weather person zone device_tracker automation script scene schedule timer group update button event calendar todo',
    'input_select input_text input_datetime input_button text date time datetime image camera media_player remote',
    'fan cover valve lock siren vacuum lawn_mower humidifier alarm_control_panel conversation stt tts ai_task notify',
  ].flatMap((some) => some.split(' ')),
);

/** The last levels of the topics that say what an entity is. */
const told = { friendly_name: 'name', unit_of_measurement: 'unit', device_class: 'deviceClass' } as const;
const mostText = 60;
/** Entities that are noted. */
const mostEntities = 2000;

/** The entity of a topic, `<base>/<domain>/<object>`, and what the topic says of it. */
function placeIn(topic: string): { readonly entity: string; readonly part: string } | undefined {
  const levels = topic.split('/');
  const [domain = '', object = '', part = ''] = levels.slice(-3);
  if (levels.length < 4 || !domains.has(domain) || !/^[a-z\d_]+$/.test(object)) return undefined;
  return { entity: levels.slice(0, -1).join('/'), part };
}

/** A text as JSON, or as it is. */
function textOf(payload: Uint8Array): string {
  if (payload.length > 4 * mostText + 2) return '';
  const plain = new TextDecoder().decode(payload).trim();
  try {
    const parsed: unknown = JSON.parse(plain);
    return typeof parsed === 'string' ? parsed.slice(0, mostText) : '';
  } catch {
    return plain.slice(0, mostText);
  }
}

/** What entities say they are. */
export interface ToldEntities {
  /** Whether a message says what an entity is: it is noted, and is no topic of its own. */
  take(topic: string, payload: Uint8Array): boolean;
  /** Whether a topic says anything else of a known entity than its state. */
  isDetail(topic: string): boolean;
  /** What the entity is whose state a topic has; undefined where nothing says it. */
  of(topic: string): ToldEntity | undefined;
}

/** Notes them. */
export function makeToldEntities(): ToldEntities {
  const entities = new Map<string, Partial<Record<(typeof told)[keyof typeof told], string>>>();
  return {
    take(topic, payload) {
      const place = placeIn(topic);
      const key = Object.entries(told).find(([part]) => part === place?.part)?.[1];
      if (place === undefined || key === undefined) return false;
      const known = entities.get(place.entity) ?? {};
      const text = textOf(payload);
      if (text !== '') known[key] = text;
      const oldest = entities.keys().next().value;
      if (!entities.has(place.entity) && entities.size >= mostEntities && oldest !== undefined) entities.delete(oldest);
      entities.set(place.entity, known);
      return true;
    },
    isDetail(topic) {
      const place = placeIn(topic);
      return place !== undefined && place.part !== 'state' && entities.has(place.entity);
    },
    of(topic) {
      const place = placeIn(topic);
      const entity = place?.part === 'state' ? entities.get(place.entity) : undefined;
      return entity === undefined || Object.keys(entity).length === 0 ? undefined : entity;
    },
  };
}

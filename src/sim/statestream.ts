// Home Assistant as it streams its states to a broker: a topic for each state and for each attribute, kept, attributes as JSON.
// Source: [ha-statestream] (`publish_attributes`, `publish_timestamps`).

/** An entity by its id. */
export interface StreamedEntity {
  /** Such as `sensor.grid_power`. */
  readonly id: string;
  readonly state: string;
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
}

/** A message; the broker keeps each. */
export interface StreamedMessage {
  readonly topic: string;
  readonly payload: string;
}

/** What is published when the state of an entity changes, in its order. */
export function streamed(
  base: string,
  { id, state, attributes }: StreamedEntity,
  atMs = Date.UTC(2026, 0, 1, 12),
): readonly StreamedMessage[] {
  const place = `${base}/${id.replace('.', '/')}`;
  const now = new Date(atMs).toISOString().replace('Z', '000+00:00');
  return [
    { topic: `${place}/state`, payload: state },
    { topic: `${place}/last_updated`, payload: now },
    { topic: `${place}/last_changed`, payload: now },
    ...Object.entries(attributes).map(([key, value]) => ({
      topic: `${place}/${key}`,
      payload: JSON.stringify(value),
    })),
  ];
}

// What is in the address of the page of topics: #/sites/home/topics?device=pool-pump changes that device.

/** What comes after the `?`; absent: a new device. */
export interface TopicSearch {
  readonly device?: string | undefined;
}

/** Reads it; all keys are always set, as the router lays the result over what the address says. */
export function topicSearch({ device }: Record<string, unknown>): TopicSearch {
  const id = typeof device === 'string' || typeof device === 'number' ? String(device) : '';
  return { device: id === '' || id.length > 100 ? undefined : id };
}

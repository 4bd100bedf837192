// Parts of a meter that may measure something of their own: a channel, a relay or a phase. The id of a part is that of its device,
// a dot and the part: `em.channel-2`.

/** What a device may be made of. */
export const partKinds = ['channel', 'relay', 'phase'] as const;

/** A part of a device. */
export interface MeterPart {
  readonly device: string;
  readonly kind: (typeof partKinds)[number];
  /** Counted from 1. */
  readonly index: number;
}

/** What stands behind the dot: `channel-2`, `relay-1`, `phase-3`. */
export const partPattern = '(channel|relay|phase)-[1-9][0-9]?';

const partId = new RegExp(`^(?<device>.+)\\.(?<part>${partPattern})$`);

/** The id of a part. */
export const idOfPart = ({ device, kind, index }: MeterPart): string => `${device}.${kind}-${index}`;

/** The part an id names; undefined if it names a whole device. */
export function partOf(id: string): MeterPart | undefined {
  const { device, part = '' } = partId.exec(id)?.groups ?? {};
  const [name, index] = part.split('-');
  const kind = partKinds.find((one) => one === name);
  return device === undefined || kind === undefined ? undefined : { device, kind, index: Number(index) };
}

/** The device that an id names, whole or in part. */
export const wholeOf = (id: string): string => partOf(id)?.device ?? id;

/** What a device is called, or a part of it: `Cellar · 2`, `Cellar · L2`. */
export function nameWithPart(id: string, nameOf: (device: string) => string | undefined): string | undefined {
  const part = partOf(id);
  if (part === undefined) return nameOf(id);
  const name = nameOf(part.device);
  return name === undefined ? undefined : `${name} · ${part.kind === 'phase' ? 'L' : ''}${part.index}`;
}

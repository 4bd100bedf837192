// Kinds of files that people write.

/** What a file may be. */
export const fileKinds = [
  'device',
  'tariff',
  'automation',
  'daemon',
  'bridge',
  'uplink',
  'plug-in',
  'mapping',
] as const;

/** One of {@link fileKinds}. */
export type FileKind = (typeof fileKinds)[number];

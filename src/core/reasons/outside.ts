// The reason when only the world outside has one.

/** English, by code. */
export const outsideReasons = {
  /** Words of the operating system, a library or a device. */
  'outside.said': '{said}',
  /** With the thing it is about: a file, a link, a device. */
  'outside.at': '{at}: {reason}',
} as const;

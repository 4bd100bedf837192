// The reason when only the world outside has one.

/** English, by code. */
export const outsideReasons = {
  /** Words of the operating system, a library or a device. */
  'outside.said': '{said}',
} as const;

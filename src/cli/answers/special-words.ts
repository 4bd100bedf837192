// Words that `solstead read` takes on every device.

/** Words that stand for several questions, or for none. */
export const specialWords = ['list_commands', 'get_status', 'get_settings', 'get_device_id', 'get_version'] as const;

/** One of them. */
export type SpecialWord = (typeof specialWords)[number];

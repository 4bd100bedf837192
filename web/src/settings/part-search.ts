// The part of the settings that its address names: #/sites/home/settings?part=connections.

/** The parts of the page, in order. */
export const settingsParts = ['energy', 'connections', 'history'] as const;

/** One of {@link settingsParts}. */
export type SettingsPart = (typeof settingsParts)[number];

/** What comes after the `?`; absent: the page from its beginning. */
export interface SettingsSearch {
  readonly part?: SettingsPart | undefined;
}

/** Reads it; what is no part is treated as absent. */
export function settingsSearch({ part }: Record<string, unknown>): SettingsSearch {
  return { part: settingsParts.find((each) => each === part) };
}

/** The element of a part. */
export const idOfPart = (part: SettingsPart): string => `settings-${part}`;

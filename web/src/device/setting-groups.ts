// Settings of a device in the order people look for them, and the words their makers' manuals use for them. Pure.
import type { Setting } from '#api/settings.ts';
import { settingTitle } from '../words.ts';

/** Groups in the order they are shown: what matters day to day first, what cannot be undone last. */
export const settingGroups = ['source', 'charging', 'battery', 'supply', 'parallel', 'device', 'actions'] as const;
/** A group of settings. */
export type SettingGroup = (typeof settingGroups)[number];

/** The first that matches the title decides the group. */
const signs: readonly (readonly [sign: RegExp, group: SettingGroup])[] = [
  [/\bunits? m\b|parallel units|output mode/i, 'parallel'],
  [
    /priorit|what limits|operation logic|takes over|working mode|energy mode|\bmode of the (battery|inverter)|time of use|schedule|slot|program/i,
    'source',
  ],
  [/charging|charger|equalis|stages of charging|float|bulk|absorption/i, 'charging'],
  [/batter|cut-off|\bsoc\b|state of charge|discharg|cell|balanc/i, 'battery'],
  [/grid|output|frequency|voltage|feed|export|import|power|sun|solar|limit/i, 'supply'],
];

/** The group of a setting. */
export function groupOf({ title, value }: Pick<Setting, 'title' | 'value'>): SettingGroup {
  if (value.kind === 'none') return 'actions';
  return signs.find(([sign]) => sign.test(title))?.[1] ?? 'device';
}

/** What manuals and displays of inverters call a setting, by a pattern in its title. */
const manualWords: readonly (readonly [sign: RegExp, words: string])[] = [
  [/output priority/i, 'output source priority utility solar SBU SUB USB'],
  [/charger priority/i, 'charger source priority CSO SNU OSO'],
  [/grid takes over/i, 'back to utility grid battery low setting point to grid'],
  [/battery takes over/i, 'back to battery mode discharge setting point'],
  [/charging current from the grid/i, 'maximum max utility AC charging current'],
  [/largest charging current/i, 'maximum max total charging current'],
  [/largest discharging current/i, 'maximum max discharge current'],
  [/constant charging voltage/i, 'bulk C.V. CV absorption boost voltage'],
  [/float charging/i, 'floating voltage'],
  [/cut-off voltage/i, 'low DC cut-off under voltage lockout'],
  [/range of the grid voltage/i, 'AC input voltage range appliance UPS'],
  [/battery type/i, 'AGM flooded user lithium'],
  [/buzzer/i, 'alarm control beep'],
  [/light of the display/i, 'backlight LCD'],
  [/first page/i, 'auto return default display screen'],
  [/restart after over/i, 'auto restart'],
  [/equalis/i, 'equalization'],
  [/back to those of the factory/i, 'reset default factory'],
];

/** All words a setting is found by, in lower case. */
export function wordsOf(setting: Setting): string {
  const { name, title, value, setPoint = '' } = setting;
  const manual = manualWords.filter(([sign]) => sign.test(title)).map(([, words]) => words);
  const options = value.kind === 'choice' ? value.options : [];
  return [name, title, settingTitle(setting), setPoint, ...manual, ...options].join(' ').toLowerCase();
}

/** Priorities before everything else: they are what people look for. */
const rankOf = ({ title }: Setting): number => (/priorit/i.test(title) ? 0 : 1);

/** Settings by groups, those without any left out. */
export function grouped(settings: readonly Setting[]): readonly (readonly [SettingGroup, readonly Setting[]])[] {
  return settingGroups
    .map((group) => {
      const own = settings.filter((setting) => groupOf(setting) === group);
      return [group, own.toSorted((one, other) => rankOf(one) - rankOf(other))] as const;
    })
    .filter(([, all]) => all.length > 0);
}

/** A title that is short enough for a line, and its explanation beside it. */
export function titleParts(title: string): { readonly short: string; readonly rest?: string } {
  const parts = /^(.{3,60}?)(?: \((.{24,})\)|: (\w,\w.*))$/s.exec(title);
  const [, short = title, explained, form] = parts ?? [];
  const rest = explained ?? form;
  return rest === undefined ? { short: title } : { short, rest };
}

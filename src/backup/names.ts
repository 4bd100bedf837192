// What may be in a backup, in which order, how large and how often; a name that is none of these is refused, so that no file
// of a backup can be put anywhere but where it belongs.
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { mostPieceBytes } from '#core/snapshot.ts';

/** What a group of files may be. */
export interface GroupRule {
  readonly order: number;
  readonly mostBytes: number;
  /** How many there may be. */
  readonly most: number;
  /** The name after the group's; absent: the group is one file. */
  readonly name?: RegExp;
}

const mebi = 2 ** 20;
/** A name of a file: no separators, and no dot in front. */
const fileName = /^[^./\\\p{Cc}][^/\\\p{Cc}]*$/u;

const rules = {
  manifest: { order: 0, mostBytes: mebi, most: 1 },
  settings: { order: 1, mostBytes: mebi, most: 20, name: /^[a-z0-9-]+\.json$/ },
  devices: { order: 2, mostBytes: 4 * mebi, most: 10_000, name: fileName },
  secrets: { order: 3, mostBytes: mebi / 16, most: 10_000, name: /^[a-z0-9](?:[a-z0-9.-]{0,62}[a-z0-9])?$/ },
  waiting: { order: 4, mostBytes: 64 * mebi, most: 1000, name: /^[a-z0-9][a-z0-9-]{0,62}(?:\.eras)?\.jsonl$/ },
  records: { order: 5, mostBytes: mostPieceBytes, most: 1_000_000, name: /^\d{7}\.json$/ },
  history: { order: 6, mostBytes: mostPieceBytes, most: 9_999_999, name: /^\d{7}\.bin$/ },
  trailer: { order: 7, mostBytes: mebi, most: 1 },
} as const satisfies Record<string, GroupRule>;

/** A kind of files in a backup. */
export type Group = keyof typeof rules;

/** Every kind there is. */
export const groupRules: Readonly<Record<Group, GroupRule>> = Object.freeze(rules);

const isGroup = (name: string): name is Group => Object.hasOwn(rules, name);

/** Whether a file of a group may have this name. */
export function isPartName(group: Group, name: string): boolean {
  const rule: GroupRule = groupRules[group];
  return rule.name?.test(name) === true && !name.includes('..') && Buffer.byteLength(`${group}/${name}`) <= 100;
}

/** The group of a file by its whole name. Errors: `backup.damaged`. */
export function groupOf(name: string, at: string): Group {
  const [group = '', ...rest] = name.split('/');
  if (name === 'manifest.json') return 'manifest';
  if (name === 'trailer.json') return 'trailer';
  if (isGroup(group) && isPartName(group, rest.join('/'))) return group;
  throw new SolsteadError('backup.damaged', {
    at,
    why: because('backup.name', { name: external(name.slice(0, 100)) }),
  });
}

// What saving a text changes: which entries come, go or become others, and which set-points nobody holds any more. Pure.
import type { Automation, AutomationBoard } from '#api/automation.ts';

/** An entry of a text. */
export type Entry = Automation['outline'][number];
/** A set-point that is held. */
export type Held = AutomationBoard['holdings'][number];

/** One difference between two texts. */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'on' | 'off';
  readonly entry: Entry;
}

const keyOf = ({ section, id }: Entry): string => `${section} ${id}`;

/** What an entry says, without where it stands and whether it is switched on. */
const saidBy = ({ name, isHeld, begins, only, does }: Entry): string =>
  JSON.stringify([name, isHeld, begins, only, does]);

/** The differences, in the order of the new text; what is gone stands at the end. */
export function changesBetween(before: readonly Entry[], after: readonly Entry[]): readonly Change[] {
  const old = new Map(before.map((entry) => [keyOf(entry), entry]));
  const kept = new Set(after.map(keyOf));
  const changes = after.flatMap((entry): readonly Change[] => {
    const was = old.get(keyOf(entry));
    if (was === undefined) return [{ kind: 'added', entry }];
    if (saidBy(was) !== saidBy(entry)) return [{ kind: 'changed', entry }];
    return was.isOn === entry.isOn ? [] : [{ kind: entry.isOn ? 'on' : 'off', entry }];
  });
  const gone = before.filter((entry) => !kept.has(keyOf(entry)));
  return [...changes, ...gone.map((entry): Change => ({ kind: 'removed', entry }))];
}

/** What a rule or a load holds now that would not name it any more, or be switched off: it is put back. */
export function letGo(holdings: readonly Held[], after: readonly Entry[]): readonly Held[] {
  const names = ({ id, isOn, targets }: Entry, { holder, device, setPoint }: Held): boolean =>
    isOn && id === holder?.id && targets.some((one) => one.device === device && one.setPoint === setPoint);
  return holdings.filter(
    (held) =>
      (held.holder?.kind === 'rule' || held.holder?.kind === 'surplus') && !after.some((entry) => names(entry, held)),
  );
}

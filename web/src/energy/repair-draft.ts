// What a person types to put something right, and the repair it makes. Pure.
import type { EnergyChannel, EnergyRepair } from '#api/ledger.ts';
import { texts } from '../texts.ts';
import { instantFrom } from '../zone.ts';

/** The fields of the form, as texts; times on the clock of the home (2026-10-25T02:30). */
export interface RepairDraft {
  readonly kind: EnergyRepair['kind'];
  readonly channel: EnergyChannel;
  readonly source: string;
  readonly event: string;
  readonly isBooked: boolean;
  readonly from: string;
  readonly to: string;
  /** kWh. */
  readonly oldEnd: string;
  readonly newStart: string;
  readonly energy: string;
  readonly why: string;
}

/** What is wrong, by field. */
export type RepairProblems = Partial<Record<keyof RepairDraft, string>>;

/** A repair, or what is wrong. */
export type CheckedRepair = { readonly repair: EnergyRepair } | { readonly problems: RepairProblems };

const words = texts.energy.repair;

/** Wh from a typed number of kWh, with a decimal point or comma; absent where it is none or below 0. */
export function typedWattHours(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return undefined;
  return Math.round(Number(trimmed) * 1e6) / 1000;
}

function checkedSpan({ from, to }: RepairDraft, timeZone: string) {
  const fromMs = instantFrom(from, timeZone);
  const toMs = instantFrom(to, timeZone);
  const problems: RepairProblems = {
    ...(fromMs === undefined ? { from: words.needTime } : {}),
    ...(toMs === undefined ? { to: words.needTime } : {}),
    ...(fromMs !== undefined && toMs !== undefined && fromMs >= toMs ? { to: words.needOrder } : {}),
  };
  return { fromMs: fromMs ?? 0, toMs: toMs ?? 0, problems };
}

function replacement(draft: RepairDraft, timeZone: string): CheckedRepair {
  const atMs = instantFrom(draft.from, timeZone);
  const newStartWh = typedWattHours(draft.newStart);
  const oldEndWh = draft.oldEnd.trim() === '' ? undefined : typedWattHours(draft.oldEnd);
  const problems: RepairProblems = {
    ...(draft.source === '' ? { source: words.needSource } : {}),
    ...(atMs === undefined ? { from: words.needTime } : {}),
    ...(newStartWh === undefined ? { newStart: words.needNumber } : {}),
    ...(draft.oldEnd.trim() !== '' && oldEndWh === undefined ? { oldEnd: words.needNumber } : {}),
  };
  if (atMs === undefined || newStartWh === undefined || Object.keys(problems).length > 0) return { problems };
  return {
    repair: {
      kind: 'replacement',
      source: draft.source,
      atMs,
      newStartWh,
      ...(oldEndWh === undefined ? {} : { oldEndWh }),
    },
  };
}

function checkedKind(draft: RepairDraft, timeZone: string): CheckedRepair {
  switch (draft.kind) {
    case 'exclude': {
      const { fromMs, toMs, problems } = checkedSpan(draft, timeZone);
      const all = { ...problems, ...(draft.source === '' ? { source: words.needSource } : {}) };
      if (Object.keys(all).length > 0) return { problems: all };
      return { repair: { kind: 'exclude', source: draft.source, fromMs, toMs } };
    }
    case 'replacement':
      return replacement(draft, timeZone);
    case 'energy': {
      const { fromMs, toMs, problems } = checkedSpan(draft, timeZone);
      const energyWh = typedWattHours(draft.energy);
      const all = { ...problems, ...(energyWh === undefined ? { energy: words.needNumber } : {}) };
      if (energyWh === undefined || Object.keys(all).length > 0) return { problems: all };
      return { repair: { kind: 'energy', channel: draft.channel, fromMs, toMs, energyWh } };
    }
    case 'overrule':
      if (draft.event === '') return { problems: { event: words.needEvent } };
      return { repair: { kind: 'overrule', event: draft.event, isBooked: draft.isBooked } };
  }
}

/** The repair a draft makes, or everything that is wrong with it. */
export function checkedRepair(draft: RepairDraft, timeZone: string): CheckedRepair {
  const checked = checkedKind(draft, timeZone);
  if (draft.why.trim() !== '') return checked;
  return { problems: { ...('problems' in checked ? checked.problems : {}), why: words.needWhy } };
}

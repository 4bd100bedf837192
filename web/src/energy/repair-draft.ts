// What a person types to put something right, and the repair it makes. Pure.
import type { EnergyChannel } from '#api/ledger.ts';
import type { EnergyCorrection } from '#api/corrections.ts';
import { t } from '../words.ts';
import { instantFrom } from '../zone.ts';

/** The fields of the form, as texts; times on the clock of the home (2026-10-25T02:30). */
export interface RepairDraft {
  readonly kind: EnergyCorrection['kind'];
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
export type CheckedRepair = { readonly repair: EnergyCorrection } | { readonly problems: RepairProblems };

/** Wh from a typed number of kWh, with a decimal point or comma; absent if it is not a number or below 0. */
export function typedWattHours(text: string): number | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (!/^\d+(\.\d+)?$/.test(trimmed)) return undefined;
  return Math.round(Number(trimmed) * 1e6) / 1000;
}

function checkedSpan({ from, to }: RepairDraft, timeZone: string) {
  const fromMs = instantFrom(from, timeZone);
  const toMs = instantFrom(to, timeZone);
  const problems: RepairProblems = {
    ...(fromMs === undefined ? { from: t('energy.repair.need-time') } : {}),
    ...(toMs === undefined ? { to: t('energy.repair.need-time') } : {}),
    ...(fromMs !== undefined && toMs !== undefined && fromMs >= toMs ? { to: t('energy.repair.need-order') } : {}),
  };
  return { fromMs: fromMs ?? 0, toMs: toMs ?? 0, problems };
}

function replacement(draft: RepairDraft, timeZone: string): CheckedRepair {
  const atMs = instantFrom(draft.from, timeZone);
  const newStartWh = typedWattHours(draft.newStart);
  const oldEndWh = draft.oldEnd.trim() === '' ? undefined : typedWattHours(draft.oldEnd);
  const problems: RepairProblems = {
    ...(draft.source === '' ? { source: t('energy.repair.need-source') } : {}),
    ...(atMs === undefined ? { from: t('energy.repair.need-time') } : {}),
    ...(newStartWh === undefined ? { newStart: t('energy.repair.need-number') } : {}),
    ...(draft.oldEnd.trim() !== '' && oldEndWh === undefined ? { oldEnd: t('energy.repair.need-number') } : {}),
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
      const all = { ...problems, ...(draft.source === '' ? { source: t('energy.repair.need-source') } : {}) };
      if (Object.keys(all).length > 0) return { problems: all };
      return { repair: { kind: 'exclude', source: draft.source, fromMs, toMs } };
    }
    case 'replacement':
      return replacement(draft, timeZone);
    case 'energy': {
      const { fromMs, toMs, problems } = checkedSpan(draft, timeZone);
      const energyWh = typedWattHours(draft.energy);
      const all = { ...problems, ...(energyWh === undefined ? { energy: t('energy.repair.need-number') } : {}) };
      if (energyWh === undefined || Object.keys(all).length > 0) return { problems: all };
      return { repair: { kind: 'energy', channel: draft.channel, fromMs, toMs, energyWh } };
    }
    case 'overrule':
      if (draft.event === '') return { problems: { event: t('energy.repair.need-event') } };
      return { repair: { kind: 'overrule', event: draft.event, isBooked: draft.isBooked } };
  }
}

/** The repair a draft makes, or everything that is wrong with it. */
export function checkedRepair(draft: RepairDraft, timeZone: string): CheckedRepair {
  const checked = checkedKind(draft, timeZone);
  if (draft.why.trim() !== '') return checked;
  return { problems: { ...('problems' in checked ? checked.problems : {}), why: t('energy.repair.need-why') } };
}

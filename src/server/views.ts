// The hub's shapes as the messages of the contract.
import type { Changes, Site, Snapshot } from '#api/contract.ts';
import type { ImportState } from '#api/history-import.ts';
import type { ImportState as ImportStateOf } from '#core/history-import.ts';
import type { PredecessorLook } from '#api/predecessor.ts';
import type { PredecessorLook as Look } from '#core/predecessor.ts';
import type { InstallationLook } from '#api/doctor.ts';
import type { Port } from '#api/ports.ts';
import type { Home } from '#api/homes.ts';
import type { TestResult } from '#api/device-test.ts';
import type { HistoryState } from '#api/history.ts';
import { checkAreas, type Examination } from '#core/check-up.ts';
import type { DeviceTest, PortView } from '#core/field.ts';
import type { HistoryStatus } from '#core/history.ts';
import { inEnglish } from '#core/reason.ts';
import type { SiteRecord } from '#core/records.ts';
import type { SiteChanges, SiteSnapshot } from '#hub/types.ts';

/** A site as clients see it: its location is not sent. */
export function siteView({ id, name, timeZone }: SiteRecord, demo: boolean): Site {
  return { id, name, timeZone, demo };
}

/** A home; where it is, is told to who manages it. */
export function homeView(record: SiteRecord, demo: boolean, isManager: boolean): Home {
  const { latitude, longitude } = record;
  const isPlaced = isManager && latitude !== undefined && longitude !== undefined;
  return { ...siteView(record, demo), ...(isPlaced ? { latitude, longitude } : {}) };
}

/** The first message of the live socket. */
export function snapshotMessage(site: Site, snapshot: SiteSnapshot): Snapshot {
  return { type: 'snapshot', site, ...snapshot };
}

/** A later message of the live socket. */
export function changesMessage(changes: SiteChanges): Changes {
  return { type: 'changes', ...changes };
}

/** A port; why it cannot be used, also in English. */
export function portMessage({ problem, ...port }: PortView & { readonly usedBy?: string }): Port {
  return problem === undefined ? port : { ...port, reason: problem, problem: inEnglish(problem) };
}

/** What a device said when it was tested. */
export function testMessage({ plausibility, ...test }: DeviceTest): TestResult {
  return { ...test, reason: plausibility, verdict: inEnglish(plausibility) };
}

/** The history as a thing; what is wrong with it, also in English. */
export function historyMessage({ failure, damage, file: _told, ...status }: HistoryStatus): HistoryState {
  return {
    ...status,
    ...(failure === undefined ? {} : { failure: { reason: failure, why: inEnglish(failure) } }),
    ...(damage === undefined ? {} : { damage: damage.map((each) => ({ ...each, why: inEnglish(each.reason) })) }),
  };
}

/** A look for what an earlier system left. */
export function predecessorMessage({ found, ...look }: Look): PredecessorLook {
  const one = ({ what, holds, ...rest }: Look['found'][number]): PredecessorLook['found'][number] => ({
    ...rest,
    what,
    text: inEnglish(what),
    ...(holds === undefined ? {} : { holds: { ...holds, series: [...holds.series] } }),
  });
  return { ...look, found: found.map(one) };
}

/** An import, without what only the person who began it needs to know. */
export function importMessage({ request, ...state }: ImportStateOf): ImportState {
  if (request === undefined) return state;
  const { path, device, isDry } = request;
  return { ...state, request: { path, isDry, ...(device === undefined ? {} : { device }) } };
}

/** A look at the installation; what was found, also in English. */
export function lookMessage({ lines, areas, ...look }: Examination): InstallationLook {
  return {
    ...look,
    areas: [...areas],
    of: checkAreas.length,
    lines: lines.map(({ area, state, what, help }) => ({
      area,
      state,
      reason: what,
      what: inEnglish(what),
      ...(help === undefined ? {} : { advice: help, help: inEnglish(help) }),
    })),
  };
}

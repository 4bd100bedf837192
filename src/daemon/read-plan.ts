// From the text of a daemon's file to its plan, or to all that is wrong with it: mpp-solar's INI or YAML, told apart by their beginning.
import { parseAddress } from '#core/address.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { PlacedProblem } from '#core/yaml-places.ts';
import type { Known } from './known.ts';
import { isIni, readMppSolar } from './mpp-solar-file.ts';
import { complain, type Complaints, type DaemonPlan, type Findings, noFindings, type PlanOutcome } from './plan.ts';
import { readYamlPlan } from './yaml-file.ts';

/** Complaints that are told; a file that is something else has very many. */
const mostTold = 100;

/** Each once, in the order of the file. */
function ordered(found: readonly PlacedProblem[]): readonly PlacedProblem[] {
  const different = new Map(found.map((one) => [`${one.line} ${inEnglish(one.why)}`, one]));
  return [...different.values()]
    .toSorted((left, right) => left.line - right.line || left.column - right.column)
    .slice(0, mostTold);
}

/** Devices that read one port at different speeds: a line has one. */
function lineComplaints(
  { devices }: DaemonPlan,
  { findings, known }: { readonly findings: Findings; readonly known: Known },
): void {
  const lines = new Map<string, { readonly name: string; readonly mode: string; readonly baud: number }>();
  for (const { name, address, definition } of devices) {
    if (!address.startsWith('serial:')) continue;
    const parsed = parseAddress(address);
    if (parsed.scheme !== 'serial') continue;
    const baud = parsed.mode.baud ?? known.registry.find(definition)?.baud ?? 0;
    const mode = JSON.stringify({ ...parsed.mode, baud });
    const before = lines.get(parsed.path);
    if (before === undefined) lines.set(parsed.path, { name, mode, baud });
    else if (before.mode !== mode) {
      const other = external(before.name.slice(0, 60));
      const reason =
        before.baud === baud
          ? because('daemon.line-other', { other })
          : because('daemon.line-twice', { other, baud: before.baud });
      const why = because('daemon.in', { section: external(name.slice(0, 60)), reason });
      complain(findings, findings.places.get(name) ?? { line: 1, column: 1 }, why);
    }
  }
}

/** Devices that are given an address on their line, which none of their kind has. */
function unitComplaints(
  { devices }: DaemonPlan,
  { findings, known }: { readonly findings: Findings; readonly known: Known },
): void {
  for (const { name, address, definition } of devices) {
    const listed = known.registry.find(definition);
    if (listed === undefined || listed.addressed || !address.includes('unit=')) continue;
    const reason = because('daemon.no-units', { title: listed.title });
    const why = because('daemon.in', { section: external(name.slice(0, 60)), reason });
    complain(findings, findings.places.get(name) ?? { line: 1, column: 1 }, why);
  }
}

/** Reads a file. Never throws for what a person wrote. */
export async function readPlan(text: string, known: Known): Promise<PlanOutcome> {
  const findings = noFindings();
  const plan = await (isIni(text) ? readMppSolar(text, known, findings) : readYamlPlan(text, known, findings));
  if (plan !== undefined) {
    lineComplaints(plan, { findings, known });
    unitComplaints(plan, { findings, known });
  }
  const notes = ordered(findings.notes);
  if (findings.complaints.length > 0 || plan === undefined) return { complaints: ordered(findings.complaints), notes };
  return { plan, notes, hasSecrets: findings.hasSecrets };
}

/** All that is to be said of a file, in its order: who mends it sees it at once. What is no mistake is said to be a note. */
export function toldOf(
  found: { readonly notes: readonly PlacedProblem[] } & Partial<Complaints>,
): readonly PlacedProblem[] {
  const notes = found.notes.map(({ why, ...place }) => ({ ...place, why: because('daemon.note', { reason: why }) }));
  return [...(found.complaints ?? []), ...notes].toSorted(
    (left, right) => left.line - right.line || left.column - right.column,
  );
}

/** A complaint or a note with its place, as a line for people. */
export function placedIn(file: string, { line, column, why }: PlacedProblem): Reason {
  return because('file.at', { file: external(file), line, column, reason: why });
}

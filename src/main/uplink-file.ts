// The file of an uplink: where a home sends its readings and what of them, as YAML with the keys of a daemon's file.
import { basename } from 'node:path';
import { isRecord } from '#core/entries.ts';
import { SolsteadError, whyOf } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import { type Path, problemsOf } from '#core/schema-check.ts';
import { type PlacedProblem, placedProblems, readYaml } from '#core/yaml-places.ts';
import type { PlannedUplink } from '#daemon/plan.ts';
import { placedIn } from '#daemon/read-plan.ts';
import { uplinkSchema } from '#daemon/yaml-schema.ts';
import { uplinkFrom } from '#daemon/yaml-uplink.ts';
import { readRegularFileSync } from '#store/regular-file.ts';
import { environment } from './environment.ts';
import { secretFileReader } from './secret-file.ts';

/** Larger files are none that a person wrote. */
const mostBytes = 64 * 1024;

/** What a file says, or all that is wrong with it. */
export type UplinkFile =
  | { readonly uplink: PlannedUplink; readonly notes: readonly Reason[] }
  | { readonly complaints: readonly PlacedProblem[] };

/** Reads the text of a file. */
export function uplinkIn(text: string): UplinkFile {
  const read = readYaml(text);
  if ('problems' in read) return { complaints: read.problems };
  const schemaProblems = problemsOf(read.value, uplinkSchema);
  if (schemaProblems.length > 0 || !isRecord(read.value)) return { complaints: placedProblems(schemaProblems, read) };
  const complaints: PlacedProblem[] = [];
  const wrong = (path: Path, why: PlacedProblem['why'], on: 'key' | 'value' = 'value'): void =>
    void complaints.push(read.place({ path, why, on }));
  const secrets = secretFileReader();
  const reader = { wrong, known: { environment, secretFile: secrets.secretFile } };
  const uplink = uplinkFrom({ reader, at: [] }, read.value);
  return complaints.length > 0 || uplink === undefined ? { complaints } : { uplink, notes: secrets.open };
}

/** Reads a file. Errors: `input.usage` for one that is not there, or no file. */
export function readUplinkFile(path: string): UplinkFile {
  let text: string;
  try {
    text = readRegularFileSync(path, mostBytes);
  } catch (thrown) {
    throw new SolsteadError('input.usage', { at: path, why: whyOf(thrown), cause: thrown });
  }
  return uplinkIn(text);
}

/** The uplink of a file with which nothing is wrong, and what to know of it. Errors: `input.usage` with the places. */
export function uplinkOfFile(path: string): Extract<UplinkFile, { readonly uplink: unknown }> {
  const file = readUplinkFile(path);
  if ('uplink' in file) return file;
  const [first = { line: 1, column: 1, why: because('file.nothing') }] = file.complaints;
  throw new SolsteadError('input.usage', { at: path, why: placedIn(basename(path), first) });
}

// What the tests of definitions share: the meaning of recorded bytes by field and by metric.
import { fromHex } from '#core/bytes.ts';
import { answerShapes } from './by-mode.ts';
import { decodeFrame, type FrameReport } from './decode-frame.ts';
import type { Definition } from './definition.ts';

/** Recorded bytes as the answer to a command or as a report. */
export function reportOf(definition: Definition, command: string, bytes: string | Uint8Array): FrameReport {
  return decodeFrame(definition, command, typeof bytes === 'string' ? fromHex(bytes) : bytes);
}

/** The fields that have a value, by name. */
export function fieldsOf(report: FrameReport): Record<string, number | string | boolean> {
  return Object.fromEntries(report.fields.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])));
}

function flipped(definition: Definition, name: string): boolean {
  return answerShapes(definition).some(({ rows }) => rows.some((row) => row.name === name && row.flip === true));
}

/** The metrics that have a value, by id, in the catalogue's sign. */
export function metricsOf(definition: Definition, report: FrameReport): Record<string, number | string | boolean> {
  return Object.fromEntries(
    report.fields.flatMap(({ name, metric, value }) => {
      if (metric === undefined || value === null) return [];
      return [[metric, typeof value === 'number' && value !== 0 && flipped(definition, name) ? -value : value]];
    }),
  );
}

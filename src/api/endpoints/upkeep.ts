// Endpoints of the installation: its history as a thing, the log of who changed what.
import Type from 'typebox';
import { ClockState, ClockWord } from '../clock.ts';
import { InstallationLook } from '../doctor.ts';
import { HistoryState, RetentionChange } from '../history.ts';
import { AuditChecks, AuditExportQuery, AuditHeads, AuditLines, AuditQuery } from '../settings.ts';
import { ImportRequest, ImportState } from '../history-import.ts';
import { PredecessorLook } from '../predecessor.ts';
import type { EndpointRows } from './row.ts';

/** History as a thing, and audit. */
export const upkeepEndpoints = {
  examineInstallation: {
    action: 'system.examine',
    summary:
      'Looks at the whole installation as `solstead doctor` does, one look at a time; one that ended in the last ten seconds is the answer.',
    answers: { 200: InstallationLook },
    errors: [],
  },
  readExamination: {
    action: 'system.examine',
    summary: 'The look that is under way, with what it has found so far, or the last one.',
    answers: { 200: InstallationLook },
    errors: [],
  },
  lookForPredecessor: {
    action: 'history.manage',
    summary:
      'Looks through the folder that was named at start (`--move-from`) for what an earlier system left, and what it would become here; nothing is written.',
    answers: { 200: PredecessorLook },
    errors: ['access.step-up'],
  },
  readPredecessor: {
    action: 'history.manage',
    summary: 'The look that is under way, or the last one with what it found.',
    answers: { 200: PredecessorLook },
    errors: [],
  },
  endPredecessorLook: {
    action: 'history.manage',
    summary: 'Ends the look that is under way.',
    answers: { 200: PredecessorLook },
    errors: [],
  },
  beginImport: {
    action: 'history.manage',
    summary:
      'Takes what was found into the history of a home while it runs, or only says what that would change; what is there already is not taken twice. One at a time; one that the end of the program breaks off goes on at the next start.',
    body: ImportRequest,
    answers: { 202: ImportState },
    errors: ['site.unknown', 'import.busy'],
  },
  readImport: {
    action: 'history.manage',
    summary: 'How far the import into a home is, or what became of the last one.',
    answers: { 200: ImportState },
    errors: ['site.unknown'],
  },
  endImport: {
    action: 'history.manage',
    summary: 'Ends the import that is under way; what it has written stays.',
    answers: { 200: ImportState },
    errors: ['site.unknown'],
  },
  readHistoryState: {
    action: 'site.read',
    summary: 'How much history there is, how long what is kept, what is being done to it.',
    answers: { 200: HistoryState },
    errors: [],
  },
  setRetention: {
    action: 'history.manage',
    summary: 'Sets all rules of how long history is kept, in order.',
    body: RetentionChange,
    headers: ['if-match'],
    answers: { 200: HistoryState },
    errors: ['request.outdated'],
  },
  readClock: {
    action: 'site.read',
    summary: 'What the clock of the computer shows, and whether something beside it says that it is right.',
    answers: { 200: ClockState },
    errors: [],
  },
  sayClock: {
    action: 'history.manage',
    summary: 'Says whether that clock is right; holds for a day, or until it is set.',
    body: ClockWord,
    answers: { 200: ClockState },
    errors: [],
  },
  readMetrics: {
    action: 'site.read',
    summary: 'How the process and the homes of the caller are doing, in the text format of Prometheus.',
    answers: { 200: Type.Unknown() },
    files: ['text/plain'],
    errors: [],
  },
  listAudit: {
    action: 'audit.read',
    summary: 'Who changed what and what became of it, the newest first.',
    query: AuditQuery,
    answers: { 200: AuditLines },
    errors: [],
  },
  exportAudit: {
    action: 'audit.read',
    summary: 'The same as a file, streamed.',
    query: AuditExportQuery,
    answers: { 200: Type.Unknown() },
    files: ['text/csv', 'application/x-ndjson'],
    errors: ['export.busy'],
  },
  listAuditHeads: {
    action: 'audit.read',
    summary:
      'The ends of the chains of that log: noted elsewhere, they show later that no line before them was changed.',
    answers: { 200: AuditHeads },
    errors: [],
  },
  checkAudit: {
    action: 'audit.read',
    summary: 'Reads the whole log, and says of each chain whether a line is missing or was changed.',
    answers: { 200: AuditChecks },
    errors: [],
  },
} as const satisfies EndpointRows;

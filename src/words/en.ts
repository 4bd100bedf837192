// English: the source of every other language.
import { reasons } from '#core/reason.ts';
import { accountWords } from './en/account.ts';
import { auditWords } from './en/audit.ts';
import { backupWords } from './en/backup.ts';
import { credentialWords } from './en/credentials.ts';
import { deviceWords } from './en/device.ts';
import { energyWords } from './en/energy.ts';
import { liveWords } from './en/live.ts';
import { meterWords } from './en/meters.ts';
import { monitoringWords } from './en/monitoring.ts';
import { outputWords } from './en/outputs.ts';
import { setupWords } from './en/setup.ts';
import { shellWords } from './en/shell.ts';
import { tariffWords } from './en/tariff.ts';
import { topicWords } from './en/topics.ts';
import { uplinkWords } from './en/uplink.ts';

const app = {
  ...shellWords,
  ...accountWords,
  ...auditWords,
  ...backupWords,
  ...credentialWords,
  ...liveWords,
  ...deviceWords,
  ...meterWords,
  ...monitoringWords,
  ...outputWords,
  ...setupWords,
  ...energyWords,
  ...tariffWords,
  ...topicWords,
  ...uplinkWords,
} as const;

/** Every message in English by its code, as ICU MessageFormat: reasons of errors and decisions, and the texts of the app. */
export const en = Object.freeze({ ...reasons, ...app } as const);

/** Code of a message. */
export type MessageCode = keyof typeof en;

// English: the source of every other language.
import { everyReason } from '#core/reason.ts';
import { accountWords } from './en/account.ts';
import { alertWords, reportWords } from './en/alerts.ts';
import { auditWords } from './en/audit.ts';
import { automationWords } from './en/automation.ts';
import { chartWords } from './en/charts.ts';
import { chargingWords } from './en/charging.ts';
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
import { storyWords } from './en/story.ts';
import { tariffWords } from './en/tariff.ts';
import { topicWords } from './en/topics.ts';
import { kioskWords } from './en/kiosk.ts';
import { uplinkWords } from './en/uplink.ts';

const app = {
  ...shellWords,
  ...accountWords,
  ...alertWords,
  ...reportWords,
  ...auditWords,
  ...automationWords,
  ...chargingWords,
  ...chartWords,
  ...backupWords,
  ...credentialWords,
  ...liveWords,
  ...deviceWords,
  ...meterWords,
  ...monitoringWords,
  ...outputWords,
  ...setupWords,
  ...energyWords,
  ...storyWords,
  ...tariffWords,
  ...topicWords,
  ...kioskWords,
  ...uplinkWords,
} as const;

/** Every message in English by its code, as ICU MessageFormat: reasons of errors and decisions, and the texts of the app. */
export const en = Object.freeze({ ...everyReason(), ...app } as const);

/** Code of a message. */
export type MessageCode = keyof typeof en;

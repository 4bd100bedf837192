// Examples of the endpoints of alerts.
import type { Examples } from './example.ts';

const site = { site: 'demo' };
const one = { site: 'demo', id: '4f1c0a92be' };
const channel = {
  name: 'Telephone',
  isOn: true,
  isOwn: false,
  settings: { kind: 'mqtt' },
  least: 'warning',
  isEscalation: false,
  reports: [],
} as const;

/** What wants attention, and who is told. */
export const alertExamples = {
  listAlerts: { params: site, query: { limit: 20 } },
  acknowledgeAlert: { params: one },
  snoozeAlert: { params: one, body: { minutes: 60 } },
  readAlertSettings: { params: site },
  saveAlertSettings: {
    params: site,
    body: {
      kinds: { 'battery-low': { severity: 'critical', threshold: 20 }, budget: { isOn: false } },
      throttleMinutes: 15,
      escalateMinutes: 15,
    },
  },
  previewAlertTemplate: {
    params: site,
    body: { kind: 'battery-low', language: 'en', title: '{home}: only {value} left', text: '{reason}' },
  },
  listAlertChannels: { params: site },
  addAlertChannel: { params: site, body: channel },
  changeAlertChannel: { params: one, body: { ...channel, isOn: false } },
  removeAlertChannel: { params: one },
  testAlertChannel: { params: site, body: { change: channel } },
  listAlertDeliveries: { params: site },
  readAlertPreferences: { params: site },
  saveAlertPreferences: {
    params: site,
    body: { language: 'en', quiet: { from: '22:00', to: '07:00' }, criticalPasses: true },
  },
  readReport: { params: site, query: { period: 'week' } },
} as const satisfies Partial<Examples>;

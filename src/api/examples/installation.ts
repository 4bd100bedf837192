// Examples of the endpoints of the installation: who is who, setting up, history as a thing, the log.
import type { Examples } from './example.ts';

const ownDraft = {
  title: 'Pool pump',
  kind: 'relay',
  rows: [{ label: 'Running', topic: 'garage/pump', path: 'on', type: 'switch', metric: 'relay.on.1', holds: true }],
} as const;

/** Sessions, people, setting up, upkeep. */
export const installationExamples = {
  readHealth: {},
  readLive: {},
  readReady: {},
  readMetrics: {},
  readOpenApi: {},

  readSession: {},
  signIn: { body: { name: 'Anna', password: 'a short sentence of mine' } },
  signOut: {},
  claimHome: {
    body: {
      name: 'Anna',
      password: 'a short sentence of mine',
      site: { name: 'House by the lake', timeZone: 'Europe/Berlin' },
    },
  },
  startDemo: { body: {} },
  leaveDemo: {},

  changePassword: { body: { password: 'a short sentence of mine', newPassword: 'another sentence of mine' } },
  listSessions: {},
  endSession: { params: { id: 'f2d6c0a41b' } },
  endOtherSessions: {},
  listPeople: {},
  changeGrant: { params: { account: 'ben' }, body: { site: 'demo', may: 'operator' } },
  removePerson: { params: { account: 'ben' } },
  endPersonSessions: { params: { account: 'ben' } },
  listInvitations: {},
  invitePerson: { body: { site: 'demo', may: 'viewer' } },
  withdrawInvitation: { params: { id: 'b3f1' } },
  readInvitation: { body: { code: 'the code of the invitation' } },
  acceptInvitation: {
    body: { code: 'the code of the invitation', name: 'Clara', password: 'yet another long sentence' },
  },

  listPorts: {},
  listFound: {},
  listFoundPrograms: {},
  testDevice: { body: { address: 'tcp://192.168.1.40:8899', protocol: 'pi30' } },
  readTestProgress: { params: { trial: 'a1b2c3d4e5' } },
  readBroker: {},
  addBrokerAccount: { body: { username: 'garage' } },
  listBrokerAccounts: {},
  removeBrokerAccount: { params: { username: 'garage' } },
  listProtocols: {},
  listUnknownTopics: { query: { below: 'garage' } },
  listOwnDevices: {},
  previewOwnDevice: { body: ownDraft },
  addOwnDevice: { body: ownDraft },
  changeOwnDevice: { params: { id: 'own-pool-pump' }, body: ownDraft },
  removeOwnDevice: { params: { id: 'own-pool-pump' } },

  examineInstallation: {},
  readExamination: {},
  lookForPredecessor: {},
  readPredecessor: {},
  endPredecessorLook: {},
  beginImport: { params: { site: 'demo' }, body: { path: 'carbonoz/export.lp', isDry: true } },
  readImport: { params: { site: 'demo' } },
  endImport: { params: { site: 'demo' } },
  readHistoryState: {},
  setRetention: { body: { rules: [{ metric: 'battery.cell.*', rawDays: 30 }] } },
  readClock: {},
  sayClock: { body: { isRight: true } },
  listAudit: { query: { limit: 20 } },
  exportAudit: { query: { format: 'jsonl' } },
  listAuditHeads: {},
  checkAudit: {},
} as const satisfies Partial<Examples>;

// Every path of the interface, once: the server registers its routes from here, the web app calls by the same names.
// Free of schemas, so that the web app carries nothing but this list; endpoints.ts says what each of them takes and answers.

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Endpoint → method and path; `:name` in a path is a parameter. */
export const routes = Object.freeze({
  readHealth: 'GET /health',
  readLive: 'GET /health/live',
  readReady: 'GET /health/ready',
  readMetrics: 'GET /metrics',
  readReadingsText: 'GET /metrics/readings',
  readOpenApi: 'GET /api/v1/openapi.json',

  readSession: 'GET /api/v1/session',
  signIn: 'POST /api/v1/session',
  signOut: 'DELETE /api/v1/session',
  requestPasskey: 'POST /api/v1/session/passkey/options',
  signInByPasskey: 'POST /api/v1/session/passkey',
  recoverPassword: 'POST /api/v1/session/recover',
  issueTokens: 'POST /api/v1/auth/token',
  refreshTokens: 'POST /api/v1/auth/refresh',
  revokeToken: 'POST /api/v1/auth/revoke',
  claimHome: 'POST /api/v1/owner',
  startDemo: 'POST /api/v1/demo',
  leaveDemo: 'DELETE /api/v1/demo',

  changePassword: 'PUT /api/v1/account/password',
  listSessions: 'GET /api/v1/account/sessions',
  endSession: 'DELETE /api/v1/account/sessions/:id',
  endOtherSessions: 'DELETE /api/v1/account/sessions',
  readCredentials: 'GET /api/v1/account/credentials',
  confirmPerson: 'POST /api/v1/account/step-up',
  beginTotp: 'POST /api/v1/account/totp',
  turnOnTotp: 'PUT /api/v1/account/totp',
  turnOffTotp: 'DELETE /api/v1/account/totp',
  makeRecoveryCodes: 'POST /api/v1/account/recovery-codes',
  setPin: 'PUT /api/v1/account/pin',
  removePin: 'DELETE /api/v1/account/pin',
  optionsForPasskey: 'POST /api/v1/account/passkeys/options',
  addPasskey: 'POST /api/v1/account/passkeys',
  removePasskey: 'DELETE /api/v1/account/passkeys/:id',
  listTokens: 'GET /api/v1/tokens',
  addToken: 'POST /api/v1/tokens',
  removeToken: 'DELETE /api/v1/tokens/:id',
  openKiosk: 'POST /api/v1/session/kiosk',
  listKiosks: 'GET /api/v1/sites/:site/kiosks',
  addKiosk: 'POST /api/v1/sites/:site/kiosks',
  removeKiosk: 'DELETE /api/v1/sites/:site/kiosks/:id',
  listPeople: 'GET /api/v1/people',
  changeGrant: 'PUT /api/v1/people/:account/grants',
  removePerson: 'DELETE /api/v1/people/:account',
  endPersonSessions: 'DELETE /api/v1/people/:account/sessions',
  listInvitations: 'GET /api/v1/invitations',
  invitePerson: 'POST /api/v1/invitations',
  withdrawInvitation: 'DELETE /api/v1/invitations/:id',
  readInvitation: 'POST /api/v1/invitations/read',
  acceptInvitation: 'POST /api/v1/invitations/accept',

  listSites: 'GET /api/v1/sites',
  readFleet: 'GET /api/v1/fleet',
  addSite: 'POST /api/v1/sites',
  readSite: 'GET /api/v1/sites/:site',
  changeSite: 'PUT /api/v1/sites/:site',
  readSnapshot: 'GET /api/v1/sites/:site/latest',
  readHistory: 'GET /api/v1/sites/:site/history',
  exportHistory: 'GET /api/v1/sites/:site/export',
  listAnomalies: 'GET /api/v1/sites/:site/anomalies',
  dismissAnomaly: 'POST /api/v1/sites/:site/anomalies/:id/dismiss',

  listDevices: 'GET /api/v1/sites/:site/devices',
  addDevice: 'POST /api/v1/sites/:site/devices',
  changeDevice: 'PUT /api/v1/sites/:site/devices/:device',
  previewDeviceChange: 'POST /api/v1/sites/:site/devices/:device/preview-change',
  listRemovedDevices: 'GET /api/v1/sites/:site/removed-devices',
  removeDevice: 'DELETE /api/v1/sites/:site/devices/:device',
  listCapabilities: 'GET /api/v1/sites/:site/devices/:device/capabilities',
  listSettings: 'GET /api/v1/sites/:site/devices/:device/settings',
  listShown: 'GET /api/v1/sites/:site/devices/:device/shown',
  commandDevice: 'POST /api/v1/sites/:site/devices/:device/commands',
  askDevice: 'POST /api/v1/sites/:site/devices/:device/queries',
  renewChargerKey: 'POST /api/v1/sites/:site/devices/:device/charger-key',

  listReadings: 'GET /api/v1/readings',
  listReadingsShort: 'GET /api/readings',
  readLatest: 'GET /api/v1/readings/latest',

  listAllDevices: 'GET /api/v1/devices',
  registerDevice: 'POST /api/v1/devices',
  readDevice: 'GET /api/v1/devices/:device',
  commandRelays: 'POST /api/v1/sites/:site/relays/command',
  switchDevice: 'POST /api/v1/devices/:device/command',
  issueCommand: 'POST /api/v1/devices/:device/commands',
  readCommand: 'GET /api/v1/commands/:id',
  listCommands: 'GET /api/v1/commands',

  readEnergy: 'GET /api/v1/sites/:site/energy',
  listEnergyEvents: 'GET /api/v1/sites/:site/energy/events',
  explainEnergy: 'GET /api/v1/sites/:site/energy/why',
  readCountingOptions: 'GET /api/v1/sites/:site/energy/choices',
  readMeterRoles: 'GET /api/v1/sites/:site/energy/roles',
  saveMeterRole: 'PUT /api/v1/sites/:site/energy/roles/:device',
  readCircuitCount: 'GET /api/v1/sites/:site/energy/circuits',
  countCircuits: 'POST /api/v1/sites/:site/energy/circuits',
  saveCountingOptions: 'PUT /api/v1/sites/:site/energy/choices',
  listTariffPresets: 'GET /api/v1/tariff-presets',
  readTariff: 'GET /api/v1/sites/:site/tariff',
  saveTariff: 'PUT /api/v1/sites/:site/tariff',
  addTariffVersion: 'POST /api/v1/sites/:site/tariff',
  listPrices: 'GET /api/v1/sites/:site/tariff/prices',
  importPrices: 'POST /api/v1/sites/:site/tariff/prices',
  readPrices: 'GET /api/v1/sites/:site/prices',
  readBudgets: 'GET /api/v1/sites/:site/budgets',
  saveBudgets: 'PUT /api/v1/sites/:site/budgets',
  listCorrections: 'GET /api/v1/sites/:site/repairs',
  addCorrection: 'POST /api/v1/sites/:site/repairs',
  undoCorrection: 'DELETE /api/v1/sites/:site/repairs/:id',
  listMisdated: 'GET /api/v1/sites/:site/misdated',
  moveMisdated: 'POST /api/v1/sites/:site/misdated/:id',
  undoMisdated: 'DELETE /api/v1/sites/:site/misdated/:id',

  listPorts: 'GET /api/v1/setup/ports',
  listFoundPrograms: 'GET /api/v1/setup/found-programs',
  listFound: 'GET /api/v1/setup/found',
  testDevice: 'POST /api/v1/setup/test',
  readTestProgress: 'GET /api/v1/setup/test/:trial',
  readBroker: 'GET /api/v1/setup/broker',
  addBrokerAccount: 'POST /api/v1/setup/broker-accounts',
  listBrokerAccounts: 'GET /api/v1/setup/broker-accounts',
  removeBrokerAccount: 'DELETE /api/v1/setup/broker-accounts/:username',
  listProtocols: 'GET /api/v1/protocols',
  listUnknownTopics: 'GET /api/v1/setup/topics',
  listOwnDevices: 'GET /api/v1/setup/own-devices',
  previewOwnDevice: 'POST /api/v1/setup/own-devices/preview',
  addOwnDevice: 'POST /api/v1/setup/own-devices',
  changeOwnDevice: 'PUT /api/v1/setup/own-devices/:id',
  removeOwnDevice: 'DELETE /api/v1/setup/own-devices/:id',

  examineInstallation: 'POST /api/v1/doctor',
  readExamination: 'GET /api/v1/doctor',

  lookForPredecessor: 'POST /api/v1/predecessor',
  readPredecessor: 'GET /api/v1/predecessor',
  endPredecessorLook: 'DELETE /api/v1/predecessor',
  beginImport: 'POST /api/v1/sites/:site/import',
  readImport: 'GET /api/v1/sites/:site/import',
  endImport: 'DELETE /api/v1/sites/:site/import',

  readHistoryState: 'GET /api/v1/history',
  setRetention: 'PUT /api/v1/history/retention',
  readClock: 'GET /api/v1/clock',
  sayClock: 'PUT /api/v1/clock',
  listAudit: 'GET /api/v1/audit',
  exportAudit: 'GET /api/v1/audit/export',
  listAuditHeads: 'GET /api/v1/audit/heads',
  checkAudit: 'GET /api/v1/audit/check',

  readOlderData: 'GET /api/data',
  readOlderHistory: 'GET /api/historical',
  readAllOlderHistory: 'GET /api/historical/all',
  sendOlderCommand: 'POST /api/command',
  refreshDevices: 'POST /api/refresh',

  readUplink: 'GET /api/v1/sites/:site/uplink',
  saveUplink: 'PUT /api/v1/sites/:site/uplink',
  removeUplink: 'DELETE /api/v1/sites/:site/uplink',
  testUplink: 'POST /api/v1/sites/:site/uplink/test',
  listFarHomes: 'GET /api/v1/far-homes',
  addFarHome: 'POST /api/v1/far-homes',
  renewFarHome: 'POST /api/v1/far-homes/:id/secret',
  removeFarHome: 'DELETE /api/v1/far-homes/:id',

  listPlugIns: 'GET /api/v1/plugins',
  allowPlugIn: 'PUT /api/v1/plugins/:file/network',

  listOutputKinds: 'GET /api/v1/output-kinds',
  listOutputs: 'GET /api/v1/sites/:site/outputs',
  addOutput: 'POST /api/v1/sites/:site/outputs',
  changeOutput: 'PUT /api/v1/sites/:site/outputs/:id',
  removeOutput: 'DELETE /api/v1/sites/:site/outputs/:id',
  testOutput: 'POST /api/v1/sites/:site/outputs/test',
  giveStatistics: 'POST /api/v1/sites/:site/home-assistant/statistics',

  readChargers: 'GET /api/v1/sites/:site/chargers',
  chooseCharging: 'POST /api/v1/sites/:site/chargers/:charger/mode',
  listCharges: 'GET /api/v1/sites/:site/charges',
  readChargeSettings: 'GET /api/v1/sites/:site/charge-settings',
  saveChargeSettings: 'PUT /api/v1/sites/:site/charge-settings',

  readAutomation: 'GET /api/v1/sites/:site/automation',
  saveAutomation: 'PUT /api/v1/sites/:site/automation',
  checkAutomation: 'POST /api/v1/sites/:site/automation/check',
  listAutomationRecipes: 'GET /api/v1/sites/:site/automation/recipes',
  editAutomation: 'POST /api/v1/sites/:site/automation/edit',
  readAutomationBoard: 'GET /api/v1/sites/:site/automation/board',
  callAutomation: 'POST /api/v1/sites/:site/automation/call',
  setAutomationVariable: 'PUT /api/v1/sites/:site/automation/variables/:name',
  beginAutomationTrial: 'POST /api/v1/sites/:site/automation/trial',
  readAutomationTrial: 'GET /api/v1/sites/:site/automation/trial',
  endAutomationTrial: 'DELETE /api/v1/sites/:site/automation/trial',
  holdSetPoint: 'POST /api/v1/sites/:site/automation/holds',
  releaseSetPoint: 'DELETE /api/v1/sites/:site/automation/holds/:device/:setPoint',

  listAlerts: 'GET /api/v1/sites/:site/alerts',
  acknowledgeAlert: 'POST /api/v1/sites/:site/alerts/:id/acknowledge',
  snoozeAlert: 'POST /api/v1/sites/:site/alerts/:id/snooze',
  readAlertSettings: 'GET /api/v1/sites/:site/alert-settings',
  saveAlertSettings: 'PUT /api/v1/sites/:site/alert-settings',
  previewAlertTemplate: 'POST /api/v1/sites/:site/alert-settings/preview',
  listAlertChannels: 'GET /api/v1/sites/:site/alert-channels',
  addAlertChannel: 'POST /api/v1/sites/:site/alert-channels',
  changeAlertChannel: 'PUT /api/v1/sites/:site/alert-channels/:id',
  removeAlertChannel: 'DELETE /api/v1/sites/:site/alert-channels/:id',
  testAlertChannel: 'POST /api/v1/sites/:site/alert-channels/test',
  listAlertDeliveries: 'GET /api/v1/sites/:site/alert-deliveries',
  readAlertPreferences: 'GET /api/v1/sites/:site/alert-preferences',
  saveAlertPreferences: 'PUT /api/v1/sites/:site/alert-preferences',
  readReport: 'GET /api/v1/sites/:site/report',

  readMonitoringSettings: 'GET /api/v1/sites/:site/monitoring',
  changeMonitoring: 'PUT /api/v1/sites/:site/monitoring',
  announce: 'POST /api/v1/sites/:site/monitoring/announcements',
  announceMaintenance: 'POST /api/v1/monitoring/announcements',
  readBackups: 'GET /api/v1/backups',
  makeBackup: 'POST /api/v1/backups',
  saveBackupSettings: 'PUT /api/v1/backups/settings',
  testBackupPlace: 'POST /api/v1/backups/test',
  confirmDownload: 'POST /api/v1/backups/:place/:name',
  downloadBackup: 'GET /api/v1/backups/:place/:name',
  beginUpload: 'POST /api/v1/uploads',
  readUpload: 'GET /api/v1/uploads/:upload',
  sendUploadPart: 'PUT /api/v1/uploads/:upload',
  dropUpload: 'DELETE /api/v1/uploads/:upload',
  restoreUpload: 'POST /api/v1/uploads/:upload/restore',
  readRestore: 'GET /api/v1/uploads/:upload/restore',

  readMonitoringStatistics: 'GET /ws/monitoring',
  readMonitoring: 'GET /ws/monitoring/:system_id',
} as const satisfies Record<string, `${Method} /${string}`>);

/** The name of an endpoint; the `operationId` of OpenAPI. */
export type EndpointId = keyof typeof routes;

/** Socket → path. */
export const socketPaths = Object.freeze({
  live: '/api/v1/live',
  realtime: '/api/v1/realtime',
  monitoring: '/ws/monitoring/:system_id',
} as const);

/** The name of a socket. */
export type SocketId = keyof typeof socketPaths;

type ParamNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** The parameters in the path of an endpoint, by name. */
export type ParamsOf<Id extends EndpointId> = { readonly [Name in ParamNames<(typeof routes)[Id]>]: string };

/** Method and path of an endpoint. */
export function routeOf(id: EndpointId): { readonly method: Method; readonly path: string } {
  const [method, path] = routes[id].split(' ') as [Method, string];
  return { method, path };
}

// Examples of the endpoints of homes: devices, readings, commands, energy. They fit the home of `solstead demo`, and every one of them is
// sent to such a home by the contract test.
import type { Examples } from './example.ts';

const site = { site: 'demo' } as const;
const relays = { site: 'demo', device: 'relays' } as const;

/** Homes and what is in them. */
export const homeExamples = {
  listSites: {},
  readFleet: { query: { sort: 'worst', limit: 20 } },
  addSite: { body: { name: 'Cabin', timeZone: 'Europe/Oslo', latitude: 61.1, longitude: 10.5 } },
  readSite: { params: site },
  changeSite: { params: site, body: { name: 'House by the lake' } },
  readSnapshot: { params: site },
  readHistory: { params: site, query: { metric: 'flow.pv,battery.soc', from: '2026-06-21', aggregate: 'mean' } },
  exportHistory: { params: site, query: { format: 'csv', metrics: 'grid.*', step: '1h' } },
  listAnomalies: { params: site, query: { open: true } },
  dismissAnomaly: { params: { site: 'demo', id: 'stuck.battery.battery.temperature' } },

  listReadings: { query: { site: 'demo', devices: 'grid-meter', metrics: 'grid.power', step: '5m', limit: 500 } },
  listReadingsShort: { query: { site: 'demo', devices: 'battery', metrics: 'battery.*', limit: 100 } },
  readReadingsText: { query: { site: 'demo', metrics: 'battery.*' } },
  readLatest: { query: { site: 'demo', metrics: 'battery.*' } },

  listAllDevices: { query: { site: 'demo' } },
  registerDevice: {
    body: {
      site: 'demo',
      name: 'Pool pump',
      protocol: 'shelly-pro3',
      address: 'mqtt://built-in:1883',
      topic: 'pool-pump',
      mqttAccount: true,
    },
  },
  readDevice: { params: { device: 'relays' } },
  commandRelays: { params: { site: 'demo' }, body: { command: 'off' } },
  switchDevice: { params: { device: 'relays' }, body: { command: 'on', relay: 1 } },
  issueCommand: { params: { device: 'relays' }, body: { setPoint: 'relay.on.2', value: 1, expiresInSeconds: 30 } },
  readCommand: { params: { id: '0mf3k2x9a7c1e5b90d2f4' } },
  listCommands: { query: { site: 'demo', limit: 20 } },

  listDevices: { params: site },
  addDevice: { params: site, body: { name: 'Garage', protocol: 'pi30', address: 'tcp://192.168.1.40:8899' } },
  changeDevice: { params: relays, body: { name: 'Relays in the cellar' } },
  previewDeviceChange: { params: relays, body: { protocol: 'shelly-switch' } },
  listRemovedDevices: { params: site },
  removeDevice: { params: { site: 'demo', device: 'battery' } },
  listCapabilities: { params: relays },
  listSettings: { params: { site: 'demo', device: 'solar-inverter' } },
  listShown: { params: { site: 'demo', device: 'grid-meter' } },
  readChargers: { params: site },
  listCharges: { params: site, query: {} },
  chooseCharging: { params: { site: 'demo', charger: 'garage' }, body: { mode: 'now' } },
  readChargeSettings: { params: site },
  saveChargeSettings: { params: site, body: { tags: [{ tag: '04A1B2C3', name: 'Anna' }], isOpen: true } },
  renewChargerKey: { params: relays },
  askDevice: { params: { site: 'demo', device: 'solar-inverter' }, body: { query: 'QPIRI' } },
  commandDevice: { params: relays, body: { setPoint: 'relay.on.1', value: 0 } },

  readEnergy: { params: site, query: { by: 'day' } },
  listEnergyEvents: { params: site, query: {} },
  explainEnergy: { params: site, query: { channel: 'import' } },
  readCountingOptions: { params: site },
  readMeterRoles: { params: site },
  readCircuitCount: { params: site },
  countCircuits: { params: site },
  saveMeterRole: { params: { site: 'demo', device: 'grid-meter' }, body: { role: { kind: 'grid' } } },
  saveCountingOptions: { params: site, body: { phases: 'net', load: 'derived', daily: [] } },
  listTariffPresets: {},
  readTariff: { params: site },
  saveTariff: { params: site, body: { text: 'tariff: 1\n', dryRun: true } },
  addTariffVersion: { params: site, body: { text: 'from: 2027-01-01\n', dryRun: true } },
  listPrices: { params: site },
  readPrices: { params: site, query: { from: '2026-06-21', to: '2026-06-22' } },
  importPrices: {
    params: site,
    body: {
      series: 'day-ahead',
      kind: 'price',
      format: 'csv',
      currency: 'EUR',
      text: 'start,end,price\n2026-06-21T12:00Z,2026-06-21T13:00Z,0.08\n',
    },
  },
  readBudgets: { params: site },
  saveBudgets: { params: site, body: { budgets: [{ id: 'grid', what: 'import', per: 'month', limit: '250000' }] } },
  readBills: { params: site },
  saveBills: {
    params: site,
    body: {
      bills: [
        {
          id: 'spring',
          firstDay: '2026-05-01',
          lastDay: '2026-05-31',
          importWh: 92_000,
          exportWh: 310_000,
          amount: '18.40',
        },
      ],
    },
  },
  readPlant: { params: site },
  savePlant: { params: site, body: { plant: { price: '14200', subsidies: '1500', since: '2025-04-01' } } },
  listCorrections: { params: site },
  addCorrection: {
    params: site,
    body: {
      repair: { kind: 'energy', channel: 'import', fromMs: 1_782_000_000_000, toMs: 1_782_003_600_000, energyWh: 1200 },
      why: 'The meter was being exchanged',
      preview: true,
    },
  },
  undoCorrection: { params: { site: 'demo', id: 'repair-1' } },
  listMisdated: { params: site },
  moveMisdated: {
    params: { site: 'demo', id: 'era-1' },
    body: { why: 'The clock was two hours behind', preview: true },
  },
  undoMisdated: { params: { site: 'demo', id: 'era-1' } },

  readMonitoringSettings: { params: site },
  changeMonitoring: { params: site, body: { kgPerKwh: 0.5, endsMs: null } },
  announce: { params: site, body: { status: 'maintenance', message: 'The inverter is being exchanged' } },
  announceMaintenance: {
    body: { message: 'The server moves', start_time: '2026-06-21T22:00:00+02:00', duration_minutes: 30 },
  },
  readOlderData: { query: {} },
  readOlderHistory: { query: { start: '2026-06-21T10:00:00Z', end: '2026-06-21T12:00:00Z' } },
  readAllOlderHistory: { query: {} },
  sendOlderCommand: { body: { device: 'relays', command: 'get_status' } },
  refreshDevices: { query: {} },
  readMonitoringStatistics: {},
  readMonitoring: { params: { system_id: 'demo' } },
} as const satisfies Partial<Examples>;

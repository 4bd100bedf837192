// Endpoints of the ledger: energy and money of periods, why they are so, tariffs, prices, budgets, bills, repairs.
import {
  CountingOptionsChange,
  CountingOptionsView,
  EnergyEvents,
  EnergyQuery,
  EnergyReport,
  EnergyWhy,
  EventsQuery,
  WhyQuery,
} from '../ledger.ts';
import {
  Budgets,
  BudgetStates,
  KnownPrices,
  SeriesImport,
  SeriesImported,
  SeriesList,
  SiteTariff,
  TariffChange,
  TariffPresets,
  TariffSaved,
} from '../tariffs.ts';
import { Bills, BillStates, PlantChange, PlantState } from '../bills.ts';
import { CircuitCount, MeterRoles, RoleChange } from '../meter-roles.ts';
import { NewCorrection, CorrectionOutcome, Repairs } from '../corrections.ts';
import { MisdatedList, MisdatedMove, MisdatedOutcome } from '../misdated.ts';
import type { EndpointRows } from './row.ts';

/** Energy, money and what a person changes in them. */
export const ledgerEndpoints = {
  readEnergy: {
    action: 'site.read',
    summary: 'Energy and money of the periods that touch a time range, and their exact sum.',
    query: EnergyQuery,
    answers: { 200: EnergyReport },
    errors: ['site.unknown'],
  },
  listEnergyEvents: {
    action: 'site.read',
    summary: 'What was decided about readings in a time range: resets, gaps, rejected values.',
    query: EventsQuery,
    answers: { 200: EnergyEvents },
    errors: ['site.unknown'],
  },
  explainEnergy: {
    action: 'site.read',
    summary: "Where a channel's energy comes from: sources, rules and shares.",
    query: WhyQuery,
    answers: { 200: EnergyWhy },
    errors: ['site.unknown'],
  },
  readMeterRoles: {
    action: 'site.read',
    summary: 'What devices measure, what they seem to measure, and who speaks for each side of the home.',
    answers: { 200: MeterRoles },
    errors: ['site.unknown'],
  },
  saveMeterRole: {
    action: 'energy.manage',
    summary:
      'Says what a device measures, for all time or from a moment on; the past is settled again in the background.',
    body: RoleChange,
    answers: { 200: MeterRoles },
    errors: ['site.unknown', 'device.unknown'],
  },
  readCircuitCount: {
    action: 'site.read',
    summary: 'How far adding circuits to earlier hours is, or how many got some when it was done last.',
    answers: { 200: CircuitCount },
    errors: ['site.unknown'],
  },
  countCircuits: {
    action: 'energy.manage',
    summary:
      'Adds circuits to hours that were settled before there were any, in the background; no other figure changes.',
    answers: { 202: CircuitCount },
    errors: ['site.unknown'],
  },
  readCountingOptions: {
    action: 'site.read',
    summary: 'How energy is counted, the counters there are to choose from, and who chose last.',
    answers: { 200: CountingOptionsView },
    errors: ['site.unknown'],
  },
  saveCountingOptions: {
    action: 'energy.manage',
    summary: 'Changes how energy is counted, for all time; the past is settled again in the background.',
    body: CountingOptionsChange,
    headers: ['if-match'],
    answers: { 200: CountingOptionsView },
    errors: ['request.outdated', 'site.unknown'],
  },
  listTariffPresets: {
    action: 'site.read',
    summary: 'Typical tariffs of countries, to start from.',
    answers: { 200: TariffPresets },
    errors: [],
  },
  readTariff: {
    action: 'site.read',
    summary: 'The tariff in force and all that were saved, the newest first.',
    answers: { 200: SiteTariff },
    errors: ['site.unknown'],
  },
  saveTariff: {
    action: 'energy.manage',
    summary: 'Saves a whole tariff; with problems nothing is saved. The past is costed anew.',
    body: TariffChange,
    headers: ['if-match'],
    answers: { 200: TariffSaved },
    errors: ['request.outdated', 'site.unknown'],
  },
  addTariffVersion: {
    action: 'energy.manage',
    summary: 'Appends one more version (`from: …`) to the tariff in force.',
    body: TariffChange,
    headers: ['if-match'],
    answers: { 200: TariffSaved },
    errors: ['request.outdated', 'site.unknown'],
  },
  listPrices: {
    action: 'site.read',
    summary: 'The series of prices and emission factors of a site.',
    answers: { 200: SeriesList },
    errors: ['site.unknown'],
  },
  importPrices: {
    action: 'energy.manage',
    summary: 'Takes slots of a series out of a file or an answer; those of the same start are replaced.',
    body: SeriesImport,
    answers: { 200: SeriesImported },
    errors: ['site.unknown', 'series.invalid'],
  },
  readPrices: {
    action: 'site.read',
    summary: 'What a kWh costs and earns over a stretch of time, with tax, as far as contract and market say.',
    query: EventsQuery,
    answers: { 200: KnownPrices },
    errors: ['site.unknown', 'input.invalid'],
  },
  readBudgets: {
    action: 'site.read',
    summary: 'How the budgets stand in the present month or year.',
    answers: { 200: BudgetStates },
    errors: ['site.unknown'],
  },
  saveBudgets: {
    action: 'energy.manage',
    summary: 'Saves all budgets.',
    body: Budgets,
    headers: ['if-match'],
    answers: { 200: BudgetStates },
    errors: ['request.outdated', 'site.unknown'],
  },
  readBills: {
    action: 'site.read',
    summary: 'Bills of the supplier against what the home counted, the newest first.',
    answers: { 200: BillStates },
    errors: ['site.unknown'],
  },
  saveBills: {
    action: 'energy.manage',
    summary: 'Saves all bills.',
    body: Bills,
    headers: ['if-match'],
    answers: { 200: BillStates },
    errors: ['request.outdated', 'site.unknown'],
  },
  readPlant: {
    action: 'site.read',
    summary: 'What the plant cost, what it has saved, and when it is paid back.',
    answers: { 200: PlantState },
    errors: ['site.unknown'],
  },
  savePlant: {
    action: 'energy.manage',
    summary: 'Says what the plant cost, or forgets it.',
    body: PlantChange,
    headers: ['if-match'],
    answers: { 200: PlantState },
    errors: ['request.outdated', 'site.unknown'],
  },
  listCorrections: {
    action: 'site.read',
    summary: 'Repairs in force, the newest first; what was undone is in the audit log.',
    answers: { 200: Repairs },
    errors: ['site.unknown'],
  },
  addCorrection: {
    action: 'energy.manage',
    summary: 'Puts something right: 200 with what would change for a preview, 201 when it was saved.',
    body: NewCorrection,
    answers: { 200: CorrectionOutcome, 201: CorrectionOutcome },
    errors: ['site.unknown'],
  },
  undoCorrection: {
    action: 'energy.manage',
    summary: 'Undoes a repair, and answers what that changes.',
    answers: { 200: CorrectionOutcome },
    errors: ['site.unknown'],
  },
  listMisdated: {
    action: 'site.read',
    summary: 'Values that were written while the wall clock was wrong, and what would put their dates right.',
    answers: { 200: MisdatedList },
    errors: ['site.unknown'],
  },
  moveMisdated: {
    action: 'energy.manage',
    summary: 'Moves such values to their right time: 200 with what would move for a preview, 201 when it was done.',
    body: MisdatedMove,
    answers: { 200: MisdatedOutcome, 201: MisdatedOutcome },
    errors: ['site.unknown'],
  },
  undoMisdated: {
    action: 'energy.manage',
    summary: 'Moves them back, and answers what that changes.',
    answers: { 200: MisdatedOutcome },
    errors: ['site.unknown'],
  },
} as const satisfies EndpointRows;

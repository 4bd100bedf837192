// Files of makers and grid operators: headings, separators and times are the originals' (docs/sources.md), the figures are made up.
import { describe, expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { taken, type TakeOptions } from './testing/import-text.ts';

/** A day of sun by the hour, in Wh. */
const sun = [
  0, 0, 0, 0, 0, 20, 150, 600, 1400, 2300, 3100, 3600, 3800, 3700, 3200, 2500, 1700, 900, 300, 40, 0, 0, 0, 0,
];
const use = [
  210, 190, 200, 180, 220, 300, 700, 650, 400, 350, 420, 900, 800, 380, 360, 340, 500, 900, 1300, 1200, 800, 500, 300,
  250,
];
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / 1000;
const two = (value: number): string => String(value).padStart(2, '0');
const day = (row: (hour: number) => string): string =>
  Array.from({ length: 24 }, (_none, hour) => row(hour)).join('\n');
const s = (hour: number): number => sun[hour] ?? 0;
const u = (hour: number): number => use[hour] ?? 0;
const bought = (hour: number): number => Math.max(0, u(hour) - s(hour));
const sold = (hour: number): number => Math.max(0, s(hour) - u(hour));
const hours = Array.from({ length: 24 }, (_none, hour) => hour);

const sides = {
  'pv.energy': total(sun),
  'load.energy': total(use),
  'grid.energy.import': total(hours.map(bought)),
  'grid.energy.export': total(hours.map(sold)),
} as const;

interface Case {
  readonly name: string;
  readonly text: string | Uint8Array;
  readonly energies: Partial<Readonly<Record<MetricId, number>>>;
  readonly options?: TakeOptions;
  readonly title?: string;
  /** When the first and the last metered interval begin and end, UTC. */
  readonly span?: readonly [string, string];
}

const pick = (...metrics: readonly (keyof typeof sides)[]) =>
  Object.fromEntries(metrics.map((metric) => [metric, sides[metric]]));
const berlinDay = ['2026-06-20T22:00', '2026-06-21T22:00'] as const;

const cases: readonly Case[] = [
  {
    name: 'Enphase, energy of each hour',
    text: `Date/Time,Energy Produced (Wh),Energy Consumed (Wh),Exported to Grid (Wh),Imported from Grid (Wh)\n${day((h) => `06/21/2026 ${two(h)}:00,${s(h)},${u(h)},${sold(h)},${bought(h)}`)}\n`,
    energies: sides,
    span: berlinDay,
  },
  {
    name: 'SolarEdge chart, energies',
    text: `Time,System Production (Wh),Consumption (Wh),Self Consumption (Wh),Import (Wh),Export (Wh)\n${day((h) => `2026-06-21 ${two(h)}:00:00,${s(h)},${u(h)},${Math.min(s(h), u(h))},${bought(h)},${sold(h)}`)}\n`,
    energies: sides,
    span: berlinDay,
  },
  {
    name: 'Tibber: hours with their ends, the unit in a column',
    title: 'Tibber',
    text: `from,to,consumption,consumptionUnit,cost,unitPrice,currency\n${day((h) => `2026-06-21T${two(h)}:00:00.000+02:00,2026-06-${h === 23 ? '22T00' : `21T${two(h + 1)}`}:00:00.000+02:00,${bought(h) / 1000},kWh,0.1,0.31,EUR`)}\n`,
    energies: pick('grid.energy.import'),
    span: berlinDay,
  },
  {
    name: 'PVOutput by the day, units in the cells',
    title: 'PVOutput, by the day',
    text: `Date,Generated,Efficiency,Exported,Used,Peak Power,Peak Time,Peak Import,Off-Peak Import\n21/06/26,${total(sun)}kWh,4.5kWh/kW,${total(hours.map(sold))}kWh,${total(use)}kWh,3.8kW,12:35PM,${total(hours.map(bought)) - 1}kWh,1kWh\n22/06/26,0.000kWh,0kWh/kW,0.000kWh,0.000kWh,0.0kW,12:35PM,0.000kWh,0.000kWh\n`,
    energies: sides,
    span: ['2026-06-20T22:00', '2026-06-22T22:00'],
  },
  {
    name: 'Green Button: an end names the last minute',
    title: 'Green Button',
    text: `Name,Somebody\n\nTYPE,DATE,START TIME,END TIME,USAGE (kWh),COST,NOTES\n${day((h) => `Electric usage,2026-06-21,${two(h)}:00,${two(h)}:59,${bought(h) / 1000},$0.10,`)}\n`,
    energies: pick('grid.energy.import'),
    span: berlinDay,
  },
  {
    name: 'Huawei FusionSolar with its title',
    title: 'Huawei FusionSolar',
    text: `Plant Report,,,,,,\nStatistical Time,Theoretical Yield (kWh),PV Yield (kWh),Inverter Yield (kWh),Export (kWh),Import (kWh),Self-consumption (kWh)\n${day((h) => `2026-06-21 ${two(h)}:00:00,${(s(h) * 1.3) / 1000},${s(h) / 1000},${(s(h) * 0.97) / 1000},${sold(h) / 1000},${bought(h) / 1000},${Math.min(s(h), u(h)) / 1000}`)}\n`,
    energies: pick('pv.energy', 'grid.energy.import', 'grid.energy.export'),
    span: berlinDay,
  },
  {
    name: 'Huawei FusionSolar without its title',
    title: 'Huawei FusionSolar',
    text: `Statistical Time;Global Irradiation (kWh/㎡);Theoretical Yield (kWh);Inverter Yield (kWh);Peak Power (kW);Export (kWh);Import (kWh);Revenue (€)\n${day((h) => `2026-06-21 ${two(h)}:00:00;0,1;${String((s(h) * 1.3) / 1000).replace('.', ',')};${String(s(h) / 1000).replace('.', ',')};4,1;${String(sold(h) / 1000).replace('.', ',')};${String(bought(h) / 1000).replace('.', ',')};0,25`)}\n`,
    energies: pick('pv.energy', 'grid.energy.import', 'grid.energy.export'),
    span: berlinDay,
  },
  {
    name: 'Fronius Solar.web with a row of units',
    title: 'Fronius Solar.web',
    text: `Datum und Uhrzeit;Direkt verbraucht;Energie ins Netz eingespeist;Energie vom Netz bezogen;PV Produktion;Verbrauch\n[dd.MM.yyyy HH:mm];[Wh];[Wh];[Wh];[Wh];[Wh]\n${day((h) => `21.06.2026 ${two(h)}:00;${Math.min(s(h), u(h))};${sold(h)};${bought(h)};${s(h)};${u(h)}`)}\n`,
    energies: sides,
    span: berlinDay,
  },
  {
    name: 'Fronius Solar.web, two inverters in English',
    title: 'Fronius Solar.web',
    text: `"Date and time","Energy | Symo 8.2-3-M (1)","Energy | Symo 5.0-3-M (2)"\n"[MM/dd/yyyy HH:mm]","[Wh]","[Wh]"\n${day((h) => `"06/21/2026 ${two(h)}:00","${s(h) * 0.75}","${s(h) * 0.25}"`)}\n`,
    energies: pick('pv.energy'),
    span: berlinDay,
  },
  {
    name: 'SMA ennexOS, German',
    text: `Zeitraum;Erzeugung [kWh];Netzeinspeisung [kWh];Netzbezug [kWh];Gesamtverbrauch [kWh]\n${day((h) => `21.06.2026 ${two(h)}:00;${[s(h), sold(h), bought(h), u(h)].map((wh) => (wh / 1000).toFixed(3).replace('.', ',')).join(';')}`)}\n`,
    energies: sides,
    span: berlinDay,
  },
  {
    name: 'SMA Sunny Portal with lines above',
    text: `sep=;\nSunny Portal;;\nAnlage;Haus am See;\nZeitraum;21.06.2026;\n\n;Erzeugung / Zählerstandsänderung [kWh];Netzbezug / Zählerstandsänderung [kWh]\n${day((h) => `21.06.2026 ${two(h)}:00;${(s(h) / 1000).toFixed(3).replace('.', ',')};${(bought(h) / 1000).toFixed(3).replace('.', ',')}`)}\n`,
    energies: pick('pv.energy', 'grid.energy.import'),
    span: berlinDay,
  },
  {
    name: 'SMA inverter (Webconnect), meters',
    title: 'SMA inverter',
    text: `\uFEFFsep=,\nVersion CSV3|Tool WebUI|Linebreaks CR/LF|Delimiter comma\n\n,STP6.0-3AV-40 033,STP6.0-3AV-40 033,STP6.0-3AV-40 033\n,SUNNY TRIPOWER 6.0,SUNNY TRIPOWER 6.0,SUNNY TRIPOWER 6.0\n,1234567890,1234567890,1234567890\n,Metering.TotWhOut,Metering.GridMs.TotWhOut,Metering.GridMs.TotWhIn\n,Analog,Analog,Analog\nDD.MM.YYYY hh:mm:ss,[Wh],[Wh],[Wh]\n19.06.2026 00:00:00,1000000,500000,300000\n20.06.2026 00:00:00,1020000,510000,304000\n21.06.2026 00:00:00,1031000,515000,309000\n`,
    energies: { 'pv.energy': 31, 'grid.energy.export': 15, 'grid.energy.import': 9 },
  },
  {
    name: 'Fluvius, quarters of an hour by registers, Dutch',
    text: `\uFEFFVan datum;Van tijdstip;Tot datum;Tot tijdstip;EAN;Meter;Metertype;Register;Volume;Eenheid;Validatiestatus\r\n${Array.from(
      { length: 96 },
      (_none, quarter) => {
        const at = (index: number) =>
          `${index >= 96 ? '22' : '21'}-06-2026;${two(Math.floor((index % 96) / 4))}:${two((index % 4) * 15)}:00`;
        const register = quarter >= 28 && quarter < 88 ? 'Dag' : 'Nacht';
        const kwh = (wh: number) => (wh / 4000).toFixed(5).replace('.', ',');
        const head = `${at(quarter)};${at(quarter + 1)};="541448820000000000";1SAG1100000000;Digitale Meter`;
        const hour = Math.floor(quarter / 4);
        return `${head};Afname ${register};${kwh(bought(hour))};kWh;Gevalideerd\r\n${head};Injectie ${register};${kwh(sold(hour))};kWh;Gevalideerd`;
      },
    ).join('\r\n')}\r\n`,
    energies: pick('grid.energy.import', 'grid.energy.export'),
    span: berlinDay,
  },
  {
    name: 'Fluvius in English',
    text: `\uFEFFFrom (date);From (time);Until (date);Until (time);EAN code;Meter;Meter type;Register;Volume;Unit;Validation status;Description\r\n22/10/2026;00:00:00;22/10/2026;00:15:00;="541";1SAG;Digital meter;Offtake Night;;kWh;No consumption;\r\n22/10/2026;00:15:00;22/10/2026;00:30:00;="541";1SAG;Digital meter;Offtake Night;0,173;kWh;Read;\r\n22/10/2026;00:15:00;22/10/2026;00:30:00;="541";1SAG;Digital meter;Injection Night;0,000;kWh;Read;\r\n22/10/2026;07:00:00;22/10/2026;07:15:00;="541";1SAG;Digital meter;Offtake Day;0,062;kWh;Read;\r\n`,
    energies: { 'grid.energy.import': 0.235 },
  },
  {
    name: 'Growatt ShinePhone: powers and meters of the day',
    title: 'Growatt ShineServer or ShinePhone',
    text: `Time,Status,Vpv1(V),Ppv1(W),Ppv(W),PacToUser(W),PacToGrid(W),PlocalLoad(W),Pcharge1(W),Pdischarge1(W),SOC(%),EpvToday(kWh),EtoUserToday(kWh)\n${day((h) => `2026-06-21 ${two(h)}:55:00,Normal,310,${s(h)},${s(h)},${bought(h)},${sold(h)},${u(h)},0,0,50,${total(sun.slice(0, h + 1)).toFixed(3)},${total(hours.slice(0, h + 1).map(bought)).toFixed(3)}`)}\n`,
    energies: pick('pv.energy', 'grid.energy.import'),
  },
  {
    name: 'Sungrow iSolarCloud, a month of days',
    text: `\uFEFFTime,PV(kWh),Purchased Energy(kWh),Feed-in(kWh),Load(kWh)\n2026-09-01,56.2,7,44.7,18.5\n2026-09-02,56.7,6.2,47.7,15.2\n2026-09-03,57.5,7.3,48.3,16.5\n2026-09-04,57.1,6.7,44.6,19.2\n`,
    energies: { 'pv.energy': 227.5, 'grid.energy.import': 27.2, 'grid.energy.export': 185.3, 'load.energy': 69.4 },
    span: ['2026-08-31T22:00', '2026-09-04T22:00'],
  },
  {
    name: 'Solarman, a report of days',
    text: `Plant Name,Updated Time,Time Zone,Production-Today(kWh),Consumption-Today(kWh),Energy Purchased-Today(kWh),Self-used Ratio(%),Anticipated Yield(EUR)\nCasa,2026/05/01,UTC+02:00,28.20,11.80,0.50,40.07,\nCasa,2026/05/02,UTC+02:00,19.90,2.86,2.66,1.01,\nCasa,2026/05/03,UTC+02:00,20.10,7.20,0.30,,\n`,
    energies: { 'pv.energy': 68.2, 'load.energy': 21.86, 'grid.energy.import': 3.46 },
    span: ['2026-04-30T22:00', '2026-05-03T22:00'],
  },
  {
    name: 'Tesla, energies',
    title: 'Tesla',
    text: `Date time,Home (kWh),Vehicle (kWh),From Powerwall (kWh),To Powerwall (kWh),Solar Energy (kWh),From Grid (kWh),To Grid (kWh)\n${day((h) => `2026-06-21T${two(h)}:00:00+02:00,${u(h) / 1000},0,${h === 20 ? 1.5 : 0},${h === 11 ? 1.6 : 0},${s(h) / 1000},${bought(h) / 1000},${sold(h) / 1000}`)}\n`,
    energies: { ...sides, 'battery.energy.discharge': 1.5, 'battery.energy.charge': 1.6 },
    span: berlinDay,
  },
  {
    name: 'Datadis, ends of hours',
    title: 'Datadis',
    text: `CUPS;Fecha;Hora;Consumo_kWh;Metodo_obtencion;Energia_vertida_kWh;Energia_generada_kWh;Energia_autoconsumida_kWh\n${day((h) => `ES0021000000000000AA;2026/06/21;${two(h + 1)}:00;${String(bought(h) / 1000).replace('.', ',')};Real;${String(sold(h) / 1000).replace('.', ',')};;`)}\n`,
    energies: pick('grid.energy.import', 'grid.energy.export'),
    options: { timeZone: 'Europe/Madrid' },
    span: berlinDay,
  },
  {
    name: 'Spanish grid operators, hours that are numbered',
    title: 'Datadis',
    text: `CUPS;Fecha;Hora;AE_kWh;AS_KWh;AE_AUTOCONS_kWh;REAL/ESTIMADO\n${day((h) => `ES0021000000000000AA;21/06/2026;${h + 1};${String(bought(h) / 1000).replace('.', ',')};${String(sold(h) / 1000).replace('.', ',')};;R`)}\n`,
    energies: pick('grid.energy.import', 'grid.energy.export'),
    options: { timeZone: 'Europe/Madrid' },
    span: berlinDay,
  },
  {
    name: 'DSMR-reader, two tariffs',
    title: 'DSMR-reader',
    text: `Hour Start,Electricity 1 (Dutch Users: Low Tariff),Electricity 2 (Dutch Users: Normal Tariff),Electricity 1 Returned (Dutch Users: Low Tariff),Electricity 2 Returned (Dutch Users: Normal Tariff),Gas\n${day((h) => `2026-06-21T${two(h)}:00:00+02:00,${h < 7 ? bought(h) / 1000 : 0},${h < 7 ? 0 : bought(h) / 1000},${h < 7 ? sold(h) / 1000 : 0},${h < 7 ? 0 : sold(h) / 1000},0.03`)}\n`,
    energies: pick('grid.energy.import', 'grid.energy.export'),
    span: berlinDay,
  },
  {
    name: 'HomeWizard, meters of two tariffs',
    text: `time,Import T1 kWh,Import T2 kWh,Export T1 kWh,Export T2 kWh,L1 max W\n2026-06-21 00:00,8350.274,4650.277,3095.077,7450.128,300\n2026-06-21 00:15,8350.385,4650.468,3095.078,7450.301,200\n2026-06-21 00:30,8350.705,4650.591,3095.197,7450.502,100\n`,
    energies: { 'grid.energy.import': 0.745, 'grid.energy.export': 0.494 },
    options: { timeZone: 'Europe/Amsterdam' },
  },
  {
    name: 'Zonneplan with prices beside',
    title: 'Zonneplan',
    text: `DateFrom,DateTo,ElectricityEpexPrice,ElectricityConsumptionUsageKwh,ElectricityConsumptionCostsWithTax,ElectricityProductionUsageKwh,ElectricityProductionCostsWithTax\n${day((h) => `2026-06-21 ${two(h)}:00:00,2026-06-${h === 23 ? '22' : '21'} ${two((h + 1) % 24)}:00:00,0.03,${bought(h) / 1000},0.04,${sold(h) / 1000},0`)}\n`,
    energies: pick('grid.energy.import', 'grid.energy.export'),
    span: berlinDay,
  },
  {
    name: 'Shelly EM, times in UTC',
    title: 'Shelly EM',
    text: `Date/time UTC,Active energy Wh (A),Returned energy Wh (A)\n${day((h) => `2026-06-21 ${two(h)}:00,${bought(h)},${sold(h)}`)}\n`,
    energies: pick('grid.energy.import', 'grid.energy.export'),
    span: ['2026-06-21T00:00', '2026-06-22T00:00'],
  },
  {
    name: 'Czech grid operator: a beginning and an end on one day',
    text: `Datum;Cas od;Cas do;Dodávka (kWh)\n${day((h) => `21.06.2026;${two(h)}:00;${two((h + 1) % 24)}:00;${String(sold(h) / 1000).replace('.', ',')}`)}\n`,
    energies: pick('grid.energy.export'),
    options: { timeZone: 'Europe/Prague' },
    span: berlinDay,
  },
  {
    name: 'Octopus Energy: what is consumed there was bought',
    title: 'Octopus Energy',
    text: `Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End\n${day((h) => `${bought(h) / 1000}, 4.1, 0.78, 2026-06-21T${two(h)}:00:00+02:00, 2026-06-${h === 23 ? '22' : '21'}T${two((h + 1) % 24)}:00:00+02:00`)}\n`,
    energies: pick('grid.energy.import'),
    span: berlinDay,
  },
  {
    name: 'SolarEdge by the day, month and day first',
    title: 'SolarEdge',
    text: 'Measurement Time,Production (Wh)\n06/20/2026,20000\n06/21/2026,20001\n06/22/2026,20007\n',
    energies: { 'pv.energy': 60.008 },
    span: ['2026-06-19T22:00', '2026-06-22T22:00'],
  },
  {
    name: 'Enphase by the day, a morning that only rises',
    title: 'Enphase',
    text: 'Date/Time,Energy Produced (Wh)\n2026-06-21 06:00:00 +0200,10\n2026-06-21 06:15:00 +0200,20\n2026-06-21 06:30:00 +0200,45\n',
    energies: { 'pv.energy': 0.075 },
    span: ['2026-06-21T04:00', '2026-06-21T04:45'],
  },
  {
    name: 'Green Button with what is given below 0',
    title: 'Green Button',
    text: `Name,J DOE\nAddress,"1 Main St, X"\nService,Service 1\n\nTYPE,DATE,START TIME,END TIME,IMPORT (kWh),EXPORT (kWh),COST,NOTES\n${day((h) => `Electric usage,2026-06-21,${two(h)}:00,${two(h)}:59,${bought(h) / 1000},${-sold(h) / 1000},$0.12,`)}\n`,
    energies: pick('grid.energy.import', 'grid.energy.export'),
    options: { timeZone: 'America/Los_Angeles' },
    span: ['2026-06-21T07:00', '2026-06-22T07:00'],
  },
  {
    name: 'Shelly Pro 3EM, three phases',
    title: 'Shelly Pro 3EM',
    text: `timestamp,a_total_act_energy,a_fund_act_energy,a_total_act_ret_energy,a_fund_act_ret_energy,a_max_act_power,b_total_act_energy,b_total_act_ret_energy,c_total_act_energy,c_total_act_ret_energy\n${day((h) => `${1782079200 + h * 60},1.5,1.5,0,0,95,${h % 3},0,0.5,2`)}\n`,
    energies: { 'grid.energy.import': 0.072, 'grid.energy.export': 0.048 },
    span: ['2026-06-21T22:00', '2026-06-21T22:24'],
  },
  {
    name: 'DSMR-reader, what the meter showed',
    title: 'DSMR-reader',
    text: 'timestamp,electricity_delivered_1,electricity_returned_1,electricity_delivered_2,electricity_returned_2\n2026-06-21T00:00:00+02:00,1000.1,300.5,2000.2,400.1\n2026-06-21T00:10:00+02:00,1000.3,300.5,2000.3,400.6\n2026-06-21T00:20:00+02:00,1000.3,300.7,2000.9,400.6\n',
    energies: { 'grid.energy.import': 0.9, 'grid.energy.export': 0.7 },
  },
  {
    name: 'Green Button, rows without the notes of the heading',
    title: 'Green Button',
    text: `TYPE,DATE,START TIME,END TIME,USAGE (kWh),NOTES\n${day((h) => `Electric usage,2026-06-21,${two(h)}:00,${two(h)}:59,${bought(h) / 1000}`)}\n`,
    energies: pick('grid.energy.import'),
    options: { timeZone: 'America/New_York' },
    span: ['2026-06-21T04:00', '2026-06-22T04:00'],
  },
  {
    name: 'Octopus Energy, home and car apart',
    title: 'Octopus Energy',
    text: `Home Consumption (kWh),Home Unit Rate (p),EV Consumption (kWh),EV Unit Rate (p),Start,End\n${day((h) => `${bought(h) / 1000},24,0.5,7,2026-06-21T${two(h)}:00:00+02:00,2026-06-${h === 23 ? '22' : '21'}T${two((h + 1) % 24)}:00:00+02:00`)}\n`,
    energies: { 'grid.energy.import': Math.round((sides['grid.energy.import'] + 12) * 1000) / 1000 },
    span: berlinDay,
  },
  {
    name: 'Fronius Solar.web, days of a plant without a battery',
    title: 'Fronius Solar.web',
    text: 'Datum und Uhrzeit,Gesamt Erzeugung,Gesamt Verbrauch,Eigenverbrauch,Energie ins Netz eingespeist,Energie vom Netz bezogen,\n[dd.MM.yyyy],[Wh],[Wh],[Wh],[Wh],[Wh],\n20.06.2026,33481.52,13788.33,9293.52,24246.61,4567.15,\n21.06.2026,30000.48,12000.67,9000,21000.39,3000.85,\n',
    energies: {
      'pv.energy': 63.482,
      'load.energy': 25.789,
      'grid.energy.export': 45.247,
      'grid.energy.import': 7.568,
    },
    span: ['2026-06-19T22:00', '2026-06-21T22:00'],
  },
  {
    name: 'days on which one column happened to rise',
    text: 'Datum;Gesamt Erzeugung(Wh);Gesamt Verbrauch(Wh);Energie ins Netz eingespeist(Wh);Energie vom Netz bezogen(Wh)\n19.06.2026;5200;4100;2400;1300\n20.06.2026;4800;3900;2200;1300\n21.06.2026;4900;3900;2200;1400\n',
    energies: { 'pv.energy': 14.9, 'load.energy': 11.9, 'grid.energy.export': 6.8, 'grid.energy.import': 4 },
    span: ['2026-06-18T22:00', '2026-06-21T22:00'],
  },
  {
    name: 'a meter beside energies of days',
    text: 'Datum;PV-Erzeugung (kWh);Netzbezug Zählerstand (kWh)\n19.06.2026;5.2;12003.1\n20.06.2026;4.8;12005.4\n21.06.2026;4.9;12011.2\n',
    energies: { 'pv.energy': 14.9, 'grid.energy.import': 8.1 },
  },
  {
    name: 'an export that is below 0 throughout',
    text: `Time,Export (kWh),Import (kWh)\n${day((h) => `2026-06-21 ${two(h)}:00,${-sold(h) / 1000},${bought(h) / 1000}`)}\n`,
    energies: pick('grid.energy.import', 'grid.energy.export'),
    span: berlinDay,
  },
];

describe('L15, L16: energies of intervals go to the meter exactly', () => {
  test.each(cases)('$name', async ({ text, energies, options, title, span }) => {
    const read = await taken(text, options);
    for (const [metric, right] of Object.entries(energies))
      expect([metric, read.energy(metric as MetricId)]).toEqual([metric, right]);
    expect(read.title).toContain(title ?? '');
    expect(read.result.rejects.first).toEqual([]);
    const [metric = 'pv.energy'] = Object.keys(energies) as MetricId[];
    const points = read.points(metric);
    const ends = [points[0]?.[0], points.at(-1)?.[0]];
    expect(ends).toEqual(span ?? ends);
  });

  test.each(cases)(
    '$name: again nothing changes, in UTF-16 and with other line ends neither',
    async ({ text, options }) => {
      const first = await taken(text, options);
      const plain = String(text).replace('\uFEFF', '');
      const wide = new Uint8Array(Buffer.from(`\uFEFF${plain}`, 'utf16le'));
      const ends = plain.includes('\r\n') ? plain.replaceAll('\r\n', '\n') : plain.replaceAll('\n', '\r\n');
      for (const again of [text, wide, ends]) {
        const { result } = await taken(again, { ...options, store: first.store });
        expect(result).toMatchObject({ added: { points: 0 }, replaced: { points: 0 } });
      }
    },
  );
});

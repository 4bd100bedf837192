// Files of makers and grid operators whose columns need to be known, because their own words say too little or mislead. One row per
// file: the headings it is recognised by, what its columns are, and whether a row carries the beginning or the end of its interval.
// Data only, lower case. Sources: docs/sources.md, "Files of other programs".
import type { ColumnKind, KnownColumn } from './known-column.ts';

/** What one column is; null: left out. */
type Meaning = Omit<KnownColumn, 'format'> | null;

/** One kind of file. */
export interface ExportFormat {
  readonly title: string;
  /** Each of them occurs in some heading, or in the lines above it. */
  readonly known: readonly RegExp[];
  /** The first that fits a heading counts; other headings are read by their words. */
  readonly columns: readonly (readonly [heading: RegExp, meaning: Meaning])[];
  /** Rows carry the end of their interval. */
  readonly isEndStamped?: true;
}

const of = (metric: string, more: Omit<KnownColumn, 'metric' | 'format'> = {}): Meaning => ({ metric, ...more });
const kwh = (metric: string, kind?: ColumnKind): Meaning =>
  of(metric, { scale: 1000, ...(kind === undefined ? {} : { kind }) });
const adding = (metric: string, kind: ColumnKind, scale = 1000): Meaning => of(metric, { scale, kind, adds: true });

/** In the order in which they are tried. */
const exportFormats: readonly ExportFormat[] = [
  {
    title: 'Huawei FusionSolar',
    known: [/(theoretical|inverter|pv) yield|theoretischer ertrag|rendimiento te/, /statisti|zeit|time|fecha|hora/],
    columns: [
      [/theor|irradia|revenue|income|peak|ratio|self|co2|coal|loss|performance/, null],
      [/^pv[ -]?(yield|ertrag)/, of('pv.energy', { scale: 1000, kind: 'interval' })],
      [/inverter yield|wechselrichter-?ertrag/, of('pv.energy', { scale: 1000, kind: 'interval' })],
      [/^(export|feed-in|einspeisung)/, kwh('grid.energy.export', 'interval')],
      [/^(import|grid|netzbezug|energy from grid)/, kwh('grid.energy.import', 'interval')],
      [/discharg|entlad/, kwh('battery.energy.discharge', 'interval')],
      [/charg|^laden|ladung/, kwh('battery.energy.charge', 'interval')],
      [/consumption|verbrauch/, kwh('load.energy', 'interval')],
    ],
  },
  {
    title: 'Growatt ShineServer or ShinePhone',
    known: [/^(ppv|e(pv|ac)\d?(today|total)|pac ?to ?(user|grid)|plocalload)/],
    columns: [
      [/^ppv ?\(|^ppv$/, of('pv.power', { scale: 1 })],
      [/^ppv([1-4])\b/, of('pv.power.s$1', { scale: 1 })],
      [/^vpv([1-4])\b/, of('pv.voltage.s$1', { scale: 1 })],
      [/^ipv([1-4])\b/, of('pv.current.s$1', { scale: 1 })],
      [/^epv ?total/, kwh('pv.energy', 'total')],
      [/^epv ?today/, kwh('pv.energy', 'daily')],
      [/^eac ?total/, kwh('pv.energy', 'total')],
      [/^eac ?today/, kwh('pv.energy', 'daily')],
      [/^pac ?to ?user( total)?( ?\(|$)/, of('grid.power', { scale: 1 })],
      [/^pac ?to ?grid( total)?( ?\(|$)/, of('grid.power', { scale: 1, sign: -1 })],
      [/^p ?local ?load( total)?( ?\(|$)/, of('load.power', { scale: 1 })],
      [/^p ?discharge1?\b/, of('battery.power', { scale: 1 })],
      [/^p ?charge1?\b/, of('battery.power', { scale: 1, sign: -1 })],
      [/^e ?to ?user ?total/, kwh('grid.energy.import', 'total')],
      [/^e ?to ?user ?today/, kwh('grid.energy.import', 'daily')],
      [/^e ?to ?grid ?total/, kwh('grid.energy.export', 'total')],
      [/^e ?to ?grid ?today/, kwh('grid.energy.export', 'daily')],
      [/^e ?local ?load ?total/, kwh('load.energy', 'total')],
      [/^e ?local ?load ?today/, kwh('load.energy', 'daily')],
      [/^e ?discharge1? ?total/, kwh('battery.energy.discharge', 'total')],
      [/^e ?discharge1? ?today/, kwh('battery.energy.discharge', 'daily')],
      [/^e ?charge1? ?total/, kwh('battery.energy.charge', 'total')],
      [/^e ?charge1? ?today/, kwh('battery.energy.charge', 'daily')],
      [/^(soc|capacity)\b/, of('battery.soc', { scale: 1 })],
      [/^v ?bat\b/, of('battery.voltage', { scale: 1 })],
    ],
  },
  {
    title: 'Fronius Solar.web',
    known: [
      /^(datum und uhrzeit|date and time)/,
      /^(energ(ie|y) ?\||energ(ie|y) (ins|vom|to|from|in|aus) |pv[ -]produ)/,
    ],
    columns: [
      [/direkt|direct|eigen|self|own consumption/, null],
      [
        /^energ(ie|y)( vom wechselrichter| from inverter)? ?\|/,
        of('pv.energy', { scale: 1, kind: 'interval', adds: true }),
      ],
      [/pv[ -]?produ/, of('pv.energy', { scale: 1, kind: 'interval' })],
      [/(ins netz|to (the )?grid|eingespeist|fed in)/, of('grid.energy.export', { scale: 1, kind: 'interval' })],
      [/(vom netz|from (the )?grid|netz bezogen)/, of('grid.energy.import', { scale: 1, kind: 'interval' })],
      [
        /(in (die )?batterie|to battery|stored in battery|batterie gespeichert)/,
        of('battery.energy.charge', { scale: 1, kind: 'interval' }),
      ],
      [
        /(aus (der )?batterie|from battery|batterie bezogen)/,
        of('battery.energy.discharge', { scale: 1, kind: 'interval' }),
      ],
      [/verbrauch|consumption/, of('load.energy', { scale: 1, kind: 'interval' })],
    ],
  },
  {
    title: 'Enphase',
    known: [/^date\/time$/, /^energy produced \(k?wh\)|^energy consumed \(k?wh\)/],
    columns: [
      [/^energy produced \(/, of('pv.energy', { kind: 'interval' })],
      [/^energy consumed \(/, of('load.energy', { kind: 'interval' })],
      [/^exported to grid \(/, of('grid.energy.export', { kind: 'interval' })],
      [/^imported from grid \(/, of('grid.energy.import', { kind: 'interval' })],
      [/^charged \(|^stored in battery \(/, of('battery.energy.charge', { kind: 'interval' })],
      [/^discharged \(|^discharged from battery \(/, of('battery.energy.discharge', { kind: 'interval' })],
    ],
  },
  {
    title: 'SolarEdge',
    known: [/^measurement time$|^system production \(/, /^(system )?production \(k?wh\)/],
    columns: [
      [/^self.?consumption/, null],
      [/^(system )?production \(/, of('pv.energy', { kind: 'interval' })],
      [/^consumption \(/, of('load.energy', { kind: 'interval' })],
      [/^export \(/, of('grid.energy.export', { kind: 'interval' })],
      [/^import \(/, of('grid.energy.import', { kind: 'interval' })],
    ],
  },
  {
    title: 'Octopus Energy',
    known: [/^consumption \(kwh\)$/, /^start$/, /^end$/],
    columns: [
      [/^consumption/, kwh('grid.energy.import', 'interval')],
      [/./, null],
    ],
  },
  {
    title: 'Octopus Energy',
    known: [/^home consumption \(kwh\)$/, /^ev consumption \(kwh\)$/],
    columns: [
      [/^(home|ev) consumption/, adding('grid.energy.import', 'interval')],
      [/./, null],
    ],
  },
  {
    title: 'Tibber',
    known: [/^from$/, /^to$/, /^(consumption|production)$/, /^(unit ?price|currency|(consumption|production) ?unit)/],
    columns: [
      [/^consumption$/, kwh('grid.energy.import', 'interval')],
      [/^production$/, kwh('grid.energy.export', 'interval')],
      [/./, null],
    ],
  },
  {
    title: 'PVOutput, by the day',
    known: [/^generated$/, /^efficiency$/, /^(exported|used)$/],
    columns: [
      [/^generated$/, of('pv.energy', { kind: 'interval' })],
      [/^exported$/, of('grid.energy.export', { kind: 'interval' })],
      [/^used$/, of('load.energy', { kind: 'interval' })],
      [/^(off-?peak|peak|(high-)?shoulder) import$/, of('grid.energy.import', { kind: 'interval', adds: true })],
      [/./, null],
    ],
  },
  {
    title: 'PVOutput',
    known: [/^energy$/, /^efficiency$/, /^power$/, /^normalised$/],
    columns: [
      [/^energy$/, of('pv.energy', { kind: 'daily' })],
      [/^power$/, of('pv.power')],
      [/^energy used$/, of('load.energy', { kind: 'daily' })],
      [/^power used$/, of('load.power')],
      [/./, null],
    ],
  },
  {
    title: 'Green Button',
    known: [/^type$/, /^start time$/, /^end time$/, /^(usage|import) \(kwh\)$/],
    columns: [
      [/^(usage|import)/, kwh('grid.energy.import', 'interval')],
      [/^export/, kwh('grid.energy.export', 'interval')],
      [/./, null],
    ],
  },
  {
    title: 'Shelly Pro 3EM',
    known: [/^timestamp$/, /^a_total_act_energy$/, /^a_total_act_ret_energy$/],
    columns: [
      [/^[abc]_total_act_energy$/, adding('grid.energy.import', 'interval', 1)],
      [/^[abc]_total_act_ret_energy$/, adding('grid.energy.export', 'interval', 1)],
      [/./, null],
    ],
  },
  {
    title: 'DSMR-reader, meter readings',
    known: [/^electricity_delivered_1$/, /^electricity_returned_1$/],
    columns: [
      [/^electricity_delivered_[12]$/, adding('grid.energy.import', 'total')],
      [/^electricity_returned_[12]$/, adding('grid.energy.export', 'total')],
      [/./, null],
    ],
  },
  {
    title: 'SMA inverter',
    known: [/^metering\.totwhout/],
    columns: [
      [/^metering\.totwhout/, of('pv.energy', { scale: 1, kind: 'total' })],
      [/^metering\.gridms\.totwhout/, of('grid.energy.export', { scale: 1, kind: 'total' })],
      [/^metering\.gridms\.totwhin/, of('grid.energy.import', { scale: 1, kind: 'total' })],
      [/^gridms\.hz/, of('grid.frequency', { scale: 1 })],
      [/./, null],
    ],
  },
  {
    title: 'Fluvius, gas',
    known: [/^register/, /^(volume)/, /caloric|caloris|gas/],
    columns: [[/./, null]],
  },
  {
    title: 'Tesla',
    known: [/^(from powerwall|from grid|solar energy|powerwall)/, /^(home|house)/],
    columns: [
      [/^from powerwall/, of('battery.$', {})],
      [/^to powerwall/, of('battery.$', { sign: -1 })],
      [/^powerwall ?\(/, of('battery.$', {})],
      [/^from grid/, of('grid.$', {})],
      [/^to grid/, of('grid.$', { sign: -1 })],
      [/^(grid) ?\(/, of('grid.$', {})],
      [/^solar/, of('pv.$', {})],
      [/^home/, of('load.$', {})],
    ],
  },
  {
    title: 'Tesla, by tesla-solar-download',
    known: [/^solar_power$/, /^grid_services_power$/],
    columns: [
      [/^solar_power$/, of('pv.power', { scale: 1 })],
      [/^battery_power$/, of('battery.power', { scale: 1 })],
      [/^grid_power$/, of('grid.power', { scale: 1 })],
      [/^load_power$/, of('load.power', { scale: 1 })],
      [/./, null],
    ],
  },
  {
    title: 'Datadis',
    known: [/^cups/, /^fecha/, /^hora/, /^(consumo|ae)_?kwh/],
    isEndStamped: true,
    columns: [
      [/^(consumo|ae)_?kwh/, kwh('grid.energy.import', 'interval')],
      [/vertida|^as_?kwh/, kwh('grid.energy.export', 'interval')],
      [/generada/, kwh('pv.energy', 'interval')],
      [/./, null],
    ],
  },
  {
    title: 'E-REDES',
    known: [/^(consumo registado|consumo medido|inje[cç][aã]o)/, /^hora|^data/],
    isEndStamped: true,
    columns: [
      [/^consumo (registado|medido).*ativa/, of('grid.power', { scale: 1000, kind: 'mean' })],
      [/inje[cç][aã]o.*(registada|medida)?.*ativa/, of('grid.power', { scale: 1000, sign: -1, kind: 'mean' })],
      [/./, null],
    ],
  },
  {
    title: 'Enedis, production',
    known: [/^horodate/, /^(valeur|value)/, /\bprod\b|production|injection/],
    isEndStamped: true,
    columns: [
      [/^(valeur|value)/, of('grid.power', { scale: 1, sign: -1, kind: 'mean' })],
      [/./, null],
    ],
  },
  {
    title: 'Enedis',
    known: [/^horodate/, /^(valeur|value)/],
    isEndStamped: true,
    columns: [
      [/^(valeur|value)/, of('grid.power', { scale: 1, kind: 'mean' })],
      [/./, null],
    ],
  },
  {
    title: 'DSMR-reader',
    known: [/^electricity 1/, /^electricity 1 returned/],
    columns: [
      [/^electricity [12] returned/, adding('grid.energy.export', 'interval')],
      [/^electricity [12]/, adding('grid.energy.import', 'interval')],
      [/./, null],
    ],
  },
  {
    title: 'P1-monitor',
    known: [/^verbr_kwh_181/, /^gelvr_kwh_281/],
    columns: [
      [/^verbr_kwh_18[12]/, adding('grid.energy.import', 'total')],
      [/^gelvr_kwh_28[12]/, adding('grid.energy.export', 'total')],
      [/./, null],
    ],
  },
  {
    title: 'Slimme meter portal',
    known: [/^levering_normaal/, /^levering_laag/],
    columns: [
      [/^levering_/, adding('grid.energy.import', 'interval')],
      [/^teruglevering_/, adding('grid.energy.export', 'interval')],
      [/./, null],
    ],
  },
  {
    title: 'Zonneplan',
    known: [/^electricityconsumptionusagekwh/],
    columns: [
      [/^electricityconsumptionusagekwh/, kwh('grid.energy.import', 'interval')],
      [/^electricityproductionusagekwh/, kwh('grid.energy.export', 'interval')],
      [/./, null],
    ],
  },
  {
    title: 'Shelly EM',
    known: [/^active energy wh/, /^returned energy wh/],
    columns: [
      [/^active energy wh/, adding('grid.energy.import', 'interval', 1)],
      [/^returned energy wh/, adding('grid.energy.export', 'interval', 1)],
    ],
  },
  {
    title: 'Victron VRM',
    known: [/(system overview|gateway|vebus|ve\.bus|solar charger|battery monitor) ?\[\d+\]/],
    columns: [
      [/^battery power/, of('battery.power', { scale: 1, sign: -1 })],
      [/^(battery )?current$/, of('battery.current', { scale: 1, sign: -1 })],
      [/battery (soc|state of charge)|^state of charge/, of('battery.soc', { scale: 1 })],
      [/^(grid l1|grid power l1)/, of('grid.power.l1', { scale: 1 })],
      [/^(grid l2|grid power l2)/, of('grid.power.l2', { scale: 1 })],
      [/^(grid l3|grid power l3)/, of('grid.power.l3', { scale: 1 })],
      [/^(ac )?consumption l1/, of('load.power.l1', { scale: 1 })],
      [/^(ac )?consumption l2/, of('load.power.l2', { scale: 1 })],
      [/^(ac )?consumption l3/, of('load.power.l3', { scale: 1 })],
      [/^pv - dc-coupled/, of('pv.power', { scale: 1, adds: true })],
      // What the chargers show themselves is in the system's sum.
      [/^pv power/, of('pv.power', { scale: 1, adds: true, isBehind: true })],
      [/^pv - ac-coupled/, of('pv.power', { scale: 1, adds: true })],
    ],
  },
];

/** The kind of file with these headings, under these lines; undefined for one that is not known. */
export function formatOf(headings: readonly string[], above: readonly string[]): ExportFormat | undefined {
  const words = [...headings, ...above].map((text) => text.trim().toLowerCase());
  return exportFormats.find(({ known }) => known.every((sign) => words.some((text) => sign.test(text))));
}

const energies: Readonly<Record<string, readonly [forth: string, back: string]>> = {
  pv: ['pv.energy', 'pv.energy'],
  load: ['load.energy', 'load.energy'],
  grid: ['grid.energy.import', 'grid.energy.export'],
  battery: ['battery.energy.discharge', 'battery.energy.charge'],
};

/** What a column of a known file is; undefined if its words have to decide. */
export function meaningOf({ title, columns }: ExportFormat, heading: string): KnownColumn | undefined {
  // The device of a heading that several have stands before it: `Solar Charger [258] PV power`.
  const text = heading
    .trim()
    .toLowerCase()
    .replace(/^[a-z .-]+\[\d+\] /, '');
  const found = columns.find(([sign]) => sign.test(text));
  if (found === undefined) return undefined;
  const [sign, meaning] = found;
  if (meaning === null) return { format: title };
  const index = sign.exec(text)?.[1] ?? '';
  const { metric = '', sign: way = 1, ...rest } = meaning;
  const [side = ''] = metric.split('.');
  // `battery.$`: power or energy, depending on its unit; an energy has its direction in its name.
  if (!metric.endsWith('.$')) return { ...rest, sign: way, metric: metric.replace('$1', index), format: title };
  if (!/k?wh\)?/.test(text)) return { ...rest, sign: way, metric: `${side}.power`, format: title };
  const energy = energies[side]?.[way === 1 ? 0 : 1] ?? metric;
  return { ...rest, sign: 1, metric: energy, kind: 'interval', format: title };
}

// Words other programs use for what the catalogue names. Data only; `guess.ts` reads it.

/** What a word of another program means: a metric, and the factor that brings its values to our unit and sign. */
export interface KnownWord {
  readonly metric: string;
  readonly factor: number;
}

const as = (metric: string, factor = 1): KnownWord => ({ metric, factor });

/**
 * Topics of Solar Assistant, which the old solar add-on stores: its energies are in thousands of ours, its battery is
 * positive while it charges. Source: Solar-Assistant/ha_solar_assistant, docs/entity-contract.md.
 */
export const totalWords: Readonly<Record<string, KnownWord>> = {
  pv_power: as('pv.power'),
  load_power: as('load.power'),
  grid_power: as('grid.power'),
  grid_voltage: as('grid.voltage'),
  grid_frequency: as('grid.frequency'),
  battery_power: as('battery.power', -1),
  battery_current: as('battery.current', -1),
  battery_voltage: as('battery.voltage'),
  battery_temperature: as('battery.temperature'),
  battery_state_of_charge: as('battery.soc'),
  ac_output_voltage: as('load.voltage'),
  ac_output_frequency: as('load.frequency'),
  load_percentage: as('load.level'),
  bus_voltage: as('inverter.bus.voltage'),
  pv_energy: as('pv.energy', 1000),
  load_energy: as('load.energy', 1000),
  grid_energy_in: as('grid.energy.import', 1000),
  grid_energy_out: as('grid.energy.export', 1000),
  battery_energy_in: as('battery.energy.charge', 1000),
  battery_energy_out: as('battery.energy.discharge', 1000),
};

/** Topics of one inverter of Solar Assistant. */
export const inverterWords: Readonly<Record<string, KnownWord>> = {
  ...totalWords,
  temperature: as('inverter.temperature'),
  ...Object.fromEntries(
    [1, 2, 3, 4].flatMap((string) => [
      [`pv_power_${string}`, as(`pv.power.s${string}`)],
      [`pv_voltage_${string}`, as(`pv.voltage.s${string}`)],
      [`pv_current_${string}`, as(`pv.current.s${string}`)],
    ]),
  ),
};

/** Topics of one battery of Solar Assistant. */
export const batteryWords: Readonly<Record<string, KnownWord>> = {
  voltage: as('battery.voltage'),
  current: as('battery.current', -1),
  power: as('battery.power', -1),
  state_of_charge: as('battery.soc'),
  state_of_health: as('battery.soh'),
  temperature: as('battery.temperature'),
  capacity: as('battery.capacity'),
  cycles: as('battery.cycles'),
  'cell_voltage_-_highest': as('battery.cell.voltage.max'),
  'cell_voltage_-_lowest': as('battery.cell.voltage.min'),
};

/** Places of a home in words of several languages; the first column is how metrics of the place begin. */
export const places: readonly (readonly [place: 'pv' | 'grid' | 'battery' | 'load', words: RegExp])[] = [
  ['battery', /batter|akku|speicher|\bbms\b|state_of_charge|\bsoc\b|ladezustand|ladestand/],
  ['grid', /grid|netz|utility|mains/],
  ['pv', /\bpv|solar|photovolt|erzeug|produ[ck]tion|ertrag|yield|generation|\bsun\b|sonne/],
  ['load', /\bload|hausverbrauch|haus\b|verbrauch|\bhome\b|\bhouse|consumption/],
];

/** Words that mean the grid if no other place is named. */
export const gridDirections = /einspeis|bezug|feed_?in|\bimport|\bexport/;

/** Words of energy that both flows and own use claim: never guessed. */
export const ambiguous =
  /eigen|self_|\bself\b|autark|price|preis|cost|kosten|forecast|prognose|limit|_max\b|_min\b|setting|target|soll/;

/** Quantities, the ends of metric ids, with the words that name them. */
export const quantities: readonly (readonly [end: string, words: RegExp])[] = [
  ['soc', /state_of_charge|\bsoc\b|ladezustand|ladestand|füllstand/],
  ['soh', /state_of_health|\bsoh\b|gesundheit/],
  ['power_apparent', /apparent|scheinleistung/],
  ['power_reactive', /reactive|blindleistung/],
  ['power', /power|leistung|watt\b/],
  ['energy', /energ|arbeit|ertrag|yield|zähler|bezug|einspeis|erzeug|verbrauch|produ[ck]tion|consumption/],
  ['voltage', /voltage|spannung|volt\b/],
  ['current', /current|strom|ampere/],
  ['frequency', /frequenc|frequenz/],
  ['temperature', /temp/],
  ['level', /level|load_percent|auslastung/],
];

/** Which way energy or power goes; the second of a pair is against our positive direction of power where `sign` is −1. */
export const directions: Readonly<
  Record<'grid' | 'battery', readonly { readonly end: string; readonly sign: 1 | -1; readonly words: RegExp }[]>
> = {
  grid: [
    {
      end: 'export',
      sign: -1,
      words: /einspeis|export|feed_?in|\bto_grid|abgabe|lieferung|return|_out\b|sold|verkauf/,
    },
    { end: 'import', sign: 1, words: /bezug|import|from_grid|\bkauf|purchased|bought|consum|_in\b/ },
  ],
  battery: [
    { end: 'discharge', sign: 1, words: /entlad|discharg|_out\b/ },
    { end: 'charge', sign: -1, words: /(?<!ent)lad(e|ung|en)(?!zustand|stand)|(?<!dis)charg(?!e_level)|_in\b/ },
  ],
};

// Words other programs use for what the catalogue defines. Data only; `guess.ts` reads it.

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

/** Places of a home in words of several languages, accents left out; the first column is how metrics of the place begin. */
export const places: readonly (readonly [place: 'pv' | 'grid' | 'battery' | 'load', words: RegExp])[] = [
  [
    'battery',
    /batter|bateri|batij|\baccu\b|accumul|akku|speicher|powerwall|\bbms\b|state_of_charge|\bsoc\b|ladezustand|ladestand/,
  ],
  ['grid', /grid|netz|utility|mains|\breseau|\brete\b|\brede\b|\bred\b|\bstromnetz|\bnet\b|\bsiec|\bsit\b/],
  [
    'pv',
    /\bpv|solar|photovolt|fotovolt|erzeug|produ[ckz]|ertrag|yield|generation|generada|generated|gerada|opwek|opbrengst|\bsun\b|sonne|\bzon\b|vyrob/,
  ],
  ['load', /\bload|hausverbrauch|haus\b|verbrauch|verbruik|\bhome\b|\bhouse|consum|consom|zuzyci|spotreb/],
];

/** Words that mean the grid if no other place is named. */
export const gridDirections =
  /einspeis|eingespeist|bezug|bezogen|feed[-_ ]?in|\bimport|\bexport|purchas|bought|\bsold\b|\bafname|\binjecti|\binjecao|invoeding|teruglever|offtake|soutirage|prelievo|prelevat|immess|immission|vertida|\bodber|\bdodavk|\bpobor|\boddan/;

/** Words for energy that could be a flow or self-consumption, and for what is not a measurement of the home: never guessed. */
export const ambiguous =
  /eigen|self|autark|direkt|direct|autoconsum|autoconsom|price|preis|prix|precio|cost|kosten|charges|revenue|income|ertrag_eur|forecast|prognos|theor|anticipat|expected|estimat|irradia|limit|grenze|_max\b|_min\b|peak|spitze|setting|target|soll|\bgas\b|water|wasser|\bheat|warme|co2|\btree/;

/** Quantities, the ends of metric ids, with the words that name them. */
export const quantities: readonly (readonly [end: string, words: RegExp])[] = [
  ['soc', /state_of_charge|\bsoc\b|ladezustand|ladestand|fullstand|charge_level|batter(y|ie)_level/],
  ['soh', /state_of_health|\bsoh\b|gesundheit/],
  ['power_apparent', /apparent|scheinleistung/],
  ['power_reactive', /reactive|blindleistung/],
  ['power', /power(?!wall)|leistung|watt\b|vermogen|puissance|potencia|potenza|\bvykon/],
  [
    'energy',
    /energ|arbeit|ertrag|yield|zahler|bezug|bezogen|einspeis|eingespeist|erzeug|verbrauch|verbruik|opwek|opbrengst|produ[ckz]|consum|consom|generation/,
  ],
  ['voltage', /voltage|spannung|volt\b/],
  ['current', /current|strom|ampere/],
  ['frequency', /frequenc|frequenz/],
  ['temperature', /temp/],
  ['level', /level|load_percent|auslastung/],
];

/** Which way energy or power goes; the second of a pair is opposite to our positive direction of power if `sign` is −1. */
export const directions: Readonly<
  Record<'grid' | 'battery', readonly { readonly end: string; readonly sign: 1 | -1; readonly words: RegExp }[]>
> = {
  grid: [
    {
      end: 'export',
      sign: -1,
      words:
        /einspeis|eingespeist|export|feed[-_ ]?in|\bto(_the)?_grid|abgabe|(?<!terug|net)lieferung|return|_out\b|sold|verkauf|injecti|injecao|invoeding|teruglever|immess|immission|vertida|\bdodavk|\boddan|fed_in/,
    },
    {
      end: 'import',
      sign: 1,
      words:
        /bezug|bezogen|import|from(_the)?_grid|\bkauf|purchas|bought|consum|consom|verbrauch|verbruik|_in\b|afname|offtake|soutirage|prelievo|prelevat|\bodber|\bpobor/,
    },
  ],
  battery: [
    {
      end: 'discharge',
      sign: 1,
      words: /entlad|discharg|_out\b|\bfrom_|aus_(der_)?batterie|ontlad|decharge|descarg|scaric/,
    },
    {
      end: 'charge',
      sign: -1,
      words:
        /(?<!ent|ont)lad(e|ung|en)(?!zustand|stand)|(?<!dis|de)charg(?!e_level|e_state)|_in\b|\bto_|in_(die_)?batterie|gespeichert|stored|(?<!des)carga|(?<!s)caric/,
    },
  ],
};

/** What distinguishes parts of one meter: tariffs, times of day, OBIS registers. Names that differ only by this are added up. */
export const registerMarks =
  /(?<![a-z0-9])(t[1-4]|p[1-6]|f[123]|ht|nt|hp|hc|tariff?_?[1-4]|tarief_?[12]|dag|nacht|day|night|normaal|normal|dal|laag|hoog|low|high|peak|off_?peak|piek|punta|llano|valle|ponta|cheia|vazio|heures_(pleines|creuses)|hauptzeit|nebenzeit|[12])(?![a-z0-9])/g;

// Powers of foreign files: each direction in a column of its own, means dated by the end of their interval, signs and zones of makers.
import { describe, expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { isSolsteadError } from '#core/errors.ts';
import { annotatedCsvSource } from './annotated-csv-source.ts';
import { lineProtocolSource } from './line-protocol-source.ts';
import { prometheusSource } from './prometheus-source.ts';
import { bytesOf, told } from './testing/read-source.ts';
import { taken, takenOf } from './testing/import-text.ts';
import { statedMapping } from './mapping.ts';

describe('L16: both ways of a power are one', () => {
  test('SolarEdge chart keeps Export and Import', async () => {
    const text =
      'Time,System Production (W),Consumption (W),Self Consumption (W),Import (W),Export (W)\n' +
      '2026-06-21 10:00:00,3000,500,500,0,2500\n2026-06-21 10:15:00,100,900,100,800,0\n2026-06-21 10:30:00,,200,,200,\n';
    const read = await taken(text);
    expect(read.points('grid.power')).toEqual([
      ['2026-06-21T08:00', -2500],
      ['2026-06-21T08:15', 800],
      ['2026-06-21T08:30', 200],
    ]);
    expect(read.points('pv.power')).toHaveLength(2);
    expect(read.columns).toContain('Self Consumption (W): –');
    expect(read.whys[3]).toBe('by its words, W; added up with Export (W)');
  });

  test('a row that holds neither way is no nought', async () => {
    const text = 'Time,Import (W),Export (W)\n2026-06-21 10:00:00,5,0\n2026-06-21 10:15:00,,0\n2026-06-21 10:30:00,,\n';
    expect((await taken(text)).points('grid.power')).toEqual([['2026-06-21T08:00', 5]]);
  });

  test('E3/DC: battery, grid, house, and no limit', async () => {
    const text =
      '"Zeitstempel";"Ladezustand [%]";"Solarproduktion [W]";"Batterie Laden [W]";"Batterie Entladen [W]";"Netzeinspeisung [W]";"Netzbezug [W]";"Hausverbrauch [W]";"Abregelungsgrenze [W]"\n' +
      '01.06.2026 00:00:00;45;0;0;200;0;100;300;5000\n01.06.2026 01:00:00;43;900;400;0;100;0;400;5000\n';
    const read = await taken(text);
    expect(read.points('battery.power').map(([, value]) => value)).toEqual([200, -400]);
    expect(read.points('grid.power').map(([, value]) => value)).toEqual([100, -100]);
    expect(read.points('load.power').map(([, value]) => value)).toEqual([300, 400]);
    expect(read.points('battery.soc').map(([, value]) => value)).toEqual([45, 43]);
    expect(read.columns.at(-1)).toBe('Abregelungsgrenze [W]: –');
  });

  test('Solarman: the pair speaks before a power of which the sign is not known', async () => {
    const text =
      'Plant,Updated Time,Production Power(W),Consumption Power(W),Grid Power(W),Purchasing Power(W),Feed-in Power(W),Battery Power(W),Charging Power(W),Discharging Power(W),SoC(%)\n' +
      'Casa,2026/06/21 10:00:00,3000,500,-2000,,2000,-500,500,,80\nCasa,2026/06/21 10:05:00,0,900,100,100,,800,,800,79\n';
    const read = await taken(text);
    expect(read.points('grid.power').map(([, value]) => value)).toEqual([-2000, 100]);
    expect(read.points('battery.power').map(([, value]) => value)).toEqual([-500, 800]);
    expect(read.columns).toContain('Grid Power(W): –');
  });

  describe('signs that the words do not tell are those with which sun, grid, battery and home agree', () => {
    const heading = 'Time,PV(W),Battery(W),Grid (W),Load(W)\n';
    /** At night the battery gives 200 W and 100 W are bought; at noon 1000 W charge it and 1700 W are sold. */
    const rows = (battery: 1 | -1, grid: 1 | -1): string =>
      `2026-06-21 00:00:00,0,${200 * battery},${100 * grid},300\n` +
      `2026-06-21 00:05:00,0,${210 * battery},${90 * grid},310\n` +
      `2026-06-21 12:00:00,3000,${-1000 * battery},${-1700 * grid},280\n` +
      `2026-06-21 12:05:00,3100,${-1000 * battery},${-1800 * grid},290\n`;
    // As command lines give them: a word that devices mean differently, and one that is a charge to most.
    const words = new Map([
      ['battery', { metric: 'battery.soc', factor: 1 }],
      ['battery_power', { factor: 1 }],
    ]);
    test.each([
      [1, 1],
      [-1, 1],
      [1, -1],
      [-1, -1],
    ] as const)('battery %i, grid %i', async (battery, grid) => {
      for (const headings of [
        heading,
        'Time,Solar Power (W),Battery Power (W),Grid Power (W),Consumption Power (W)\n',
      ]) {
        const read = await taken(headings + rows(battery, grid), { words });
        expect(read.points('grid.power').map(([, value]) => value)).toEqual([100, 90, -1700, -1800]);
        expect(read.points('battery.power').map(([, value]) => value)).toEqual([200, 210, -1000, -1000]);
      }
    });

    test('what fits neither way stays as its words say, and that is told', async () => {
      const text = `${heading}2026-06-21 00:00:00,0,200,-700,300\n2026-06-21 12:00:00,3000,-1000,900,300\n`;
      const read = await taken(text, { words });
      expect(read.points('grid.power').map(([, value]) => value)).toEqual([-700, 900]);
      expect(read.whys[2]).toContain('+ is taken for power from the grid');
      expect(read.columns[1]).toBe('Battery(W): –');
    });

    test('without all sides nothing is turned; a stated factor is never turned', async () => {
      const alone = 'Time,PV (W),Grid (W)\n2026-06-21 00:00:00,0,-100\n2026-06-21 12:00:00,3000,1700\n';
      expect((await taken(alone)).points('grid.power').map(([, value]) => value)).toEqual([-100, 1700]);
      const stated = statedMapping({ 'Grid (W)': { metric: 'grid.power', factor: -1 } });
      const read = await taken(heading + rows(1, 1), { words, stated });
      expect(read.points('grid.power').map(([, value]) => value)).toEqual([-100, -90, 1700, 1800]);
    });
  });

  test('a lifetime meter speaks before one of the day, whichever comes first', async () => {
    const read = await taken(
      'Time,Daily Generation (kWh),Total Generation (kWh)\n2026-06-21 12:00:00,2.5,12345\n2026-06-21 12:05:00,2.6,12345.1\n',
    );
    expect(read.columns).toEqual(['Daily Generation (kWh): –', 'Total Generation (kWh): pv.energy']);
  });

  test('sensors that tell at different moments: each holds for a while', async () => {
    const line = (id: string, at: string, state: number) => `sensor.${id}_w,${state},2026-06-21T10:${at}Z\n`;
    const text = `entity_id,state,last_changed\n${line('grid_import_power', '00:00', 100)}${line('grid_import_power', '02:00', 0)}${line('grid_export_power', '00:30', 0)}${line('grid_export_power', '02:30', 700)}`;
    expect((await taken(text)).points('grid.power').map(([, value]) => value)).toEqual([100, 0, -700]);
  });
});

describe('L14: mpp-solar', () => {
  test('charging and discharging current are both kept, and make battery power with its sign', async () => {
    const text = (charge: number, discharge: number) =>
      `mpp_solar_battery_voltage{inverter="garage"} 52\nmpp_solar_battery_charging_current{inverter="garage"} ${charge}\nmpp_solar_battery_discharge_current{inverter="garage"} ${discharge}\nmpp_solar_ac_output_active_power{inverter="garage"} 500\n`;
    const startMs = Date.UTC(2026, 5, 21, 8);
    const source = prometheusSource(async function* () {
      yield { file: 'a.prom', open: bytesOf(text(10, 0)), writtenMs: startMs };
      yield { file: 'b.prom', open: bytesOf(text(0, 20)), writtenMs: startMs + 60_000 };
    });
    const read = await takenOf(source, { device: 'garage' });
    expect(read.points('battery.current').map(([, value]) => value)).toEqual([-10, 20]);
    expect(read.points('battery.power').map(([, value]) => value)).toEqual([-520, 1040]);
    expect(read.points('battery.voltage').map(([, value]) => value)).toEqual([52, 52]);
  });

  test('a battery power that is told is not made again', async () => {
    const text =
      'time,battery_voltage_v,battery_charging_current_a,battery_discharge_current_a,battery_power_w\n2026-06-21T10:00:00Z,52,10,0,-500\n2026-06-21T10:01:00Z,52,10,0,-501\n';
    expect((await taken(text)).points('battery.power').map(([, value]) => value)).toEqual([-500, -501]);
  });
});

describe('makers', () => {
  test('Tesla: powers in kW', async () => {
    const text =
      'Date time,Home (kW),From Powerwall (kW),Solar Energy (kW),From Grid (kW)\n2026-06-21T10:00:00+02:00,0.5,-1.2,3.4,-1.7\n2026-06-21T10:05:00+02:00,0.6,0.2,0.1,0.3\n';
    const read = await taken(text);
    expect(read.points('battery.power').map(([, value]) => value)).toEqual([-1200, 200]);
    expect(read.points('grid.power').map(([, value]) => value)).toEqual([-1700, 300]);
    expect(read.points('pv.power')[0]).toEqual(['2026-06-21T08:00', 3400]);
  });

  test('tesla-solar-download: watts by its headings', async () => {
    const text =
      'timestamp,solar_power,battery_power,grid_power,grid_services_power,generator_power,load_power\n2026-06-21 10:00:00,100,-20,469.7448979591836,0,0,549.7448979591836\n2026-06-21 10:05:00,0,0,494,0,0,494\n';
    const read = await taken(text);
    expect(read.columns.filter((column) => !column.endsWith('–'))).toEqual([
      'solar_power: pv.power',
      'battery_power: battery.power',
      'grid_power: grid.power',
      'load_power: load.power',
    ]);
  });

  test('Victron VRM: three lines of headings, its zone, a battery that charges with plus', async () => {
    const text =
      '"timestamp","System overview [0]","System overview [0]","Battery Monitor [512]"\n"Europe/Amsterdam (+02:00)","Grid L1","Battery Power","Voltage"\n"","W","W","V"\n"2026-06-21 10:00:00","300","-450","52.1"\n"2026-06-21 10:15:00","0","200","53"\n';
    const read = await taken(text, { timeZone: 'Asia/Tokyo' });
    expect(read.points('battery.power')).toEqual([
      ['2026-06-21T08:00', 450],
      ['2026-06-21T08:15', -200],
    ]);
    expect(read.points('grid.power.l1').map(([, value]) => value)).toEqual([300, 0]);
  });

  test('Victron VRM: what solar chargers show themselves is in the sum of the system', async () => {
    const rows = '"2026-06-21 10:00:00","300","200","500"\n"2026-06-21 10:15:00","310","210","520"\n';
    const text = `"timestamp","Solar Charger [258]","Solar Charger [259]","System overview [0]"\n"","PV power","PV power","PV - DC-coupled"\n"","W","W","W"\n${rows}`;
    expect((await taken(text)).points('pv.power').map(([, value]) => value)).toEqual([500, 520]);
    const alone = `"timestamp","Solar Charger [258]","Solar Charger [259]"\n"","PV power","PV power"\n"","W","W"\n"2026-06-21 10:00:00","300","200"\n"2026-06-21 10:15:00","310","210"\n`;
    expect((await taken(alone)).points('pv.power').map(([, value]) => value)).toEqual([500, 520]);
  });

  test('SolarEdge: the level of the battery’s charge', async () => {
    const text = 'Time,Battery charge level (%)\n2026-06-21 10:00:00,50\n2026-06-21 10:15:00,51\n';
    expect((await taken(text)).points('battery.soc').map(([, value]) => value)).toEqual([50, 51]);
  });

  test('numbers with their unit in each cell', async () => {
    const text =
      'Time;PV power;Grid import;Battery level\n21.06.2026 10:00;1,5 kW;0,25kWh;50%\n21.06.2026 10:15;-;0,3kWh;51%\n21.06.2026 10:30;1,7 kW;300 Wh;51%\n';
    const read = await taken(text);
    expect(read.points('pv.power').map(([, value]) => value)).toEqual([1500, 1700]);
    expect(read.points('battery.soc').map(([, value]) => value)).toEqual([50, 51, 51]);
    // Wh among kWh: a column of several units is not read.
    expect(read.columns).not.toContain('Grid import: grid.energy.import');
  });

  test('consumption beside feed-in alone may be what was bought: it is asked', async () => {
    const text =
      'Zeit;Verbrauch (kWh);Einspeisung (kWh)\n21.06.2026 10:00;1234,5;500,1\n21.06.2026 10:15;1234,6;500,3\n';
    const read = await taken(text);
    expect(read.columns).toEqual(['Verbrauch (kWh): –', 'Einspeisung (kWh): grid.energy.export']);
    expect(read.whys[0]).toContain('Say metric');
    const stated = statedMapping({ 'Verbrauch (kWh)': { metric: 'grid.energy.import', unit: 'kWh' } });
    expect((await taken(text, { stated })).columns[0]).toBe('Verbrauch (kWh): grid.energy.import');
    const sunny =
      'Zeit;Verbrauch (kWh);Einspeisung (kWh);PV-Ertrag (kWh)\n21.06.2026 10:00;1234,5;500,1;900,1\n21.06.2026 10:15;1234,6;500,3;900,4\n';
    expect((await taken(sunny)).columns[0]).toBe('Verbrauch (kWh): load.energy');
  });

  test('E-REDES: a mean carries the end of its quarter', async () => {
    const text =
      'Dados Gerais;;;;\nCPE;PT0002000000000000AA;;;\nData de Início;2026-09-13;;;\n\nContador;Data;Hora;Consumo registado, Ativa (kW);Estado\n000001;2026/09/13;00:15;3,512;Real\n000001;2026/09/13;00:30;3,4;Real\n000001;2026/09/13;24:00;0,2;Real\n';
    const read = await taken(text, { timeZone: 'Europe/Lisbon' });
    expect(read.points('grid.power')).toEqual([
      ['2026-09-12T23:00', 3512],
      ['2026-09-12T23:15', 3400],
      ['2026-09-13T22:45', 200],
    ]);
  });

  test('Enedis: half hours with the end of each, with lines above', async () => {
    const text =
      'Identifiant PRM;Type de donnees;Date de debut;Date de fin;Grandeur physique;Grandeur metier;Etape metier;Unite\n07000000000000;Courbe de charge;01/06/2026;02/06/2026;Puissance active;Consommation;Comptage Brut;W\nHorodate;Valeur;;;;;;\n2026-06-01T00:30:00+02:00;380;;;;;;\n2026-06-01T01:00:00+02:00;420;;;;;;\n2026-06-01T01:30:00+02:00;410;;;;;;\n';
    expect((await taken(text, { timeZone: 'Europe/Paris' })).points('grid.power')).toEqual([
      ['2026-05-31T22:00', 380],
      ['2026-05-31T22:30', 420],
      ['2026-05-31T23:00', 410],
    ]);
  });

  test('GoodWe SEMS: short names with units', async () => {
    const text = 'Time,PV(W),SOC(%),Load(W)\n21.06.2026 10:00:00,3000,80,500\n21.06.2026 10:05:00,3100,81,510\n';
    const read = await taken(text);
    expect(read.columns).toEqual(['PV(W): pv.power', 'SOC(%): battery.soc', 'Load(W): load.power']);
  });
});

describe('L16: InfluxDB', () => {
  test('line protocol with times in seconds, milliseconds or microseconds', async () => {
    for (const zeros of ['', '000', '000000', '000000000']) {
      const line = `W,entity_id=pv\\ power value=1500 1780300800${zeros}\n`;
      expect(await told(lineProtocolSource(bytesOf(line, 4096), { file: 'x' }))).toEqual([
        '2026-06-01T08:00:00Z pv power 1500 W',
      ]);
    }
  });

  const annotated = [
    '#group,false,false,true,true,false,false,true,true,true',
    '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string',
    '#default,_result,,,,,,,,',
    ',result,table,_start,_stop,_time,_value,_field,_measurement,entity_id',
    ',,0,2026-06-01T00:00:00Z,2026-07-01T00:00:00Z,2026-06-21T10:00:00Z,3.5,value,kW,solar_power',
    ',,0,2026-06-01T00:00:00Z,2026-07-01T00:00:00Z,2026-06-21T10:01:00Z,4.5,value,kW,solar_power',
    '',
    '#group,false,false,true,true,false,false,true,true,true',
    '#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,string,string,string,string',
    '#default,_result,,,,,,,,',
    ',result,table,_start,_stop,_time,_value,_field,_measurement,entity_id',
    ',,1,2026-06-01T00:00:00Z,2026-07-01T00:00:00Z,2026-06-21T10:00:00Z,Line,state,sensor,mode',
  ].join('\r\n');

  test('annotated CSV: several tables, texts left out', async () => {
    const lines = await told(annotatedCsvSource(bytesOf(annotated), { file: 'x.csv' }));
    expect(lines).toEqual(['2026-06-21T10:00:00Z solar_power 3.5 kW', '2026-06-21T10:01:00Z solar_power 4.5 kW']);
    const read = await takenOf(annotatedCsvSource(bytesOf(annotated), { file: 'x.csv' }));
    expect(read.points('pv.power').map(([, value]) => value)).toEqual([3500, 4500]);
  });

  test('any bytes end in items or a classed error', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '#group',
        '#datatype,double',
        '\n',
        ',',
        ',result,table,_time,_value\n',
        '"',
        '2026-06-21T10:00:00Z',
      ),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const lines = told(annotatedCsvSource(bytesOf(pieces.join('')), { file: 'x' }));
        const failure = await lines.then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(failure === undefined || isSolsteadError(failure, 'input.invalid')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('line protocol of Home Assistant: units are names of measurements', async () => {
    const text =
      'kWh,domain=sensor,entity_id=pv_total,friendly_name=PV value=12,unit_of_measurement_str="kWh" 1782036000000000000\nW,domain=sensor,entity_id=grid_power value=300 1782036000000000000\nsun,entity_id=sun value=1 1782036000000000000\n';
    expect(await told(lineProtocolSource(bytesOf(text), { file: 'x.lp' }))).toEqual([
      '2026-06-21T10:00:00Z pv_total 12 kWh',
      '2026-06-21T10:00:00Z grid_power 300 W',
    ]);
  });

  test('line protocol of other measurements alone is an error that names them', async () => {
    const text = 'powerwall,host=a solar=5 1782036000000000000\nhttp value=5 1782036000000000000\n';
    await expect(told(lineProtocolSource(bytesOf(text), { file: 'x.lp' }))).rejects.toThrow(
      /powerwall, http: choose one with --measurement/,
    );
    const all = await told(lineProtocolSource(bytesOf(text), { file: 'x.lp', measurement: '*' }));
    expect(all).toHaveLength(2);
  });
});

describe('signs', () => {
  const rows = (values: readonly string[]): string =>
    values.map((value, hour) => `2026-06-21 ${String(hour).padStart(2, '0')}:00,${value}\n`).join('');

  test('a state and a voltage go nowhere, though their names speak of charging', async () => {
    const text = `Time,Battery charging voltage (V),State of charge (%),Battery discharge temperature (°C)\n${rows(['52.1,55,20', '52.2,56,21'])}`;
    const read = await taken(text);
    expect(read.points('battery.voltage').map(([, value]) => value)).toEqual([52.1, 52.2]);
    expect(read.points('battery.soc').map(([, value]) => value)).toEqual([55, 56]);
    expect(read.result.rejects.count).toBe(0);
  });

  test('what is sold in a column of its own, below 0 throughout, is sold all the same', async () => {
    const read = await taken(`Time,Netzbezug (W),Einspeisung (W)\n${rows(['0,-800', '100,0', '0,-20'])}`);
    expect(read.points('grid.power').map(([, value]) => value)).toEqual([-800, 100, -20]);
    expect(read.whys[1]).toContain('below 0 throughout, so its sign is turned');
  });

  test('an energy that is now above and now below 0 is refused value by value, never taken for nothing', async () => {
    const read = await taken(`Time,Export (kWh)\n${rows(['0.5', '-1.5', '0.4', '0.6', '-0.1', '0.2'])}`);
    expect(read.energy('grid.energy.export')).toBe(1.7);
    expect(read.result.rejects.first.map(({ line, column }) => [line, column])).toEqual([
      [3, 'Export (kWh)'],
      [6, 'Export (kWh)'],
    ]);
  });
});

describe('refused with words', () => {
  test.each([
    ['a workbook', 'PK\u0003\u0004\u0014', /workbook of a spreadsheet/],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), /workbook of a spreadsheet/],
    ['a PDF', '%PDF-1.7\n%x', /PDF/],
    ['a page of the web', '<!DOCTYPE html><html>', /XML or a web page/],
  ])('%s', async (_name, text, why) => {
    await expect(taken(text)).rejects.toThrow(why);
  });

  test('gas is no electricity', async () => {
    const text =
      '\uFEFFVan datum;Van tijdstip;Tot datum;Tot tijdstip;EAN-code;Register;Volume;Eenheid;Validatiestatus;Calorische Bovenwaarde\n10-01-2026;06:00:00;10-01-2026;07:00:00;="1";Afname;5,445;kWh;Gevalideerd;Voorlopig\n10-01-2026;06:00:00;10-01-2026;07:00:00;="1";Afname;0,495;m³;Gevalideerd;\n';
    expect((await taken(text)).columns).toEqual(['Afname: –', 'Afname: –']);
  });

  test('few values that only rise: a meter or energies? It asks, and a mapping answers', async () => {
    const text = 'Zeit;PV Ertrag (kWh)\n21.06.2026 06:00;0,1\n21.06.2026 07:00;0,3\n21.06.2026 08:00;0,9\n';
    const asked = await taken(text);
    expect(asked.whys).toEqual([
      'a meter reading or the energy of each interval? Say kind: total or kind: interval in a mapping',
    ]);
    const stated = (kind: string) => statedMapping({ 'PV Ertrag (kWh)': { metric: 'pv.energy', unit: 'kWh', kind } });
    expect((await taken(text, { stated: stated('interval') })).energy('pv.energy')).toBe(1.3);
    expect((await taken(text, { stated: stated('total') })).energy('pv.energy')).toBe(0.8);
    expect(() => stated('sometimes')).toThrow(/total, interval, daily or mean/);
  });

  test('energies without a length are asked about', async () => {
    const text =
      'Zeit;PV Ertrag (kWh)\n21.06.2026 06:00;0,5\n21.06.2026 07:03;0,3\n21.06.2026 09:08;0,9\n22.06.2026 08:44;0,1\n';
    expect((await taken(text)).whys).toEqual(['the energy of intervals, but their length is not given']);
  });
});

test('a file of another maker is not called by the name of one', async () => {
  const text = 'Datum und Uhrzeit;Energiemenge in kWh\n21.06.2026 00:00;0,105\n21.06.2026 00:15;0,1\n';
  const read = await taken(text);
  expect(read.title).toMatch(/^CSV/);
  expect(read.columns).toEqual(['Energiemenge in kWh: –']);
});

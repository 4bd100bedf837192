// An emulated Fronius inverter with battery and smart meter behind the Solar API v1, as its description has it: power from the
// grid and out of the battery is positive, that of the load negative; energies of the day and year are null. [fronius-solar-api]
import { type MetricId, metricOf } from '#core/catalogue.ts';
import type { ReadPlant } from './emulator.ts';
import type { HttpEmulator, HttpReply } from './http-device.ts';
import type { PlantSnapshot } from './plant.ts';

const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** As the device prints it: three blanks a level, one before each colon. */
const printed = (value: unknown): string => `${JSON.stringify(value, undefined, 3).replaceAll('": ', '" : ')}\n`;

const page = (body: unknown): HttpReply => ({ status: 200, type: 'application/json', body: printed(body) });

interface Question {
  readonly plant: PlantSnapshot;
  readonly asked: Readonly<Record<string, string>>;
}

interface Status {
  readonly code: number;
  readonly reason: string;
}

/** An answer with the head that every one but the version has. */
function answer({ plant, asked }: Question, data: unknown, status?: Status): HttpReply {
  return page({
    Body: { Data: data },
    Head: {
      RequestArguments: asked,
      Status: { Code: status?.code ?? 0, Reason: status?.reason ?? '', UserMessage: '' },
      Timestamp: new Date(plant.atMs).toISOString().replace(/\.\d+Z$/, '+00:00'),
    },
  });
}

/** A value beside its unit: that of a metric. */
const quantity = (value: number, like: MetricId) => ({ Unit: metricOf(like).unit, Value: round(value) });

function powerFlow({ pv, battery, grid, load }: PlantSnapshot) {
  const out = pv.powerW + battery.powerW;
  const fromGrid = Math.max(0, grid.powerW);
  const usedHere = Math.max(0, out + Math.min(0, grid.powerW));
  return {
    Inverters: {
      1: {
        Battery_Mode: 'normal',
        DT: 1,
        E_Day: null,
        E_Total: round(pv.energyWh),
        P: round(out),
        SOC: round(battery.soc, 1),
      },
    },
    Site: {
      BackupMode: false,
      BatteryStandby: false,
      E_Day: null,
      E_Total: round(pv.energyWh),
      E_Year: null,
      Meter_Location: 'grid',
      Mode: 'bidirectional',
      P_Akku: round(battery.powerW),
      P_Grid: round(grid.powerW),
      P_Load: round(-load.powerW),
      P_PV: pv.powerW > 0 ? round(pv.powerW) : null,
      rel_Autonomy: round(load.powerW > 0 ? 100 * (1 - Math.min(1, fromGrid / load.powerW)) : 100, 1),
      rel_SelfConsumption: out > 0 ? round((100 * usedHere) / out, 1) : null,
    },
    Smartloads: { Ohmpilots: {} },
    Version: '12',
  };
}

function inverter({ pv, battery, grid }: PlantSnapshot) {
  const out = pv.powerW + battery.powerW;
  const [{ voltageV }] = grid.phases;
  const running = {
    DeviceStatus: { ErrorCode: 0, LEDColor: 2, LEDState: 0, StatusCode: 7 },
    FAC: quantity(grid.frequencyHz, 'grid.frequency'),
    IAC: quantity(Math.abs(out) / voltageV, 'grid.current'),
    PAC: quantity(out, 'grid.power'),
    SAC: quantity(Math.abs(out), 'grid.power_apparent'),
    TOTAL_ENERGY: quantity(pv.energyWh, 'pv.energy'),
    UAC: quantity(voltageV, 'grid.voltage'),
  };
  // Behind the battery it runs on at night, but nothing comes from the modules.
  return pv.powerW > 0
    ? { ...running, UDC: quantity(pv.voltageV, 'pv.voltage.s1'), IDC: quantity(pv.currentA, 'pv.current.s1') }
    : running;
}

function meter({ grid }: PlantSnapshot) {
  const perPhase = grid.phases.flatMap(({ powerW, voltageV, currentA }, index): [string, number][] => [
    [`PowerReal_P_Phase_${index + 1}`, round(powerW)],
    [`Voltage_AC_Phase_${index + 1}`, round(voltageV, 1)],
    [`Current_AC_Phase_${index + 1}`, round(currentA, 3)],
  ]);
  return {
    0: {
      Enable: 1,
      Meter_Location_Current: 0,
      PowerReal_P_Sum: round(grid.powerW),
      Frequency_Phase_Average: round(grid.frequencyHz, 1),
      EnergyReal_WAC_Sum_Consumed: round(grid.importWh, 0),
      EnergyReal_WAC_Sum_Produced: round(grid.exportWh, 0),
      Visible: 1,
      ...Object.fromEntries<number>(perPhase),
    },
  };
}

const missing: HttpReply = { status: 404, type: 'text/html', body: '<html><body>404 Not Found</body></html>' };
const argumentError: Status = { code: 6, reason: 'argument error' };

/** A Fronius inverter that answers HTTP. */
export function createFroniusSolarApi(read: ReadPlant): HttpEmulator {
  return {
    name: 'Fronius GEN24 (Solar API)',
    respond(method, target) {
      const { pathname, searchParams } = new URL(target, 'http://device');
      const asked = Object.fromEntries(searchParams);
      const plant = read();
      if (method !== 'GET') return missing;
      switch (pathname) {
        case '/solar_api/GetAPIVersion.cgi':
          return page({ APIVersion: 1, BaseURL: '/solar_api/v1/', CompatibilityRange: '1.8-1' });
        case '/solar_api/v1/GetPowerFlowRealtimeData.fcgi':
          return answer({ plant, asked }, powerFlow(plant));
        case '/solar_api/v1/GetInverterRealtimeData.cgi':
          return asked['DeviceId'] === '1' && asked['DataCollection'] === 'CommonInverterData'
            ? answer({ plant, asked }, inverter(plant))
            : answer({ plant, asked }, {}, argumentError);
        case '/solar_api/v1/GetMeterRealtimeData.cgi':
          return answer({ plant, asked }, meter(plant), asked['Scope'] === 'System' ? undefined : argumentError);
        default:
          return missing;
      }
    },
  };
}

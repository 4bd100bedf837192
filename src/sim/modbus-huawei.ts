// An emulated Huawei SUN2000 with LUNA2000 behind an SDongle, after "Solar Inverter Modbus Interface Definitions". Registers
// that the document does not list are refused, so that a read across a gap fails as on the real device.
import type { Emulator, ReadPlant } from './emulator.ts';
import { type Registers, textWords, wide } from './modbus-registers.ts';
import { reactiveVar } from './home-values.ts';
import { createModbusSlave } from './modbus-slave.ts';
import type { PlantSnapshot } from './plant.ts';
import { outputOf, stringsOf } from './strings.ts';

const writable = [
  47_075, 47_076, 47_077, 47_078, 47_081, 47_082, 47_083, 47_086, 47_087, 47_088, 47_100, 47_101, 47_246, 47_247,
  47_248, 47_249, 47_250, 47_415, 47_416, 47_417, 47_418, 40_125, 40_126, 40_127,
];

function showIdentity(holding: Registers): void {
  holding.set(
    30_000,
    ...textWords('SUN2000-10KTL-M1', 15),
    ...textWords('HV2140123456', 10),
    ...textWords('01074311-003', 10),
    ...textWords('V100R001C00SPC139', 15),
  );
  // Number of strings.
  holding.set(30_071, 4);
}

/** What the settings say from the factory. */
function showSettings(holding: Registers): void {
  holding.set(47_075, ...wide(5000), ...wide(5000));
  holding.set(47_081, 1000, 50, 60);
  holding.set(47_086, 2, 0, 500);
  holding.set(47_100, 0, 800);
  holding.set(47_246, 0, ...wide(2500), ...wide(2500));
  holding.set(47_415, 0, ...wide(10_000), 1000);
  holding.set(40_125, 1000, ...wide(10_000));
}

function showStorage(holding: Registers, { battery, today }: PlantSnapshot): void {
  holding.set(37_758, ...wide(battery.capacityAh * 51.2));
  holding.set(37_760, battery.soc * 10);
  holding.set(37_762, 2, battery.voltageV * 10, -battery.currentA * 10, ...wide(-battery.powerW));
  holding.set(
    37_780,
    ...wide(battery.chargeWh / 10),
    ...wide(battery.dischargeWh / 10),
    ...wide(today.chargeWh / 10),
    ...wide(today.dischargeWh / 10),
  );
}

/** Reactive power of all phases, var. */
const reactiveOf = (phases: PlantSnapshot['grid']['phases']): number =>
  phases.map(reactiveVar).reduce((sum, value) => sum + value, 0);

function showInverter(holding: Registers, plant: PlantSnapshot): void {
  const { pv, battery, grid, inverter, today } = plant;
  const { phases } = grid;
  const output = outputOf(plant);
  const strings = stringsOf(pv, 4);
  holding.set(32_016, ...strings.flatMap(({ voltageV, currentA }) => [voltageV * 10, currentA * 100]));
  holding.set(
    32_064,
    ...wide(pv.powerW),
    ...phases.map(({ voltageV }) => voltageV * 17.32),
    ...phases.map(({ voltageV }) => voltageV * 10),
  );
  holding.set(32_072, ...output.phases.flatMap(({ currentA }) => wide(currentA * 1000)));
  holding.set(32_078, ...wide(today.pvWh / 5), ...wide(output.powerW), ...wide(-reactiveOf(phases)), 1000);
  holding.set(
    32_085,
    grid.frequencyHz * 100,
    9500 + pv.powerW / 20,
    inverter.temperatureC * 10,
    3000 + inverter.temperatureC,
    pv.powerW > 0 ? 512 : 40_960,
  );
  // The first counts the AC output, battery included, the second what came from the panels.
  const outputWh = Math.max(0, pv.energyWh - battery.chargeWh + battery.dischargeWh);
  holding.set(32_106, ...wide(outputWh / 10), ...wide(pv.energyWh / 10));
  holding.set(32_114, ...wide(today.pvWh / 10));
  holding.set(37_022, battery.cellC * 10);
}

function showMeter(holding: Registers, { grid }: PlantSnapshot): void {
  const { phases } = grid;
  holding.set(
    37_100,
    1,
    ...phases.flatMap(({ voltageV }) => wide(voltageV * 10)),
    ...phases.flatMap(({ currentA }) => wide(currentA * 100)),
  );
  holding.set(
    37_113,
    ...wide(-grid.powerW),
    ...wide(reactiveOf(phases)),
    990,
    grid.frequencyHz * 100,
    ...wide(grid.exportWh / 10),
    ...wide(grid.importWh / 10),
    ...wide(0),
    1,
  );
  holding.set(
    37_126,
    ...phases.flatMap(({ voltageV }) => wide(voltageV * 17.32)),
    ...phases.flatMap(({ powerW }) => wide(-powerW)),
  );
}

/** Makes an emulated SUN2000-10KTL-M1; + at the meter is feed-in, + at the battery is charging. */
export function createHuawei(read: ReadPlant): Emulator {
  return createModbusSlave({
    name: 'huawei-sun2000',
    framing: 'tcp',
    unit: 1,
    baud: 115_200,
    read,
    maxRead: 64,
    writable,
    strings: 4,
    show({ holding }, plant) {
      showIdentity(holding);
      showInverter(holding, plant);
      showMeter(holding, plant);
      showStorage(holding, plant);
      showSettings(holding);
    },
  });
}

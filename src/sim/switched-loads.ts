// The three loads behind the relays of the Shelly Pro 3: boiler, garden pump, EV socket. All hang on L1 and are off
// until somebody switches them.

/** On or off of the three relays. */
export type RelayStates = readonly [boiler: boolean, pump: boolean, ev: boolean];

/** Index of a relay. */
export type RelayIndex = 0 | 1 | 2;

/** The hot-water tank: 150 l, a 1.5 kW rod, a thermostat. */
export interface Boiler {
  /** Temperature of the water, °C. */
  readonly waterC: number;
  /** Whether the thermostat asks for heat: on below 50 °C, off above 60 °C. */
  readonly isHeating: boolean;
}

const tankLitres = 150;
const heatsBelowC = 50;
const stopsAboveC = 60;
const tapC = 12;
const roomC = 18;
/** Heat of one litre of water, Wh per kelvin. */
const waterWhPerK = 1.163;
/** Heat the tank loses, W per kelvin above the room. */
const lossWPerK = 1.6;

/** The thermostat's answer at a temperature: between its limits it stays as it was. */
export function thermostat({ waterC, isHeating }: Boiler): boolean {
  if (waterC <= heatsBelowC) return true;
  return waterC < stopsAboveC && isHeating;
}

/** The tank after `hours` with a heating power and litres of 40 °C water drawn. */
export function heatBoiler(
  boiler: Boiler,
  change: { readonly hours: number; readonly powerW: number; readonly litres40C: number },
): Boiler {
  const drawnWh = waterWhPerK * change.litres40C * Math.max(0, Math.min(40, boiler.waterC) - tapC);
  const lostWh = lossWPerK * (boiler.waterC - roomC) * change.hours;
  const waterC = Math.max(
    tapC,
    boiler.waterC + (change.powerW * change.hours - drawnWh - lostWh) / (waterWhPerK * tankLitres),
  );
  return { waterC, isHeating: thermostat({ waterC, isHeating: boiler.isHeating }) };
}

/** Powers of the three loads, W; `wobble` 0–1 is the small unrest of real loads. */
export function switchedPowers(on: RelayStates, boiler: Boiler, wobble: number): readonly [number, number, number] {
  return [
    on[0] && boiler.isHeating ? 1490 + 20 * wobble : 0,
    on[1] ? 390 + 20 * wobble : 0,
    on[2] ? 2285 + 30 * wobble : 0,
  ];
}

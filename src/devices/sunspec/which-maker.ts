// Which definition a SunSpec device is: all of them begin with the same letters, so the maker's name in the common model and the
// models behind it decide. Names as the devices tell them: Fronius, SolarEdge, SMA, KOSTAL, FIMER/ABB/Power-One, EnphaseEnergy.
import { type SunspecModel, walkModels } from '#codec/sunspec.ts';
import { toLatin1 } from '#core/bytes.ts';
import type { DiscoveryAnswer, WhichStep } from '../definition.ts';

/** Definitions of a maker's inverters and meters; absent: the ones of any maker. */
interface Maker {
  readonly name: RegExp;
  inverter(model: string): string;
  readonly meter?: string;
}

const makers: readonly Maker[] = [
  {
    name: /^fronius/i,
    inverter: (model) => (/gen24|verto|tauro/i.test(model) ? 'fronius-gen24' : 'fronius-symo'),
    meter: 'fronius-meter',
  },
  { name: /^solar ?edge/i, inverter: () => 'solaredge' },
  { name: /^sma\b/i, inverter: () => 'sma-sunspec' },
  { name: /^kostal/i, inverter: () => 'kostal-plenticore' },
  { name: /^(fimer|abb|power-?one)/i, inverter: () => 'fimer' },
  { name: /^enphase/i, inverter: () => 'enphase-modbus' },
];

const isInverter = ({ id }: SunspecModel): boolean =>
  (id >= 101 && id <= 103) || (id >= 111 && id <= 113) || (id >= 701 && id <= 714);
const isMeter = ({ id }: SunspecModel): boolean => (id >= 201 && id <= 204) || (id >= 211 && id <= 214);

/** Registers of the maker's name and of the model's behind the common model's header. */
const [nameRegisters, wordBytes] = [16, 2] as const;

/** The names of maker and model in the common model, or what is to be asked for them; empty where they are not told. */
export function makerNames(
  answers: readonly DiscoveryAnswer[],
  models: readonly SunspecModel[],
): { readonly ask: string } | { readonly maker: string; readonly model: string } {
  const common = models.find(({ id }) => id === 1);
  if (common === undefined) return { maker: '', model: '' };
  const command = `holding ${common.address + 2} ${2 * nameRegisters}`;
  const answer = answers.find((one) => one.command === command);
  if (answer === undefined) return { ask: command };
  const words = toLatin1(answer.payload ?? new Uint8Array()).replaceAll('\0', ' ');
  const [maker = '', model = ''] = [0, 1].map((part) =>
    words.slice(part * nameRegisters * wordBytes, (part + 1) * nameRegisters * wordBytes).trim(),
  );
  return { maker, model };
}

/** Whether a maker's hybrids count the battery as two trackers. */
export const hasBatteryTrackers = (maker: string): boolean => /^fronius/i.test(maker);

/** The next question, or which definition it is. Source: SunSpec Device Information Model Specification V1.2, §6.1. */
export function whichSunspec(answers: readonly DiscoveryAnswer[]): WhichStep {
  const walk = walkModels(answers);
  if (walk.kind === 'ask') return { kind: 'ask', command: walk.command, answerBytes: 40 };
  if (walk.kind === 'none') return { kind: 'unknown' };
  const names = makerNames(answers, walk.models);
  if ('ask' in names) return { kind: 'ask', command: names.ask, answerBytes: 80 };
  const maker = makers.find((one) => one.name.test(names.maker));
  // Makers put the meter behind their inverter into its map.
  if (walk.models.some(isInverter))
    return { kind: 'is', id: maker?.inverter(names.model) ?? 'sunspec', of: 'inverter' };
  if (walk.models.some(isMeter)) return { kind: 'is', id: maker?.meter ?? 'sunspec-meter', of: 'meter' };
  return { kind: 'unknown' };
}

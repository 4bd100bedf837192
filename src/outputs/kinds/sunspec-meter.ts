// A SunSpec meter over Modbus TCP for wallboxes, inverters and energy managers that read a Fronius Smart Meter or one like it.
import type { SunSpecMeterOutput } from '#api/outputs/sunspec-meter.ts';
import { toHex } from '#core/bytes.ts';
import {
  assertAddress,
  type MeterAsked,
  MeterSink,
  type MeterWork,
  ownBytes,
  testMeter,
} from '../meters/meter-sink.ts';
import { meterDevices, meterSource } from '../meters/meter-source.ts';
import type { MeterReading } from '../meters/meter-reading.ts';
import { modbusAnswers } from '../meters/modbus-answers.ts';
import { type SunSpecMap, sunSpecBase, sunSpecMap } from '../meters/sunspec-map.ts';
import type { OutputKind, SinkParts } from '../output-kind.ts';

/** Length of the mark, model 1 and the head of the meter's model. */
const beforeValues = 2 + 67;
const shown = 40;

const mapOf = (settings: SunSpecMeterOutput, parts: SinkParts, read: () => MeterReading | undefined): SunSpecMap =>
  sunSpecMap({ ...settings, serial: toHex(ownBytes(parts)) }, read);

function workOf(
  { address: host, port, unit }: SunSpecMeterOutput,
  { ports, owner }: SinkParts,
  { map, asked }: { readonly map: SunSpecMap; readonly asked: MeterAsked },
): MeterWork {
  return {
    async open(opened) {
      opened(
        await ports.streams({ host, port, owner }, (from) =>
          modbusAnswers(unit, map, (isGiven) => asked(from, isGiven)),
        ),
      );
    },
  };
}

/** A SunSpec meter. */
export const sunSpecMeter: OutputKind<SunSpecMeterOutput> = {
  check: ({ address }) => assertAddress(address),
  devices: meterDevices,
  keeps: () => 'nothing',
  traces: () => '',
  open(settings, parts, listener) {
    const source = meterSource(settings, parts);
    const map = mapOf(settings, parts, () => {
      const reading = source.read();
      return 'code' in reading ? undefined : reading;
    });
    return new MeterSink({
      clock: parts.clock,
      source,
      listener,
      work: (asked) => workOf(settings, parts, { map, asked }),
    });
  },
  test: (settings, parts) =>
    testMeter(settings, parts, {
      work: workOf(settings, parts, { map: mapOf(settings, parts, () => undefined), asked: () => undefined }),
      samples(reading) {
        const words = mapOf(settings, parts, () => reading).words(sunSpecBase + beforeValues, shown);
        return [
          {
            to: `modbus://${settings.address}:${settings.port} unit ${settings.unit}, register ${sunSpecBase + beforeValues}`,
            content: Array.isArray(words) ? words.join(' ') : '',
          },
        ];
      },
    }),
};

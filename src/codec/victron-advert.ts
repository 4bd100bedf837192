// Records that Victron devices advertise by Bluetooth, as a link hands them on once they are unsealed: a mark, the length of what is
// told, product id, type of record, readings, a sum. Source: [victron-advert].
import { sum8 } from '#core/checksum.ts';
import { type FrameKinds, scanFrames } from './scan-frames.ts';
import type { ReportFormat } from './wire.ts';

const mark = 0xe1;
/** Product id (2) and type (1), and at least one byte of readings. */
const [leastTold, mostTold] = [4, 64];
/** Mark, length, sum. */
const around = 3;
const maxFrame = mostTold + around;

const kinds: FrameKinds = {
  maxFrame,
  headerBytes: 2,
  starts: [
    {
      mark: [mark],
      length(held, start) {
        const told = held[start + 1] ?? 0;
        return told < leastTold || told > mostTold ? undefined : told + around;
      },
      isGood: (held, start, end) => held[end - 1] === sum8(held, start, end - 1),
    },
  ],
};

/** Records by their type. */
export const recordTypes = {
  solar_charger: 0x01,
  battery_monitor: 0x02,
  inverter: 0x03,
  dcdc_converter: 0x04,
  smart_lithium: 0x05,
  ac_charger: 0x08,
  vebus: 0x0c,
  orion_xs: 0x0f,
} as const;

/** A type of record. */
export type AdvertRecord = keyof typeof recordTypes;

const namesByType = new Map<number | undefined, string>(
  Object.entries(recordTypes).map(([name, type]) => [type, name]),
);

/** What Victron devices advertise; the payload is product id, type of record and readings. */
export const victronAdvertWire: ReportFormat = Object.freeze({
  id: 'victron-advert',
  title: 'Victron Instant Readout',
  maxFrame,
  framer: scanFrames(kinds),
  read(frame: Uint8Array) {
    const payload = frame.subarray(2, -1);
    const report = namesByType.get(payload[2]);
    return report === undefined ? undefined : { report, payload };
  },
});

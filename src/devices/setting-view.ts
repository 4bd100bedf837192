// What a device can be told as people see it, without what the device shows.
import type { Capability, SettingValue, SettingView } from '#core/command.ts';
import { setPointLabel } from '#core/set-points.ts';
import type { Served } from './capabilities.ts';
import type { WriteCommand } from './definition.ts';

function valueOf({ value }: WriteCommand): SettingValue {
  return value.kind === 'choice' ? { kind: 'choice', options: Object.keys(value.options) } : value;
}

/** A setting by the maker's name. */
export function settingView(write: WriteCommand): SettingView {
  const { name, title, dangerous = false, readBack, wear, serves } = write;
  return {
    name,
    title,
    value: valueOf(write),
    dangerous,
    readable: readBack !== undefined,
    stored: wear !== undefined,
    ...(serves === undefined ? {} : { setPoint: serves.setPoint }),
  };
}

/** A set-point of the catalogue. */
export function capabilityView({ setPoint, value, writes, timer }: Served): Capability {
  return {
    name: setPoint,
    setPoint,
    title: setPointLabel(setPoint),
    value,
    dangerous: writes.some(({ dangerous }) => dangerous === true),
    readable: writes.every(({ readBack }) => readBack !== undefined),
    stored: writes.some(({ wear }) => wear !== undefined),
    settings: writes.map(({ name }) => name),
    ...(timer === undefined ? {} : { timed: { mostSeconds: timer.mostSeconds } }),
  };
}

// A setting as people see it.
import type { SettingValue, SettingView } from '#core/field.ts';
import type { WriteCommand } from './definition.ts';

function valueOf({ value }: WriteCommand): SettingValue {
  return value.kind === 'choice' ? { kind: 'choice', options: Object.keys(value.options) } : value;
}

/** A setting as people see it, without what the device shows. */
export function settingView(write: WriteCommand): SettingView {
  const { name, title, dangerous = false, readBack } = write;
  return { name, title, value: valueOf(write), dangerous, readable: readBack !== undefined };
}

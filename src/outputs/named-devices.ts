// Devices that the settings of an output name, beside its filter: one with a slip of the pen would be silent for good.
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import type { OutputSettings } from '#core/output.ts';
import { because } from '#core/reason.ts';
import type { NamedDevice, OutputKind } from './output-kind.ts';

/** Longest name that is shown. */
const shown = 60;

/** Settings of a kind, with what was left out filled in. */
interface KindSettings {
  readonly kind: OutputKind<never>;
  readonly settings: OutputSettings;
}

/** Those that are named. */
export const devicesOfSettings = ({ kind, settings }: KindSettings): readonly NamedDevice[] =>
  kind.devices?.(settings as never) ?? [];

/** Errors: `input.invalid` with the setting that names a device which none is; some settings may name one by its name, too. */
export function assertDevices(
  of: KindSettings,
  known: { readonly ids: readonly string[]; readonly names: readonly string[] },
): void {
  for (const { field, device, byName } of devicesOfSettings(of)) {
    const all = byName === true ? [...known.ids, ...known.names] : known.ids;
    if (all.includes(device)) continue;
    const why = because('expression.device', { name: external(device.slice(0, shown)) });
    throw new SolsteadError('input.invalid', { at: `settings.${field}`, why: withNearest(why, device, all) });
  }
}

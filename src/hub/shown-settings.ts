// The settings of a device without those of relays that it does not have: a family has more of them than most of its devices. Pure.
import type { SettingView } from '#core/command.ts';

const isRelay = (id: string | undefined): id is string => id?.startsWith('relay.on.') === true;

/**
 * What stays of `settings`: no relay that the device has never shown while it has shown others, and nothing that belongs to one – its timers, its
 * toggle, named after it. Of one that has shown none, all: it may have any. `shown`: metrics that the device has shown at any time.
 */
export function shownSettings(settings: readonly SettingView[], shown: readonly string[]): readonly SettingView[] {
  const has = new Set(shown.filter(isRelay));
  if (!settings.some(({ setPoint = '' }) => has.has(setPoint))) return settings;
  const switches = settings.filter(({ setPoint }) => isRelay(setPoint));
  const absent = switches.filter(({ setPoint = '' }) => !has.has(setPoint));
  const out = new Set(absent.map(({ name }) => name));
  return settings.filter(
    ({ name, setPoint }) =>
      !out.has(name) && (isRelay(setPoint) || !absent.some((one) => name.startsWith(`${one.name}_`))),
  );
}

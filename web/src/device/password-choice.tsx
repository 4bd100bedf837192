// The password of a device's own web page, or the key of one that seals what it tells, where a device is changed: another one, the one that is kept, or none any more.
import type { ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { Field } from '../ui/parts.tsx';
import { t } from '../words.ts';

/** What was entered. */
export interface PasswordEntry {
  readonly text: string;
  readonly isForgotten: boolean;
}

/** Nothing entered: what is kept stays. */
export const keptPassword: PasswordEntry = { text: '', isForgotten: false };

/** Whether a device has a web server of its own that may be asked, or seals what it tells. */
export const hasWebServer = ({ address, definition }: Device): boolean =>
  /^(?:https?|esphome|solar-assistant):/.test(address) ||
  definition.startsWith('shelly-') ||
  (address.startsWith('ble:') && definition.startsWith('victron-ble-'));

/** What of a change it is. */
export function passwordOf({ text, isForgotten }: PasswordEntry): { readonly password?: string } {
  if (isForgotten) return { password: '' };
  return text === '' ? {} : { password: text };
}

/** The field, and the way to have none. */
export function PasswordChoice({
  entry,
  onChange,
}: {
  readonly entry: PasswordEntry;
  readonly onChange: (entry: PasswordEntry) => void;
}): ReactNode {
  return (
    <>
      <Field
        label={t('device.rename-password')}
        hint={t('device.rename-password-hint')}
        type="password"
        autoComplete="off"
        maxLength={200}
        disabled={entry.isForgotten}
        value={entry.text}
        onChange={({ target }) => onChange({ ...entry, text: target.value })}
      />
      <label className="check">
        <input
          type="checkbox"
          checked={entry.isForgotten}
          onChange={({ target }) => onChange({ ...entry, isForgotten: target.checked })}
        />
        {t('device.forget-password')}
      </label>
    </>
  );
}

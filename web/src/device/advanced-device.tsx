// How a device is asked: pace, retries and waits, for devices and lines that need other ones than usual.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { DeviceSettings } from '#api/device-settings.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { type AskEntries, askSettingsOf, entriesOf } from './ask-settings.ts';

const fields = [
  ['liveSeconds', 'device.advanced-live', undefined],
  ['settingsSeconds', 'device.advanced-settings', undefined],
  ['retries', 'device.advanced-retries', undefined],
  ['backoffSeconds', 'device.advanced-backoff', 'device.advanced-backoff-hint'],
  ['responseSeconds', 'device.advanced-response', 'device.advanced-response-hint'],
  ['pauseSeconds', 'device.advanced-pause', undefined],
] as const;

function AdvancedSheet({ device, onClose }: { readonly device: Device; readonly onClose: () => void }): ReactNode {
  const site = useSite();
  const [entries, setEntries] = useState<AskEntries>(() => entriesOf(device.settings));
  const save = useMutation({
    mutationFn: (settings: DeviceSettings) =>
      call('changeDevice', { params: { site: site.id, device: device.id }, body: { settings } }),
    onSuccess: onClose,
  });
  const meant = askSettingsOf(entries);
  const problems = 'problems' in meant ? meant.problems : {};
  return (
    <Sheet title={t('device.advanced-title', { name: device.name })} onClose={onClose}>
      <p>{t('device.advanced-text')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          // What its fields measure, and which parts it has, was said elsewhere, and stays.
          const { picks, expects } = device.settings ?? {};
          const kept = { ...(picks === undefined ? {} : { picks }), ...(expects === undefined ? {} : { expects }) };
          if ('settings' in meant && !save.isPending) save.mutate({ ...meant.settings, ...kept });
        }}
      >
        {fields.map(([field, label, hint]) => (
          <Field
            key={field}
            label={t(label)}
            {...(hint === undefined ? {} : { hint: t(hint) })}
            inputMode={field === 'backoffSeconds' ? 'text' : 'decimal'}
            maxLength={80}
            value={entries[field]}
            problem={problems[field]}
            onChange={({ target }) => setEntries({ ...entries, [field]: target.value })}
          />
        ))}
        {save.isError && <FailureNote failure={failureOf(save.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="submit" look="primary" busy={save.isPending ? t('device.renaming') : undefined}>
            {t('device.advanced-go')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** The button and its dialog. */
export function AdvancedDevice({ device }: { readonly device: Device }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('device.advanced')}</Button>
      {isOpen && <AdvancedSheet device={device} onClose={() => setIsOpen(false)} />}
    </>
  );
}

// Gives a device another name or address; it stays the same device.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';

function useChange(device: Device, onSaved: () => void) {
  const site = useSite();
  // The address of an MQTT device is shown as its topic.
  const isTopic = !device.address.includes('://');
  return useMutation({
    mutationFn: ({ name, address }: Pick<Device, 'name' | 'address'>) =>
      call('changeDevice', {
        params: { site: site.id, device: device.id },
        body: { name, ...(address === device.address ? {} : { [isTopic ? 'topic' : 'address']: address }) },
      }),
    onSuccess: onSaved,
  });
}

function RenameSheet({ device, onClose }: { readonly device: Device; readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState(device.name);
  const [address, setAddress] = useState(device.address);
  const save = useChange(device, onClose);
  const isEmpty = name.trim() === '';
  return (
    <Sheet title={t('device.rename-title', { name: device.name })} onClose={onClose}>
      <p>{t('device.rename-text')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty && !save.isPending) save.mutate({ name: name.trim(), address: address.trim() });
        }}
      >
        <Field
          label={t('device.rename-name')}
          maxLength={80}
          value={name}
          problem={isEmpty ? t('owner.need-name') : undefined}
          onChange={({ target }) => setName(target.value)}
        />
        <Field
          label={t('device.rename-address')}
          maxLength={300}
          value={address}
          onChange={({ target }) => setAddress(target.value)}
        />
        {save.isError && <FailureNote failure={failureOf(save.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="submit" look="primary" busy={save.isPending ? t('device.renaming') : undefined}>
            {t('device.rename-go')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** The button and its dialog. */
export function RenameDevice({ device }: { readonly device: Device }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('device.rename')}</Button>
      {isOpen && <RenameSheet device={device} onClose={() => setIsOpen(false)} />}
    </>
  );
}

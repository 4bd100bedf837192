// Gives a device another name or address; it stays the same device.
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { call, failureOf, RequestError } from '../api.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { hasWebServer, keptPassword, PasswordChoice, type PasswordEntry, passwordOf } from './password-choice.tsx';

/** The address of an MQTT device is shown as its topic. */
const isTopicOf = ({ address }: Device): boolean => !address.includes('://');

/** Nothing answered at the new address: nothing was saved. */
class SilentError extends RequestError {}

interface Change extends Pick<Device, 'name' | 'address'> {
  readonly password: PasswordEntry;
  /** Whether it is saved even if the device does not answer there. */
  readonly isSure: boolean;
}

function useChange(device: Device, onSaved: () => void) {
  const site = useSite();
  const isTopic = isTopicOf(device);
  const assertAnswers = async (address: string): Promise<void> => {
    try {
      await call('testDevice', { body: { address, protocol: device.definition } });
    } catch (thrown) {
      throw thrown instanceof RequestError ? new SilentError(thrown.failure, thrown.status) : thrown;
    }
  };
  return useMutation({
    mutationFn: async ({ name, address, password, isSure }: Change) => {
      const isMoved = address !== device.address;
      if (isMoved && !isTopic && !isSure) await assertAnswers(address);
      const moved = isMoved ? { [isTopic ? 'topic' : 'address']: address } : {};
      const body = { name, ...moved, ...passwordOf(password) };
      return call('changeDevice', { params: { site: site.id, device: device.id }, body });
    },
    onSuccess: onSaved,
  });
}

function RenameSheet({ device, onClose }: { readonly device: Device; readonly onClose: () => void }): ReactNode {
  const [name, setName] = useState(device.name);
  const [address, setAddress] = useState(device.address);
  const [password, setPassword] = useState(keptPassword);
  const save = useChange(device, onClose);
  const isEmpty = name.trim() === '';
  const isMoved = address.trim() !== device.address;
  const go = (isSure: boolean): void => {
    if (!isEmpty && !save.isPending) save.mutate({ name: name.trim(), address: address.trim(), password, isSure });
  };
  const isSilent = save.error instanceof SilentError && save.variables?.address === address.trim();
  return (
    <Sheet title={t('device.rename-title', { name: device.name })} onClose={onClose}>
      <p>{t('device.rename-text')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          go(false);
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
        {hasWebServer(device) && <PasswordChoice entry={password} onChange={setPassword} />}
        {save.isError && (
          <FailureNote failure={failureOf(save.error)} {...(isSilent ? { title: t('device.move-silent') } : {})} />
        )}
        {isSilent && <Button onClick={() => go(true)}>{t('device.move-anyway')}</Button>}
        <div className="actions">
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            busy={save.isPending ? t(isMoved ? 'device.move-testing' : 'device.renaming') : undefined}
          >
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

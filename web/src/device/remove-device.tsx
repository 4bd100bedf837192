// Takes a device out of the home, after asking.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { useStillHere } from '../shell/going-on.ts';
import { t } from '../words.ts';
import { Modal } from '../ui/modal.tsx';
import { Button, FailureNote } from '../ui/parts.tsx';

/** The button and its question. */
export function RemoveDevice({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const navigate = useNavigate();
  const { mark, isStillHere } = useStillHere();
  const [isAsking, setIsAsking] = useState(false);
  const removal = useMutation({
    mutationFn: () => call('removeDevice', { params: { site: site.id, device: device.id } }),
    onMutate: mark,
    onSuccess: () => isStillHere() && navigate({ to: '/' }),
  });
  const question = `remove-${device.id}`;
  return (
    <div className="remove">
      <Button look="danger" icon="trash" onClick={() => setIsAsking(true)}>
        {t('device.remove')}
      </Button>
      {isAsking && (
        <Modal heading={question} onClose={() => setIsAsking(false)}>
          <h2 id={question}>{t('device.remove-title', { name: device.name })}</h2>
          <p>{t('device.remove-text')}</p>
          {removal.isError && <FailureNote failure={failureOf(removal.error)} />}
          <div className="actions">
            <Button onClick={() => setIsAsking(false)}>{t('word.cancel')}</Button>
            <Button
              look="danger"
              busy={removal.isPending ? t('device.removing') : undefined}
              onClick={() => removal.mutate()}
            >
              {t('device.remove-go')}
            </Button>
          </div>
        </Modal>
      )}
    </div>
  );
}

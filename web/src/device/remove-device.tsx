// Takes a device out of the home, after asking.
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { texts } from '../texts.ts';
import { Button, FailureNote } from '../ui/parts.tsx';

/** The button and its question. */
export function RemoveDevice({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const navigate = useNavigate();
  const dialog = useRef<HTMLDialogElement>(null);
  const removal = useMutation({
    mutationFn: () => call('removeDevice', { params: { site: site.id, device: device.id } }),
    onSuccess: () => navigate({ to: '/' }),
  });
  const words = texts.device;
  const question = `remove-${device.id}`;
  return (
    <div className="remove">
      <Button look="danger" icon="trash" onClick={() => dialog.current?.showModal()}>
        {words.remove}
      </Button>
      <dialog ref={dialog} aria-labelledby={question}>
        <h2 id={question}>{words.removeTitle(device.name)}</h2>
        <p>{words.removeText}</p>
        {removal.isError && <FailureNote failure={failureOf(removal.error)} />}
        <div className="actions">
          <Button onClick={() => dialog.current?.close()}>{texts.word.cancel}</Button>
          <Button look="danger" busy={removal.isPending ? words.removing : undefined} onClick={() => removal.mutate()}>
            {words.removeGo}
          </Button>
        </div>
      </dialog>
    </div>
  );
}

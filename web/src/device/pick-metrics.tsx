// What the values of a device measure, said after it was set up: numbers of which nothing is made, and what was said before.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { DeviceSettings } from '#api/device-settings.ts';
import { call, failureOf } from '../api.ts';
import { shownQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { pickable, PickList, type Picks } from '../setup/pick-values.tsx';
import { t } from '../words.ts';
import { Button, FailureNote, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';

interface SheetProps {
  readonly device: Device;
  readonly onClose: () => void;
}

function PickSheet({ device, onClose }: SheetProps): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const shown = useQuery(shownQuery(site.id, device.id));
  const before = device.settings?.picks ?? [];
  const [picks, setPicks] = useState<Picks>(before);
  const save = useMutation({
    mutationFn: (settings: DeviceSettings) =>
      call('changeDevice', { params: { site: site.id, device: device.id }, body: { settings } }),
    onSuccess: async () => {
      onClose();
      await client.invalidateQueries({ queryKey: shownQuery(site.id, device.id).queryKey });
    },
  });
  // What was said before can be taken back: it stays in the list.
  const values = pickable(shown.data ?? [], [...before, ...picks]);
  const { picks: _before, ...others } = device.settings ?? {};
  return (
    <Sheet title={t('pick.title', { name: device.name })} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending) save.mutate({ ...others, ...(picks.length === 0 ? {} : { picks }) });
        }}
      >
        {shown.isError && <FailureNote failure={failureOf(shown.error)} />}
        {shown.isPending && <Skeleton height={120} />}
        {shown.data !== undefined && values.length === 0 && (
          <p className="note">{t(shown.data.length === 0 ? 'device.shown-none' : 'pick.none')}</p>
        )}
        {values.length > 0 && <PickList values={values} picks={picks} onChange={setPicks} />}
        {save.isError && <FailureNote failure={failureOf(save.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={values.length === 0}
            busy={save.isPending ? t('device.renaming') : undefined}
          >
            {t('pick.go')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** The button and its dialog. */
export function PickMetrics({ device }: { readonly device: Device }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('pick.later')}</Button>
      {isOpen && <PickSheet device={device} onClose={() => setIsOpen(false)} />}
    </>
  );
}

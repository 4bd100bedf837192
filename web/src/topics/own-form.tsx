// The device that is put together: its name, what it is, its values with what they give now, and saving it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { OwnDraft, OwnRow } from '#api/own-devices.ts';
import { type DeviceKind, deviceKinds } from '#core/device-kind.ts';
import { call, failureOf } from '../api.ts';
import { protocolsQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { useStillHere } from '../shell/going-on.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field } from '../ui/parts.tsx';
import { ownDevicesQuery, previewQuery, topicsQuery } from './queries.ts';
import { paceOf } from './row-draft.ts';
import { RowCard } from './row-card.tsx';

/** The device as it is entered. */
export interface OwnEntries {
  readonly name: string;
  readonly kind: DeviceKind;
  readonly rows: readonly OwnRow[];
}

/** The saved one that is changed. */
export interface Changed {
  readonly device: Device;
  readonly protocol: string;
}

interface FormProps {
  readonly entries: OwnEntries;
  readonly changed: Changed | undefined;
  readonly set: (part: Partial<OwnEntries>) => void;
}

/** Saves the file, and the device that uses it; a second try after a refusal of the device goes on with the file of the first. */
function useSave({ changed }: Pick<FormProps, 'changed'>) {
  const site = useSite();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { mark, isStillHere } = useStillHere();
  const saved = useRef<string>(undefined);
  const broker = useQuery(topicsQuery('', changed?.device.id)).data?.address ?? '';
  return useMutation({
    async mutationFn({ name, draft }: { readonly name: string; readonly draft: OwnDraft }) {
      const id = changed?.protocol ?? saved.current;
      const own =
        id === undefined
          ? await call('addOwnDevice', { body: draft })
          : await call('changeOwnDevice', { params: { id }, body: draft });
      saved.current = own.id;
      if (changed !== undefined) return changed.device.id;
      const body = { name, protocol: own.id, address: broker, topic: own.prefix };
      return (await call('addDevice', { params: { site: site.id }, body })).id;
    },
    onMutate: mark,
    onSuccess: (id) => isStillHere() && navigate({ to: '/devices/$id', params: { id } }),
    onSettled: () =>
      Promise.all(
        [ownDevicesQuery.queryKey, protocolsQuery.queryKey].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}

function draftOf(
  { name, kind, rows }: OwnEntries,
  changed: Changed | undefined,
  everySeconds: number | undefined,
): OwnDraft {
  return {
    title: name.trim() === '' ? t('topics.untitled') : name.trim(),
    kind,
    rows,
    ...(changed === undefined ? {} : { prefix: changed.device.address }),
    ...(everySeconds === undefined ? {} : { everySeconds }),
  };
}

/** The form. */
export function OwnForm({ entries, changed, set }: FormProps): ReactNode {
  const { name, kind, rows } = entries;
  const [tried, setTried] = useState(false);
  const heard = useQuery(topicsQuery('', changed?.device.id)).data?.topics ?? [];
  // The pace is measured while the page is open: a new one is no other draft.
  const draft = draftOf(entries, changed, undefined);
  const preview = useQuery({ ...previewQuery(draft), enabled: rows.length > 0 });
  const save = useSave({ changed });
  const maySave = useMay('broker.manage');
  const isUnnamed = name.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!maySave || isUnnamed || rows.length === 0 || save.isPending) return;
    save.mutate({ name: name.trim(), draft: draftOf(entries, changed, paceOf(rows, heard)) });
  };
  return (
    <Card title={changed === undefined ? t('topics.device') : t('topics.device-of', { name: changed.device.name })}>
      {rows.length === 0 && <p className="note">{t('topics.no-rows')}</p>}
      <form noValidate onSubmit={submit}>
        <Field
          label={t('topics.name')}
          problem={tried && isUnnamed ? t('owner.need-name') : undefined}
          maxLength={60}
          value={name}
          onChange={({ target }) => set({ name: target.value })}
        />
        <Choice
          label={t('topics.kind')}
          options={optionsOf(deviceKinds, (each) => t(`devices.kind.${each}`))}
          value={kind}
          onChange={(next) => set({ kind: next })}
        />
        <ul className="own-rows">
          {rows.map((row, index) => (
            <RowCard
              key={`${row.topic} ${row.path ?? ''}`}
              row={row}
              shown={preview.data?.rows[index]}
              onChange={(next) => set({ rows: rows.map((each, at) => (at === index ? next : each)) })}
              onRemove={() => set({ rows: rows.filter((_, at) => at !== index) })}
            />
          ))}
        </ul>
        {preview.isError && <FailureNote failure={failureOf(preview.error)} />}
        {preview.data !== undefined && rows.length > 0 && (
          <details className="more">
            <summary>{t('topics.file')}</summary>
            <pre className="own-file">{preview.data.yaml}</pre>
          </details>
        )}
        {save.isError && <FailureNote failure={failureOf(save.error)} />}
        {!maySave && <p className="note">{t('topics.try-only')}</p>}
        <div className="actions">
          <Button
            type="submit"
            look="primary"
            disabled={rows.length === 0 || !maySave}
            busy={save.isPending ? t('topics.saving') : undefined}
          >
            {t('topics.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

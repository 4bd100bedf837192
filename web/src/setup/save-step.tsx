// Step 4: a name, and the device goes live.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Device, RemovedDevices } from '#api/contract.ts';
import type { InputOf } from '#api/endpoints.ts';
import type { MeterRole } from '#api/meter-roles.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { useLiveState } from '../live-hooks.ts';
import { RoleChoice } from '../meters/role-choice.tsx';
import { foundQuery, portsQuery, removedQuery } from '../queries.ts';
import { t } from '../words.ts';
import { Choice } from '../ui/choice.tsx';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { maybeBefore, surelyBefore } from './again.ts';
import type { Candidate } from './draft.ts';

interface SaveStepProps {
  readonly candidate: Candidate;
  readonly onBack: () => void;
  readonly onSaved: (device: Device) => void;
}

interface AgainProps {
  /** Removed devices that it may be. */
  readonly before: RemovedDevices;
  /** Id of the device it used to be; empty: none. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Whether it is a device that was removed before; asked if there is one of its kind. */
function Again({ before, value, onChange }: AgainProps): ReactNode {
  if (before.length === 0) return null;
  const options = [
    { value: '', label: t('save.again-no') },
    ...before.map(({ id, name }) => ({ value: id, label: t('save.again-yes', { name }) })),
  ];
  return <Choice label={t('save.again')} options={options} value={value} onChange={onChange} />;
}

function useAdding(onSaved: (device: Device) => void) {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: InputOf<'addDevice'>['body']) => call('addDevice', { params: { site: site.id }, body }),
    onSuccess: (device) => {
      void client.invalidateQueries({ queryKey: portsQuery.queryKey });
      void client.invalidateQueries({ queryKey: foundQuery.queryKey });
      void client.invalidateQueries({ queryKey: removedQuery(site.id).queryKey });
      onSaved(device);
    },
  });
}

/** The form of the last step. */
export function SaveStep({ candidate, onBack, onSaved }: SaveStepProps): ReactNode {
  const [name, setName] = useState(candidate.device.name);
  const { data: removed = [] } = useQuery(removedQuery(useSite().id));
  const [chosen, setChosen] = useState<string>();
  const known = { ...candidate.device, serial: candidate.result?.identity['serial'] };
  const returns = chosen ?? surelyBefore(known, removed)?.id ?? '';
  const [measures, setMeasures] = useState<MeterRole>();
  const devices = useLiveState((state) => state.devices) ?? [];
  const save = useAdding(onSaved);
  const failure = save.isError ? failureOf(save.error) : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '' || save.isPending) return;
    save.mutate({
      ...candidate.device,
      name: name.trim(),
      ...(returns === '' ? {} : { returns }),
      ...(measures === undefined ? {} : { measures }),
    });
  };
  return (
    <form className="card" onSubmit={submit} noValidate>
      <h1>{t('save.title')}</h1>
      <p className="muted">{candidate.title}</p>
      {candidate.result === undefined && <p className="note">{t('save.mqtt-text')}</p>}
      <Field
        label={t('save.name')}
        name="device-name"
        maxLength={80}
        value={name}
        problem={name.trim() === '' ? t('owner.need-name') : undefined}
        onChange={({ target }) => setName(target.value)}
      />
      <Again before={maybeBefore(candidate.device, removed)} value={returns} onChange={setChosen} />
      {candidate.result?.kind === 'meter' && devices.length > 0 && (
        <RoleChoice
          role={measures ?? { kind: 'own' }}
          name={name.trim()}
          others={devices.map(({ id, name: other }) => ({ id, name: other }))}
          onChange={setMeasures}
        />
      )}
      {failure !== undefined && <FailureNote failure={failure} />}
      <div className="actions">
        <Button onClick={onBack}>{t('word.back')}</Button>
        <Button type="submit" look="primary" busy={save.isPending ? t('save.busy') : undefined}>
          {t('save.go')}
        </Button>
      </div>
    </form>
  );
}

// Step 4: a name, and the device goes live.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { RemovedDevices } from '#api/set-up.ts';
import type { InputOf } from '#api/endpoints.ts';
import type { MeterRole } from '#api/meter-roles.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { useLiveState } from '../live-hooks.ts';
import { RoleChoice } from '../meters/role-choice.tsx';
import { foundQuery, portsQuery, protocolsQuery, removedQuery } from '../queries.ts';
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
      // Forgotten, not only asked for again: the old lists offer the device that was just added.
      client.removeQueries({ queryKey: portsQuery.queryKey });
      client.removeQueries({ queryKey: foundQuery.queryKey });
      void client.invalidateQueries({ queryKey: removedQuery(site.id).queryKey });
      onSaved(device);
    },
  });
}

/** What kind of device it is, and the numbers of its channels beside the first: those that were read, else those it may have. */
function useMetering({ device, result }: Candidate): {
  readonly kind?: string | undefined;
  readonly channels: readonly number[];
} {
  const { data: protocols = [] } = useQuery(protocolsQuery);
  const { kind, channels = 1 } = protocols.find(({ id }) => id === device.protocol) ?? {};
  if (result === undefined)
    return { kind, channels: Array.from({ length: channels - 1 }, (_none, index) => index + 2) };
  const read = result.values.flatMap(({ metric }) => /^meter\.power\.(\d+)$/.exec(metric ?? '')?.[1] ?? []);
  return { kind: result.kind, channels: read.map(Number) };
}

/** The form of the last step. */
export function SaveStep({ candidate, onBack, onSaved }: SaveStepProps): ReactNode {
  const [name, setName] = useState(candidate.device.name);
  const { data: removed = [] } = useQuery(removedQuery(useSite().id));
  const [chosen, setChosen] = useState<string>();
  const known = { ...candidate.device, serial: candidate.result?.identity['serial'] };
  const returns = chosen ?? surelyBefore(known, removed)?.id ?? '';
  const [measures, setMeasures] = useState<MeterRole>();
  const [parts, setParts] = useState<Readonly<Record<string, MeterRole>>>({});
  const devices = useLiveState((state) => state.devices) ?? [];
  const others = devices.map(({ id, name: other }) => ({ id, name: other }));
  const { kind, channels } = useMetering(candidate);
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
      ...(Object.keys(parts).length === 0 ? {} : { parts }),
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
      {kind === 'meter' && (devices.length > 0 || channels.length > 0) && (
        <RoleChoice role={measures ?? { kind: 'own' }} name={name.trim()} others={others} onChange={setMeasures} />
      )}
      {channels.map((index) => (
        <fieldset key={index} className="choices">
          <legend>{t('meters.ask-channel', { index })}</legend>
          <RoleChoice
            role={parts[`channel-${index}`] ?? { kind: 'own' }}
            name={t('meters.role.of', { kind: name.trim(), name: t('meters.channel', { index }) })}
            others={others}
            isPart
            onChange={(role) => setParts({ ...parts, [`channel-${index}`]: role })}
          />
        </fieldset>
      ))}
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

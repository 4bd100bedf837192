// A device that got other firmware, other topics or another way: what it becomes, what that does to its values, and the change. Its id,
// name and history stay.
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { DeviceChange, Found, Protocol } from '#api/set-up.ts';
import { isMetricId } from '#core/catalogue.ts';
import { call, failureOf } from '../api.ts';
import { foundQuery, protocolsQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { Combo } from '../setup/combo.tsx';
import { searched, titleOf } from '../setup/search.ts';
import { metricText, t } from '../words.ts';
import { Icon, kindIcon } from '../ui/icons.tsx';
import { Button, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { hasWebServer, keptPassword, PasswordChoice, passwordOf } from './password-choice.tsx';

/** Where it will be; `link` is the broker of one that announced itself. */
interface Entries {
  readonly protocol: string;
  readonly place: string;
  readonly link?: string;
}

const speaksMqtt = (protocol: Protocol | undefined): boolean => protocol?.links.includes('mqtt') === true;

/** The address of an MQTT device is shown as its topic. */
const isAtBroker = ({ address }: Device): boolean => !address.includes('://');

/** What changes; undefined while something is missing. A device that comes to the broker needs its address: it has announced itself there. */
function changeOf(
  device: Device,
  { protocol, place, link }: Entries,
  chosen: Protocol | undefined,
): DeviceChange | undefined {
  const at = place.trim();
  if (at === '' || chosen === undefined) return undefined;
  if (!speaksMqtt(chosen)) return { protocol, address: at };
  if (link !== undefined) return { protocol, topic: at, address: link };
  return isAtBroker(device) ? { protocol, topic: at } : undefined;
}

function previewQuery(site: string, device: string, change: DeviceChange | undefined) {
  return queryOptions({
    queryKey: ['preview-change', site, device, JSON.stringify(change)],
    queryFn: ({ signal }) => call('previewDeviceChange', { params: { site, device }, body: change ?? {}, signal }),
    enabled: change !== undefined,
    retry: false,
    gcTime: 10_000,
  });
}

/** Names have commas in them, so that each stands for itself. */
function Names({ of: metrics }: { readonly of: readonly string[] }): ReactNode {
  if (metrics.length === 0) return t('word.none');
  return (
    <ul>
      {metrics.map((id) => (
        <li key={id}>{isMetricId(id) ? metricText(id) : id}</li>
      ))}
    </ul>
  );
}

function Preview({
  device,
  change,
}: {
  readonly device: Device;
  readonly change: DeviceChange | undefined;
}): ReactNode {
  const site = useSite();
  const { data, error, isError, isPending } = useQuery(previewQuery(site.id, device.id, change));
  if (change === undefined) return null;
  if (isError) return <FailureNote failure={failureOf(error)} />;
  if (isPending) return <Skeleton height={90} />;
  return (
    <section aria-label={t('migrate.preview')} aria-live="polite">
      <dl className="facts lists">
        {(['keeps', 'begins', 'ends'] as const).map((part) => (
          <div key={part}>
            <dt>{t(`migrate.${part}`)}</dt>
            <dd>
              <Names of={data[part]} />
            </dd>
          </div>
        ))}
      </dl>
      {data.ends.length > 0 && <p className="hint">{t('migrate.ends-text')}</p>}
    </section>
  );
}

/** Devices that announced themselves and are not set up: the new firmware may be one of them. */
function Announced({ onPick }: { readonly onPick: (found: Found) => void }): ReactNode {
  const { data: all = [] } = useQuery(foundQuery);
  const data = all.filter(({ topic, needsBroker }) => topic !== undefined || needsBroker !== true);
  if (data.length === 0) return <p className="note">{t('migrate.none-found')}</p>;
  return (
    <ul className="choices">
      {data.map((found) => (
        <li key={`${found.address} ${found.topic}`}>
          <button type="button" className="choice" onClick={() => onPick(found)}>
            <Icon name={kindIcon[found.kind]} size={24} />
            <span>
              <strong>{found.title}</strong>
              <small>{found.topic ?? found.address}</small>
            </span>
            <Icon name="forward" size={20} />
          </button>
        </li>
      ))}
    </ul>
  );
}

interface FormProps {
  readonly device: Device;
  readonly protocols: readonly Protocol[];
  readonly onClose: () => void;
}

function MigrateForm({ device, protocols, onClose }: FormProps): ReactNode {
  const site = useSite();
  const [entries, setEntries] = useState<Entries>({ protocol: device.definition, place: device.address });
  const [password, setPassword] = useState(keptPassword);
  const chosen = protocols.find(({ id }) => id === entries.protocol);
  const change = changeOf(device, entries, chosen);
  const isOther = entries.protocol !== device.definition || entries.place.trim() !== device.address;
  const preview = useQuery(previewQuery(site.id, device.id, change));
  const save = useMutation({
    mutationFn: (body: DeviceChange) => call('changeDevice', { params: { site: site.id, device: device.id }, body }),
    onSuccess: onClose,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (change !== undefined && isOther && preview.isSuccess && !save.isPending)
      save.mutate({ ...change, ...passwordOf(password) });
  };
  const itemOf = (protocol: Protocol) => ({ id: protocol.id, label: titleOf(protocol), detail: protocol.id });
  return (
    <form noValidate onSubmit={submit}>
      <h3>{t('migrate.found')}</h3>
      <Announced
        onPick={({ protocol, topic, address }) => setEntries({ protocol, place: topic ?? address, link: address })}
      />
      <Combo
        // What is picked from the list is shown in the box.
        key={`${entries.protocol} ${entries.link ?? ''}`}
        label={t('find.protocol')}
        items={protocols.map(itemOf)}
        value={entries.protocol}
        find={(typed) => searched(protocols, typed).map(itemOf)}
        nothing={t('find.nothing-like-it')}
        onChange={(protocol) => protocol !== undefined && setEntries((before) => ({ ...before, protocol }))}
      />
      <Field
        label={t(speaksMqtt(chosen) ? 'migrate.topic' : 'device.rename-address')}
        hint={t(speaksMqtt(chosen) ? 'migrate.topic-hint' : 'migrate.address-hint')}
        maxLength={300}
        autoCapitalize="none"
        spellCheck={false}
        value={entries.place}
        onChange={({ target }) => setEntries((before) => ({ ...before, place: target.value }))}
      />
      {hasWebServer(device) && <PasswordChoice entry={password} onChange={setPassword} />}
      {change === undefined && speaksMqtt(chosen) && <p className="note">{t('migrate.pick')}</p>}
      {isOther && <Preview device={device} change={change} />}
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
      <div className="actions">
        <Button onClick={onClose}>{t('word.cancel')}</Button>
        <Button
          type="submit"
          look="primary"
          disabled={!isOther || change === undefined || !preview.isSuccess}
          busy={save.isPending ? t('device.renaming') : undefined}
        >
          {t('migrate.go')}
        </Button>
      </div>
    </form>
  );
}

function MigrateSheet({ device, onClose }: Omit<FormProps, 'protocols'>): ReactNode {
  const { data, error, isError, refetch } = useQuery(protocolsQuery);
  return (
    <Sheet title={t('migrate.title', { name: device.name })} onClose={onClose}>
      <p>{t('migrate.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined ? (
        !isError && <Skeleton height={200} />
      ) : (
        <MigrateForm device={device} protocols={data} onClose={onClose} />
      )}
    </Sheet>
  );
}

/** The button and its dialog. */
export function MigrateDevice({ device }: { readonly device: Device }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>{t('migrate.open')}</Button>
      {isOpen && <MigrateSheet device={device} onClose={() => setIsOpen(false)} />}
    </>
  );
}

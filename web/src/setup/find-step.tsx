// Step 2: how the device is connected and what it is.
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { Found, Protocol } from '#api/set-up.ts';
import type { TestRequest } from '#api/device-test.ts';
import { portsQuery, protocolsQuery } from '../queries.ts';
import { t } from '../words.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { Button, Field } from '../ui/parts.tsx';
import {
  addressOf,
  apart,
  emptyDraft,
  fitted,
  hasLine,
  protocolsFor,
  type Draft,
  type DraftProblems,
  type Way,
} from './draft.ts';
import { LineOptions } from './line-options.tsx';
import { MqttFind } from './mqtt-find.tsx';
import { NetworkFind } from './network-find.tsx';
import { PortList } from './port-list.tsx';
import { ProtocolChoice } from './protocol-choice.tsx';

interface FindStepProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  readonly onTest: (request: TestRequest) => void;
  readonly onFound: (found: Found) => void;
}

const ways: readonly { readonly way: Way; readonly icon: IconName }[] = [
  { way: 'cable', icon: 'usb' },
  { way: 'bluetooth', icon: 'bluetooth' },
  { way: 'network', icon: 'network' },
  { way: 'web', icon: 'globe' },
  { way: 'esphome', icon: 'relay' },
  { way: 'mqtt', icon: 'radio' },
];

function wayText(way: Way, protocols: readonly Protocol[]): string {
  return way === 'web' || way === 'mqtt'
    ? t(`find.${way}-text`, { names: namesOf(way, protocols) })
    : t(`find.${way}-text`);
}

interface WayChoiceProps {
  readonly way: Way;
  readonly protocols: readonly Protocol[];
  readonly onChange: (way: Way) => void;
}

/** Names of what can be reached in one way: only what there is. */
function namesOf(way: Way, protocols: readonly Protocol[]): string {
  const reached = protocols.filter(({ links }) => links.some((link) => link === (way === 'web' ? 'http' : way)));
  return [...new Set(reached.map(({ maker }) => maker))].join(', ');
}

function WayChoice({ way, protocols, onChange }: WayChoiceProps): ReactNode {
  return (
    <fieldset className="choices ways">
      <legend>{t('find.text')}</legend>
      {ways.map((each) => (
        <label key={each.way} className="choice">
          <input type="radio" name="way" checked={each.way === way} onChange={() => onChange(each.way)} />
          <span>
            <strong>{t(`find.${each.way}`)}</strong>
            <small>{wayText(each.way, protocols)}</small>
          </span>
          <Icon name={each.icon} size={26} />
        </label>
      ))}
    </fieldset>
  );
}

interface EntryProps {
  readonly draft: Draft;
  readonly problems: DraftProblems;
  readonly set: (part: Partial<Draft>) => void;
}

function NetworkEntry({ draft, problems, set }: EntryProps): ReactNode {
  const portOf = draft.way === 'web' ? 'webPort' : draft.way === 'esphome' ? 'nodePort' : 'tcpPort';
  return (
    <div className="field-row">
      <Field
        label={t('find.host')}
        hint={t('find.host-hint')}
        problem={problems.host}
        value={draft.host}
        autoCapitalize="none"
        spellCheck={false}
        onChange={({ target }) => set({ host: target.value })}
        onBlur={() => {
          const { bare, port } = apart(draft.host, draft[portOf]);
          set({ host: bare, [portOf]: port });
        }}
      />
      <Field
        label={t('find.port')}
        problem={problems.tcpPort}
        inputMode="numeric"
        value={draft[portOf]}
        onChange={({ target }) => set({ [portOf]: target.value })}
      />
    </div>
  );
}

/** What a device may want to know before it says anything; undefined: nothing. */
function secretOf(way: Way, protocol: Protocol | undefined): 'key' | 'node-key' | 'password' | undefined {
  if (way === 'web') return 'password';
  if (way === 'esphome') return 'node-key';
  return way === 'bluetooth' && protocol?.keyed === true ? 'key' : undefined;
}

/** The key of a device that seals what it tells, or the password of one. */
function SecretEntry({
  draft,
  set,
  secret,
}: Pick<EntryProps, 'draft' | 'set'> & { readonly secret: 'key' | 'node-key' | 'password' }): ReactNode {
  return (
    <Field
      label={t(`find.${secret}`)}
      hint={t(`find.${secret}-hint`)}
      type={secret === 'password' ? 'password' : 'text'}
      maxLength={200}
      value={draft.key}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => set({ key: target.value })}
    />
  );
}

/** What is asked at a place. */
function requestOf(address: string, protocol: Protocol | undefined, { way, key }: Draft): TestRequest {
  const secret = secretOf(way, protocol);
  // A password may begin or end with a space.
  const given = secret === 'password' ? key : key.trim();
  return {
    address,
    ...(protocol === undefined ? {} : { protocol: protocol.id }),
    ...(secret === undefined || (given === '' && secret !== 'key') ? {} : { password: given }),
  };
}

/** A node may want its key first, and tells what kind it is when it is asked; a Solar-Assistant says nothing without its password. */
export const isLocked = ({ address }: Found): boolean => /^(?:esphome|solar-assistant):/.test(address);
const lockedDraft = ({ address, protocol }: Found): Partial<Draft> =>
  address.startsWith('esphome:')
    ? { way: 'esphome', host: address, nodePort: emptyDraft.nodePort, protocol: undefined }
    : { way: 'web', host: apart(address, '').bare, webPort: apart(address, '').port || emptyDraft.webPort, protocol };
/** The entries for one that needs more than a press: a key, a password, or the broker. */
export const otherDraft = (found: Found): Partial<Draft> =>
  found.needsBroker === true ? { way: 'mqtt' } : lockedDraft(found);
const testOf = ({ address, protocol }: Found): TestRequest => ({ address, protocol });

/** Whether one of a list is picked. */
const isPicked = (way: Way): boolean => way === 'cable' || way === 'bluetooth';

/** The form of the find step. */
export function FindStep({ draft, onDraft, onTest, onFound }: FindStepProps): ReactNode {
  const ports = useQuery({ ...portsQuery, enabled: isPicked(draft.way) });
  const protocols = useQuery(protocolsQuery);
  const [problems, setProblems] = useState<DraftProblems>({});
  const set = (part: Partial<Draft>): void => onDraft({ ...draft, ...part });
  const offered = protocolsFor(protocols.data ?? [], draft, ports.data ?? []);
  const protocol = offered.find(({ id }) => id === draft.protocol);
  const secret = secretOf(draft.way, protocol);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const result = addressOf(fitted(draft, protocol));
    if ('problems' in result) return setProblems(result.problems);
    onTest(requestOf(result.address, protocol, draft));
  };
  return (
    <form className="card" onSubmit={submit} noValidate>
      <h1>{t('find.title')}</h1>
      <WayChoice
        way={draft.way}
        protocols={protocols.data ?? []}
        onChange={(way) => {
          setProblems({});
          set({ way });
        }}
      />
      {draft.way === 'mqtt' ? (
        <MqttFind onFound={onFound} />
      ) : (
        <>
          {isPicked(draft.way) && (
            <PortList
              query={ports}
              draft={draft}
              problem={problems.port}
              onPick={({ address, likely }) =>
                set({ port: address, ...(likely === undefined ? {} : { protocol: likely }) })
              }
            />
          )}
          {!isPicked(draft.way) && (
            <>
              <NetworkFind
                onTest={(found) => (isLocked(found) ? set(lockedDraft(found)) : onTest(testOf(found)))}
                onBroker={() => set({ way: 'mqtt' })}
              />
              <NetworkEntry draft={draft} problems={problems} set={set} />
            </>
          )}
          <ProtocolChoice
            protocols={offered}
            query={protocols}
            value={draft.protocol}
            onChange={(id) => set({ protocol: id })}
          />
          {secret !== undefined && <SecretEntry draft={draft} set={set} secret={secret} />}
          {hasLine(draft.way) && <LineOptions draft={draft} problems={problems} protocol={protocol} set={set} />}
          <div className="actions">
            <Button type="submit" look="primary">
              {t('find.test')}
            </Button>
          </div>
        </>
      )}
    </form>
  );
}

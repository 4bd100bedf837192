// A node of one's own make, registered by its name: what it signs in with is shown this once, as text and to be scanned.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { RegisteredDevice } from '#api/homes.ts';
import { QrCode } from '../account/qr-code.tsx';
import { call, failureOf } from '../api.ts';
import { brokerQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { CopyField } from './copy-field.tsx';
import { nodeIdOf } from './node-id.ts';

/** What the node has to be told; the code holds the same as JSON. */
function Credentials({ registered }: { readonly registered: RegisteredDevice }): ReactNode {
  const { device, mqttConfig } = registered;
  return (
    <div className="account" aria-live="polite">
      <p>{t('node.made', { name: device.name })}</p>
      {mqttConfig !== undefined && (
        <>
          <CopyField label={t('broker.host')} value={mqttConfig.host} />
          <CopyField label={t('broker.port')} value={String(mqttConfig.port)} />
          <CopyField label={t('broker.user')} value={mqttConfig.username} />
          <CopyField label={t('broker.password')} value={mqttConfig.password} />
          <CopyField label={t('node.topic')} value={mqttConfig.topic} />
          <QrCode text={JSON.stringify(mqttConfig)} label={t('node.code')} />
          <p className="hint">{t('node.code-hint')}</p>
          <p className="note">{t('broker.once')}</p>
        </>
      )}
      <Link to="/devices/$id" params={{ id: device.id }} className="button">
        {t('node.open')}
      </Link>
    </div>
  );
}

/** The form; nothing where the broker is an outside one, whose accounts are made there. */
export function RegisterNode(): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const { data: broker } = useQuery(brokerQuery);
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const node = nodeIdOf(name);
  const register = useMutation({
    mutationFn: () => call('registerDevice', { body: { site, name: name.trim(), node_id: node } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['devices'] }),
  });
  if (broker?.kind !== 'built-in') return null;
  const go = (): void => {
    setTried(true);
    if (node !== '') register.mutate();
  };
  const another = (): void => {
    setName('');
    setTried(false);
    register.reset();
  };
  return (
    <details className="more broker">
      <summary>{t('node.title')}</summary>
      <p>{t('node.text')}</p>
      {register.data === undefined ? (
        <div className="field-row">
          <Field
            label={t('node.name')}
            hint={node === '' ? t('node.name-hint') : t('node.topic-of', { topic: `homesync/${site}/nodes/${node}` })}
            problem={tried && node === '' ? t('node.bad-name') : undefined}
            maxLength={40}
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
          <Button busy={register.isPending ? t('broker.busy') : undefined} onClick={go}>
            {t('node.go')}
          </Button>
        </div>
      ) : (
        <>
          <Credentials registered={register.data} />
          <Button onClick={another}>{t('node.another')}</Button>
        </>
      )}
      {register.isError && <FailureNote failure={failureOf(register.error)} />}
    </details>
  );
}

// Devices that showed themselves on the broker, and how to make one appear.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Found } from '#api/set-up.ts';
import { failureOf } from '../api.ts';
import { age } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { foundQuery, protocolsQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Icon, kindIcon } from '../ui/icons.tsx';
import { FailureNote } from '../ui/parts.tsx';
import { BrokerHelp } from './broker-help.tsx';
import { RegisterNode } from './register-node.tsx';
import { titleOf } from './search.ts';

/** The list and the help. */
export function MqttFind({ onFound }: { readonly onFound: (found: Found) => void }): ReactNode {
  const found = useQuery(foundQuery);
  const spoken = found.data?.filter(({ topic }) => topic !== undefined);
  const nowMs = useServerNow();
  const site = useSite();
  const mayPick = useMay('broker.manage');
  const { data: protocols = [] } = useQuery(protocolsQuery);
  const known = protocols.filter(({ links }) => links.includes('mqtt')).map(titleOf);
  return (
    <>
      <section className="found" aria-labelledby="found">
        <h2 id="found">
          {t('find.found')}
          <small className="listening">
            <span className="spinner" aria-hidden="true" />
            {t('find.listening')}
          </small>
        </h2>
        {found.isError && <FailureNote failure={failureOf(found.error)} onRetry={() => void found.refetch()} />}
        {spoken?.length === 0 && <p className="note">{t('find.no-found')}</p>}
        <ul className="choices">
          {spoken?.map((each) => (
            <li key={`${each.address} ${each.topic}`}>
              <button type="button" className="choice" onClick={() => onFound(each)}>
                <Icon name={kindIcon[each.kind]} size={24} />
                <span>
                  <strong>{each.title}</strong>
                  <small>{each.topic}</small>
                </span>
                <small className="muted">{t('find.seen', { age: age(nowMs - each.seenMs) })}</small>
                <Icon name="forward" size={20} />
              </button>
            </li>
          ))}
        </ul>
        <details className="more">
          <summary>{t('find.mqtt-known', { count: known.length })}</summary>
          <ul className="instructions">
            {known.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      </section>
      {mayPick && (
        <section className="found" aria-label={t('topics.title')}>
          <p>{t('topics.open-text')}</p>
          <p>
            <Link to="/sites/$site/topics" params={{ site: site.id }} className="button">
              {t('topics.open')}
            </Link>
          </p>
        </section>
      )}
      {mayPick && <RegisterNode />}
      <BrokerHelp />
    </>
  );
}

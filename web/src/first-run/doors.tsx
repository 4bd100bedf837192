// The first page of a new Solstead: three doors.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { call, failureOf } from '../api.ts';
import { enterSession, sessionQuery } from '../queries.ts';
import { CodeField } from '../setup/owner-step.tsx';
import { t } from '../words.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { FailureNote, PageTitle } from '../ui/parts.tsx';
import { Sunrise } from './sunrise.tsx';

function DoorFace({
  icon,
  title,
  text,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
}): ReactNode {
  return (
    <>
      <span className="badge large">
        <Icon name={icon} size={30} />
      </span>
      <span className="door-title">{title}</span>
      <span className="door-text">{text}</span>
      <span className="door-go" aria-hidden="true">
        <Icon name="forward" size={22} />
      </span>
    </>
  );
}

/** Try the demo, set up, or restore. */
export function Doors(): ReactNode {
  const client = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const lacksCode = session?.needsCode === true && code.trim() === '';
  const demo = useMutation({
    mutationFn: () => call('startDemo', { body: code.trim() === '' ? {} : { code: code.trim() } }),
    onSuccess: (next) => enterSession(client, next),
  });
  const open = (): void => {
    setTried(true);
    if (!lacksCode) demo.mutate();
  };
  return (
    <div className="doors-page">
      <PageTitle title={t('app.name')} />
      <Sunrise />
      <h1>{t('doors.title')}</h1>
      <p className="lead">{t('doors.text')}</p>
      {session?.needsCode === true && (
        <div className="card narrow">
          <p className="muted">{t('doors.code')}</p>
          <CodeField value={code} problem={tried && lacksCode ? t('owner.need-code') : undefined} onChange={setCode} />
        </div>
      )}
      {demo.isError && <FailureNote failure={failureOf(demo.error)} onRetry={open} />}
      <ul className="doors">
        <li>
          <button type="button" className="door pv" disabled={demo.isPending} onClick={open}>
            <DoorFace
              icon="sun"
              title={demo.isPending ? t('doors.demo-busy') : t('doors.demo')}
              text={t('doors.demo-text')}
            />
          </button>
        </li>
        <li>
          <Link to="/setup" className="door load">
            <DoorFace icon="home" title={t('doors.set-up')} text={t('doors.set-up-text')} />
          </Link>
        </li>
        <li>
          <Link to="/restore" className="door battery">
            <DoorFace icon="restore" title={t('doors.restore')} text={t('doors.restore-text')} />
          </Link>
        </li>
      </ul>
      <p className="doors-move">{t('doors.move')}</p>
    </div>
  );
}

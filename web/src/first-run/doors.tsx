// The first page of a new Solstead: three doors.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { call, failureOf } from '../api.ts';
import { enterSession } from '../queries.ts';
import { texts } from '../texts.ts';
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
  const demo = useMutation({ mutationFn: () => call('startDemo'), onSuccess: (next) => enterSession(client, next) });
  const words = texts.doors;
  return (
    <div className="doors-page">
      <PageTitle title={texts.app} />
      <Sunrise />
      <h1>{words.title}</h1>
      <p className="lead">{words.text}</p>
      {demo.isError && <FailureNote failure={failureOf(demo.error)} onRetry={() => demo.mutate()} />}
      <ul className="doors">
        <li>
          <button type="button" className="door pv" disabled={demo.isPending} onClick={() => demo.mutate()}>
            <DoorFace icon="sun" title={demo.isPending ? words.demoBusy : words.demo} text={words.demoText} />
          </button>
        </li>
        <li>
          <Link to="/setup" className="door load">
            <DoorFace icon="home" title={words.setUp} text={words.setUpText} />
          </Link>
        </li>
        <li>
          <Link to="/restore" className="door battery">
            <DoorFace icon="restore" title={words.restore} text={words.restoreText} />
          </Link>
        </li>
      </ul>
    </div>
  );
}

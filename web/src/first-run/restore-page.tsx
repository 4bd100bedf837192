// What to do with a backup until restoring is part of the app.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { Icon } from '../ui/icons.tsx';
import { PageTitle } from '../ui/parts.tsx';

/** Explains restoring. */
export function RestorePage(): ReactNode {
  const words = texts.restore;
  return (
    <section className="card narrow">
      <PageTitle title={texts.titlePlain(words.title)} />
      <span className="badge plain large">
        <Icon name="restore" size={28} />
      </span>
      <h1>{words.title}</h1>
      <p>{words.text}</p>
      <div className="actions">
        <Link to="/" className="button plain">
          {texts.word.back}
        </Link>
        <Link to="/setup" className="button primary">
          {words.setUp}
        </Link>
      </div>
    </section>
  );
}

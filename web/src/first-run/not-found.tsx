// The page for addresses that lead nowhere.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { texts } from '../texts.ts';
import { Logo } from '../ui/logo.tsx';
import { PageTitle } from '../ui/parts.tsx';

/** Says so, with the way home. */
export function NotFound(): ReactNode {
  return (
    <section className="card empty">
      <PageTitle title={texts.titlePlain(texts.notFound.title)} />
      <Logo size={72} />
      <h1>{texts.notFound.title}</h1>
      <p>{texts.notFound.text}</p>
      <Link to="/" className="button primary">
        {texts.notFound.home}
      </Link>
    </section>
  );
}

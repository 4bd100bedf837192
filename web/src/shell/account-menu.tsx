// The menu at the top right: theme, adding a device, signing out.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import { call, failureOf } from '../api.ts';
import { enterSession } from '../queries.ts';
import { useMay, useSession } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button, FailureNote } from '../ui/parts.tsx';
import { useBackCloses } from '../ui/use-back-closes.ts';
import { LanguageChoice } from './language-choice.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

/** Closes on Escape and on a press or a focus outside. */
function useDismiss(place: RefObject<HTMLElement | null>, { open, close }: { open: boolean; close: () => void }): void {
  useEffect(() => {
    if (!open) return undefined;
    const stop = new AbortController();
    const { signal } = stop;
    const outside = ({ target }: Event): void => {
      if (target instanceof Node && place.current?.contains(target) !== true) close();
    };
    document.addEventListener('pointerdown', outside, { signal });
    document.addEventListener('focusin', outside, { signal });
    document.addEventListener(
      'keydown',
      ({ key }) => {
        if (key !== 'Escape') return;
        close();
        place.current?.querySelector('button')?.focus();
      },
      { signal },
    );
    return () => stop.abort();
  }, [place, open, close]);
}

function SignOut(): ReactNode {
  const client = useQueryClient();
  const exit = useMutation({ mutationFn: () => call('signOut'), onSuccess: (next) => enterSession(client, next) });
  return (
    <>
      <Button look="quiet" busy={exit.isPending ? t('app.loading') : undefined} onClick={() => exit.mutate()}>
        {t('menu.sign-out')}
      </Button>
      {exit.isError && <FailureNote failure={failureOf(exit.error)} />}
    </>
  );
}

/** The button and what it opens. */
export function AccountMenu(): ReactNode {
  const session = useSession();
  const mayAdd = useMay('device.manage');
  const mayReadLog = useMay('audit.read') && session?.state === 'signed-in';
  const [open, setOpen] = useState(false);
  const [close] = useState(() => () => setOpen(false));
  const place = useRef<HTMLDivElement>(null);
  const panel = useId();
  useDismiss(place, { open, close });
  useBackCloses(open, close);
  return (
    <div className="menu" ref={place}>
      <button
        type="button"
        className="menu-button"
        aria-label={t('menu.account')}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <Icon name="menu" size={22} />
      </button>
      <div id={panel} className="menu-panel" hidden={!open}>
        {session?.account !== undefined && (
          <p className="muted">{t('menu.signed-in-as', { name: session.account.name })}</p>
        )}
        <ThemeSwitch labelled />
        <LanguageChoice labelled />
        {mayAdd && (
          <Link to="/setup" className="button quiet" onClick={close}>
            <Icon name="plus" size={18} />
            {t('menu.add-device')}
          </Link>
        )}
        {session?.state === 'signed-in' && (
          <Link to="/account" className="button quiet" onClick={close}>
            {t('account.menu')}
          </Link>
        )}
        {mayReadLog && (
          <Link to="/audit" className="button quiet" onClick={close}>
            {t('audit.title')}
          </Link>
        )}
        {session?.state === 'signed-in' &&
          (session.signedInBy === undefined ? <SignOut /> : <p className="muted">{t('menu.signed-in-by')}</p>)}
      </div>
    </div>
  );
}

// A dialog over the page: a side sheet to read, or a form in the middle. Escape and its button close it.
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../words.ts';
import { Icon } from './icons.tsx';

interface SheetProps {
  readonly title: string;
  /** At the right edge, as high as the window; otherwise in the middle. */
  readonly side?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Opens when first rendered; the focus goes back to where it was when it closes. */
export function Sheet({ title, side = false, onClose, children }: SheetProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog ref={dialog} className={side ? 'sheet side' : 'sheet'} aria-labelledby={heading} onClose={onClose}>
      <header className="sheet-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="icon-button" aria-label={t('word.close')} onClick={onClose}>
          <Icon name="close" size={20} />
        </button>
      </header>
      <div className="sheet-body">{children}</div>
    </dialog>
  );
}

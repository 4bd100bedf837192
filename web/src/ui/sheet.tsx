// A dialog over the page: a side sheet to read, or a form in the middle. Its button closes it, too.
import { useId, type ReactNode } from 'react';
import { t } from '../words.ts';
import { Icon } from './icons.tsx';
import { Modal } from './modal.tsx';

interface SheetProps {
  readonly title: string;
  /** At the right edge, as high as the window; otherwise in the middle. */
  readonly side?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Opens when first rendered. */
export function Sheet({ title, side = false, onClose, children }: SheetProps): ReactNode {
  const heading = useId();
  return (
    <Modal heading={heading} className={side ? 'sheet side' : 'sheet'} onClose={onClose}>
      <header className="sheet-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="icon-button" aria-label={t('word.close')} onClick={onClose}>
          <Icon name="close" size={20} />
        </button>
      </header>
      <div className="sheet-body">{children}</div>
    </Modal>
  );
}

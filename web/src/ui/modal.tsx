// Whatever has to be answered or closed before the page goes on: opens when first rendered; Escape and the browser's back close it.
import { useEffect, useRef, type ReactNode } from 'react';
import { useBackCloses } from './use-back-closes.ts';

interface ModalProps {
  /** Id of its heading. */
  readonly heading: string;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The focus goes back to where it was when it closes. */
export function Modal({ heading, className, onClose, children }: ModalProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useBackCloses(true, onClose);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog ref={dialog} className={className} aria-labelledby={heading} onClose={onClose}>
      {children}
    </dialog>
  );
}

// A value to be copied into another page.
import { useId, useRef, useState, type ReactNode } from 'react';
import { t } from '../words.ts';
import { Button } from '../ui/parts.tsx';

/** Copies by the clipboard if the browser allows it, otherwise by selection: a home server rarely has https. */
async function copy(input: HTMLInputElement): Promise<boolean> {
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(input.value);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof DOMException)) throw thrown;
    }
  }
  input.select();
  return document.execCommand('copy');
}

/** A labelled value with its copy button. */
export function CopyField({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const word = copied ? t('word.copied') : t('word.copy');
  const onCopy = async (): Promise<void> => {
    if (input.current !== null) setCopied(await copy(input.current));
  };
  return (
    <div className="copy">
      <label htmlFor={id}>{label}</label>
      <input id={id} ref={input} readOnly value={value} onFocus={({ target }) => target.select()} />
      <Button icon={copied ? 'check' : 'copy'} aria-label={`${word}: ${label}`} onClick={() => void onCopy()}>
        {word}
      </Button>
    </div>
  );
}

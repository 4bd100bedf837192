// Small parts that every page is made of.
import { useEffect, useId, type ComponentProps, type ReactNode } from 'react';
import type { Quantity } from '../format.ts';
import { failureText, t, type ToldFailure } from '../words.ts';
import { Icon, type IconName } from './icons.tsx';
import { withPlaces } from './place-words.ts';

interface CardProps {
  readonly title: string;
  /** Placed at the right end of the title's line. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A titled part of a page. */
export function Card({ title, aside, className = '', children }: CardProps): ReactNode {
  const heading = useId();
  return (
    <section className={`card ${className}`} aria-labelledby={heading}>
      <header className="card-head">
        <h2 id={heading}>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'primary' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  /** Shows that it is working, in these words, and cannot be pressed again. */
  readonly busy?: string | undefined;
}

/** A button. */
export function Button({ look = 'plain', icon, busy, children, className = '', ...rest }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      {...rest}
      className={`button ${look} ${className}`}
      disabled={rest.disabled === true || busy !== undefined}
    >
      {busy === undefined ? (
        icon !== undefined && <Icon name={icon} size={18} />
      ) : (
        <span className="spinner" aria-hidden="true" />
      )}
      {busy ?? children}
    </button>
  );
}

/** A number with its unit set smaller. */
export function Value({ of, className = '' }: { readonly of: Quantity; readonly className?: string }): ReactNode {
  return (
    <span className={`value ${className}`}>
      {of.value}
      {of.unit !== '' && <small>{`\u00a0${of.unit}`}</small>}
    </span>
  );
}

/** A text of the server: text between backticks is code. */
export function Marked({ text }: { readonly text: string }): ReactNode {
  const parts = text.split('`').map((part, index) => ({ part, isCode: index % 2 === 1, key: `${index} ${part}` }));
  return parts.map(({ part, isCode, key }) => (isCode ? <code key={key}>{part}</code> : part));
}

interface FailureNoteProps {
  readonly failure: ToldFailure;
  /** What failed, above the message. */
  readonly title?: string;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong and what helps. */
export function FailureNote({ failure, title, onRetry }: FailureNoteProps): ReactNode {
  const told = failureText(failure);
  const message = withPlaces(told.message);
  // How an address is written is told with its scheme.
  const repair = failure.code === 'address.invalid' ? told.repair : withPlaces(told.repair);
  return (
    <div className="failure" role="alert">
      <Icon name="alert" size={22} />
      <div>
        {title !== undefined && <strong>{title}</strong>}
        <p className="failure-message">
          <Marked text={message} />
        </p>
        <p>
          <Marked text={repair} />
        </p>
        {onRetry !== undefined && <Button onClick={onRetry}>{t('word.retry')}</Button>}
      </div>
    </div>
  );
}

/** A grey shape in place of what is still loading. */
export function Skeleton({ height }: { readonly height: number }): ReactNode {
  return <div className="skeleton" style={{ blockSize: height }} aria-hidden="true" />;
}

/** Says "loading" to screen readers around skeletons. */
export function Loading({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="loading" aria-live="polite">
      <span className="hidden">{t('app.loading')}</span>
      {children}
    </div>
  );
}

/** Sets the title of the page while shown. */
export function PageTitle({ title }: { readonly title: string }): ReactNode {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

interface FieldProps extends ComponentProps<'input'> {
  readonly label: string;
  readonly hint?: ReactNode;
  /** What is wrong with the entry. */
  readonly problem?: string | undefined;
}

/** A labelled text field with hint and problem tied to it. */
export function Field({ label, hint, problem, ...input }: FieldProps): ReactNode {
  const id = useId();
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`]
    .join(' ')
    .trim();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        aria-invalid={problem !== undefined}
        {...(described === '' ? {} : { 'aria-describedby': described })}
      />
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p className="problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}

// A condition that is typed: names are completed by keyboard, what is wrong is told at its place, and whether it holds now.
// A text area with suggestions has no element of its own in HTML: the roles of ARIA say what it is.
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { completionsAt, type Completion, type Completions } from '#core/expression/complete.ts';
import { homeScope } from '#core/expression/scope.ts';
import { bounds } from '#core/expression/tree.ts';
import { useLiveState } from '../live-hooks.ts';
import { t } from '../words.ts';
import { devicesOf, expressionWords } from './expression-words.ts';

interface ExpressionFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

interface SuggestionsProps {
  readonly id: string;
  readonly options: readonly Completion[];
  readonly chosen: number;
  readonly onChoose: (option: Completion) => void;
}

function Suggestions({ id, options, chosen, onChoose }: SuggestionsProps): ReactNode {
  return (
    <ul className="combo-list suggestions" id={id} role="listbox" aria-label={t('outputs.suggestions')}>
      {options.map((option, index) => (
        <li
          key={`${option.kind} ${option.text}`}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === chosen}
          {...(index === chosen ? { 'data-focused': true } : {})}
          // The caret stays in the text.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(option);
          }}
        >
          <code>{option.text}</code>
          {option.note !== '' && <span className="muted">{option.note}</span>}
        </li>
      ))}
    </ul>
  );
}

const noCompletions: Completions = { span: { from: 0, to: 0 }, options: [] };

/** What is offered where the caret is, and how one is taken. */
function useCompletions({ value, onChange }: ExpressionFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const devices = devicesOf(useLiveState((state) => state));
  const [offered, setOffered] = useState(noCompletions);
  const [chosen, setChosen] = useState(0);
  /** Where the caret goes once the text is what was taken. */
  const caret = useRef<number>(undefined);
  useEffect(() => {
    if (caret.current !== undefined) area.current?.setSelectionRange(caret.current, caret.current);
    caret.current = undefined;
  });
  const close = (): void => setOffered(noCompletions);
  const offer = (text: string, at: number): void => {
    setOffered(completionsAt(text, at, homeScope({ devices })));
    setChosen(0);
  };
  const take = ({ text }: Completion): void => {
    const { from, to } = offered.span;
    onChange(value.slice(0, from) + text + value.slice(to));
    caret.current = from + text.length;
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { options } = offered;
    const option = options[chosen];
    if (option === undefined) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) setChosen((chosen + step + options.length) % options.length);
    else if (event.key === 'Enter' || event.key === 'Tab') take(option);
    else if (event.key === 'Escape') close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { area, options: offered.options, chosen, offer, take, close, onKeyDown };
}

/** The field. */
export function ExpressionField(props: ExpressionFieldProps): ReactNode {
  const { label, value, onChange } = props;
  const id = useId();
  const { area, options, chosen, offer, take, close, onKeyDown } = useCompletions(props);
  const words = useLiveState((state) => state);
  const { problem, now } = expressionWords(value, words);
  const isOpen = options.length > 0;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        ref={area}
        id={id}
        className="code"
        rows={2}
        spellCheck={false}
        autoCapitalize="off"
        maxLength={bounds.characters}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint ${id}-said`}
        {...(isOpen ? { 'aria-activedescendant': `${id}-list-${chosen}` } : {})}
        value={value}
        onChange={({ target }) => {
          onChange(target.value);
          offer(target.value, target.selectionStart);
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      {isOpen && <Suggestions id={`${id}-list`} options={options} chosen={chosen} onChoose={take} />}
      <p className="hint" id={`${id}-hint`}>
        {t('outputs.only-when-hint')}
      </p>
      <p className={problem === undefined ? 'hint' : 'problem'} id={`${id}-said`} aria-live="polite">
        {problem ?? now}
      </p>
    </div>
  );
}

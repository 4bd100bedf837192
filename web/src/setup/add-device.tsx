// Steps 2 to 4: find a device, test it, save it. Every entry is kept until the device is saved.
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { Found } from '#api/set-up.ts';
import { useLiveState } from '../live-hooks.ts';
import { t } from '../words.ts';
import { PageTitle } from '../ui/parts.tsx';
import { DoneStep } from './done-step.tsx';
import { nameFor } from './device-name.ts';
import { type Candidate, type Draft, emptyDraft } from './draft.ts';
import { FindStep } from './find-step.tsx';
import { SaveStep } from './save-step.tsx';
import { Stepper } from './stepper.tsx';
import { TestStep } from './test-step.tsx';
import { useTrial } from './use-trial.ts';

type Stage =
  | { readonly name: 'find' }
  | { readonly name: 'test' }
  | { readonly name: 'save'; readonly candidate: Candidate }
  | { readonly name: 'done'; readonly device: Device };

const stepOf: Readonly<Record<Stage['name'], number>> = { find: 1, test: 2, save: 3, done: 4 };

function candidateOf(found: Found, devices: readonly Device[]): Candidate {
  const { protocol, title, address, topic } = found;
  return { title, device: { name: nameFor(found, devices), protocol, address, topic } };
}

/** Puts the focus on a step that comes after another. */
function useStepFocus(name: Stage['name']) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(name);
  useEffect(() => {
    if (shown.current !== name) place.current?.focus();
    shown.current = name;
  }, [name]);
  return place;
}

/** The wizard for one device after another. */
export function AddDevice(): ReactNode {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [stage, setStage] = useState<Stage>({ name: 'find' });
  const trial = useTrial();
  const place = useStepFocus(stage.name);
  const devices = useLiveState((state) => state.devices);
  // The first device is part of the first run, which began with the account.
  const [wasEmpty, setWasEmpty] = useState<boolean>();
  if (wasEmpty === undefined && devices !== undefined) setWasEmpty(devices.length === 0);
  const find = (): void => {
    trial.cancel();
    setStage({ name: 'find' });
  };
  const save = (candidate: Candidate): void => setStage({ name: 'save', candidate });
  return (
    <div className="setup" ref={place} tabIndex={-1}>
      <PageTitle title={t('app.title-plain', { page: t('setup.add-title') })} />
      <Stepper current={stepOf[stage.name]} from={wasEmpty === true ? 0 : 1} />
      {stage.name === 'find' && (
        <FindStep
          draft={draft}
          onDraft={setDraft}
          onTest={(request) => {
            trial.start(request);
            setStage({ name: 'test' });
          }}
          onFound={(found) => save(candidateOf(found, devices ?? []))}
        />
      )}
      {stage.name === 'test' && (
        <TestStep
          trial={trial}
          onBack={find}
          onKeep={(address, result) =>
            save({
              title: result.title,
              result,
              device: { name: nameFor(result, devices ?? []), protocol: result.protocol, address },
            })
          }
        />
      )}
      {stage.name === 'save' && (
        <SaveStep
          candidate={stage.candidate}
          onBack={() => setStage(stage.candidate.result === undefined ? { name: 'find' } : { name: 'test' })}
          onSaved={(device) => setStage({ name: 'done', device })}
        />
      )}
      {stage.name === 'done' && (
        <DoneStep
          device={stage.device}
          onAnother={() => {
            setDraft(emptyDraft);
            find();
          }}
        />
      )}
    </div>
  );
}

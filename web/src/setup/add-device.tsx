// Find a device, test it, save it. Every entry is kept until the device is saved.
import { useEffect, useRef, useState, type ComponentProps, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { Found } from '#api/set-up.ts';
import type { TestRequest } from '#api/device-test.ts';
import { PredecessorDoor } from '../predecessor/predecessor-door.tsx';
import { useLiveState } from '../live-hooks.ts';
import { listText, t } from '../words.ts';
import { Button, PageTitle } from '../ui/parts.tsx';
import { DoneStep } from './done-step.tsx';
import { nameFor } from './device-name.ts';
import { type Candidate, type Draft, emptyDraft } from './draft.ts';
import { FindStep, otherDraft } from './find-step.tsx';
import { FoundList } from './found-list.tsx';
import { SaveStep } from './save-step.tsx';
import { Stepper } from './stepper.tsx';
import { TestStep } from './test-step.tsx';
import { useTrial } from './use-trial.ts';

type Stage =
  | { readonly name: 'find' }
  | { readonly name: 'test' }
  | { readonly name: 'save'; readonly candidate: Candidate }
  | { readonly name: 'done'; readonly device: Device };

const stepOf: Readonly<Record<Stage['name'], number>> = { find: 0, test: 1, save: 2, done: 3 };

function candidateOf(found: Found, devices: readonly Device[]): Candidate {
  const { protocol, title, address, topic } = found;
  return {
    title,
    device: { name: nameFor(found, devices), protocol, address, ...(topic === undefined ? {} : { topic }) },
  };
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

/** What is set up already. */
function Known({ devices }: { readonly devices: readonly Device[] }): ReactNode {
  if (devices.length === 0) return null;
  return <p className="note">{t('story.devices.have', { names: listText(devices.map(({ name }) => name)) })}</p>;
}

interface FindingProps extends ComponentProps<typeof FindStep> {
  readonly isInStory: boolean;
  readonly devices: readonly Device[];
}

/** What is found by itself in the first run, and what is entered by hand. */
function Finding({ isInStory, devices, ...step }: FindingProps): ReactNode {
  const [byHand, setByHand] = useState(false);
  if (!isInStory) return <FindStep {...step} />;
  return (
    <>
      <Known devices={devices} />
      <FoundList
        onTest={step.onTest}
        onFound={step.onFound}
        onOther={(found) => {
          step.onDraft({ ...step.draft, ...otherDraft(found) });
          setByHand(true);
        }}
      />
      {byHand ? (
        <FindStep {...step} />
      ) : (
        <div>
          <Button onClick={() => setByHand(true)}>{t('story.devices.other')}</Button>
        </div>
      )}
    </>
  );
}

/** The wizard for one device after another; in the first run what is found by itself comes before what is entered by hand. */
export function AddDevice({ isInStory = false }: { readonly isInStory?: boolean }): ReactNode {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [stage, setStage] = useState<Stage>({ name: 'find' });
  const trial = useTrial();
  const place = useStepFocus(stage.name);
  const devices = useLiveState((state) => state.devices);
  const find = (): void => {
    trial.cancel();
    setStage({ name: 'find' });
  };
  const save = (candidate: Candidate): void => setStage({ name: 'save', candidate });
  const test = (request: TestRequest): void => {
    trial.start(request);
    setStage({ name: 'test' });
  };
  const onFound = (found: Found): void => save(candidateOf(found, devices ?? []));
  return (
    <div className="setup" ref={place} tabIndex={-1}>
      {!isInStory && <PageTitle title={t('app.title-plain', { page: t('setup.add-title') })} />}
      {(!isInStory || stage.name !== 'find') && <Stepper current={stepOf[stage.name]} />}
      {stage.name === 'find' && (
        <Finding
          isInStory={isInStory}
          devices={devices ?? []}
          draft={draft}
          onDraft={setDraft}
          onTest={test}
          onFound={onFound}
        />
      )}
      {stage.name === 'find' && (isInStory || devices?.length === 0) && <PredecessorDoor />}
      {stage.name === 'test' && (
        <TestStep
          trial={trial}
          onBack={find}
          onKeep={({ address, result, picks }) =>
            save({
              title: result.title,
              result,
              device: {
                name: nameFor(result, devices ?? []),
                protocol: result.protocol,
                address,
                ...(picks.length === 0 ? {} : { picks }),
                ...(trial.request?.password === undefined ? {} : { password: trial.request.password }),
              },
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
          isInStory={isInStory}
          onAnother={() => {
            setDraft(emptyDraft);
            find();
          }}
        />
      )}
    </div>
  );
}

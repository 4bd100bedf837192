// What a home does by itself.
import type { FastifyRequest } from 'fastify';
import type { AutomationBoard, AutomationTrial } from '#api/automation.ts';
import type { InputOf } from '#api/endpoints.ts';
import type { automationEndpoints } from '#api/endpoints/automation.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, plainly } from '#core/reason.ts';
import { isSetPointId, type SetPointId } from '#core/set-points.ts';
import type { DeskEdit } from '#hub/automation/desk-types.ts';
import type { Board } from '#hub/automation/running.ts';
import type { Trial } from '#hub/automation/trials.ts';
import type { AutomationDoor } from '#hub/automation-door.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import { doorOf } from './session.ts';

const doorTo = (request: FastifyRequest, { site }: { readonly site: string }): AutomationDoor =>
  doorOf(request).site(site).automation();

/** Errors: `input.invalid`. */
function setPointOf(text: string): SetPointId {
  if (isSetPointId(text)) return text;
  throw new SolsteadError('input.invalid', {
    at: 'setPoint',
    why: because('act.no-set-point', { text: external(text) }),
  });
}

const seconds = (ms: number): number => Math.round(ms / 1000);

function loadOf({ load, look, ranMs, ranWh }: Board['loads'][number]): AutomationBoard['loads'][number] {
  const { id, name, device, setPoint, least, mostMs, powerW, leastW } = load;
  const { untilMs, leftW } = look ?? {};
  return {
    id,
    name,
    device,
    setPoint,
    state: look?.state ?? 'unknown',
    neededW: leastW ?? powerW,
    ranSeconds: seconds(ranMs),
    ranWh,
    ...(look === undefined ? {} : { why: look.why, takesW: look.takesW }),
    ...(untilMs === undefined ? {} : { untilMs }),
    ...(leftW === undefined ? {} : { leftW }),
    ...(least?.ms === undefined ? {} : { leastSeconds: seconds(least.ms) }),
    ...(least?.wh === undefined ? {} : { leastWh: least.wh }),
    ...(mostMs === undefined ? {} : { mostSeconds: seconds(mostMs) }),
  };
}

/** Set-points of the catalogue alone; which device it is, is checked by what it is for. Errors: `input.invalid`. */
function editOf(edit: InputOf<'editAutomation'>['body']['edit']): DeskEdit {
  if (edit.kind === 'switch') return edit;
  const { target, ...rest } = edit;
  if (target === undefined) return rest;
  return { ...rest, target: { device: target.device, setPoint: setPointOf(target.setPoint) } };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

function circuitOf({
  circuit: { id, name, unit, limit, measured },
  state,
  values,
  mayFlow,
  given,
  backMs,
}: Board['circuits'][number]): AutomationBoard['circuits'][number] {
  return {
    id,
    name,
    unit,
    limit,
    state,
    flows: measured.map(({ text }, at) => {
      const value = values[at];
      return { what: text, ...(value === undefined ? {} : { value: tenths(value) }) };
    }),
    given: given.map(({ device, setPoint, to }) => ({ device, setPoint, to: tenths(to) })),
    ...(mayFlow === undefined ? {} : { mayFlow: tenths(mayFlow) }),
    ...(backMs === undefined ? {} : { backMs }),
  };
}

function boardOf({ atMs, holdings, commands, diary, loads, circuits, variables }: Board): AutomationBoard {
  return {
    atMs,
    holdings: holdings.map(({ holder, claims, value, ifStopped, ...rest }) => ({
      ...rest,
      ...(ifStopped === undefined ? {} : { ifStopped }),
      ...(value === undefined ? {} : { value }),
      ...(holder === undefined ? {} : { holder: holder.by }),
      claims: claims.map(({ claim: { by, wish, sinceMs, untilMs, why }, outcome }) => ({
        by,
        wish,
        outcome,
        sinceMs,
        untilMs,
        why,
      })),
    })),
    commands: commands.map(({ atMs: sentMs, device, setPoint, value, holder, end, failure }) => ({
      atMs: sentMs,
      device,
      setPoint,
      value,
      ...(holder === undefined ? {} : { by: holder.by, why: holder.why }),
      ...(end === undefined ? {} : { end }),
      ...(failure === undefined ? {} : { failure }),
    })),
    loads: loads.map(loadOf),
    circuits: circuits.map(circuitOf),
    variables: Object.entries(variables).map(([name, value]) => ({ name, value })),
    diary,
  };
}

type Notice = NonNullable<Trial['outcome']>['notices'][number];

function noticeText({ what }: Notice): string {
  switch (what.kind) {
    case 'notify': {
      const [title, text] = [plainly(what.title), plainly(what.text)];
      return text === '' ? title : `${title}: ${text}`;
    }
    case 'publish':
      return `${what.topic} ${what.payload}`;
    case 'call':
      // The path of an address may hold a token.
      return URL.canParse(what.url) ? new URL(what.url).origin : '…';
    case 'action':
      return what.name;
  }
}

function trialOf({ outcome, failure, ...rest }: Trial): AutomationTrial {
  return {
    ...rest,
    ...(failure === undefined ? {} : { failure }),
    ...(outcome === undefined
      ? {}
      : {
          outcome: {
            ...outcome,
            commands: outcome.commands.map(({ by, why, ...command }) => ({
              ...command,
              ...(by === undefined ? {} : { by }),
              ...(why === undefined ? {} : { why }),
            })),
            notices: outcome.notices.map((notice) => ({ atMs: notice.atMs, by: notice.by, text: noticeText(notice) })),
            loads: outcome.loads.map(({ ranMs, ...load }) => ({ ...load, ranSeconds: seconds(ranMs) })),
          },
        }),
  };
}

/** Answers about it. */
export function automationHandlers(): HandlersOf<typeof automationEndpoints> {
  return {
    readAutomation: async ({ params, request }) => doorTo(request, params).view(),
    saveAutomation: ({ params, body, request }) => doorTo(request, params).save(body.text),
    checkAutomation: async ({ params, body, request }) => {
      const { problems, outline } = doorTo(request, params).check(body.text);
      return { problems, ...(outline === undefined ? {} : { outline }) };
    },
    listAutomationRecipes: ({ params, request }) => doorTo(request, params).recipes(),
    editAutomation: async ({ params, body: { text, edit }, request }) => ({
      text: await doorTo(request, params).edit(text, editOf(edit)),
    }),
    readAutomationBoard: async ({ params, request }) => boardOf(doorTo(request, params).board()),
    callAutomation: async ({ params, body, request }) => {
      await doorTo(request, params).call(body.what, body.name, body.text);
      return {};
    },
    setAutomationVariable: async ({ params: { site, name }, body, request }) => {
      await doorTo(request, { site }).setVariable(name, body.value);
      return {};
    },
    beginAutomationTrial: async ({ params, body: { text, from: fromMs, to: toMs }, request, reply }) => {
      reply.code(202);
      return trialOf(await doorTo(request, params).beginTrial(text, { fromMs, toMs }));
    },
    readAutomationTrial: async ({ params, request }) => {
      const trial = doorTo(request, params).trial();
      return trial === undefined ? {} : { trial: trialOf(trial) };
    },
    endAutomationTrial: async ({ params, request }) => {
      doorTo(request, params).endTrial();
      return {};
    },
    holdSetPoint: async ({ params, body: { device, setPoint, value, forSeconds }, request }) => {
      await doorTo(request, params).hold({ device, setPoint: setPointOf(setPoint), value, forMs: forSeconds * 1000 });
      return {};
    },
    releaseSetPoint: async ({ params: { site, device, setPoint }, request }) => {
      await doorTo(request, { site }).release({ device, setPoint: setPointOf(setPoint) });
      return {};
    },
  };
}

// The history itself: how much there is, and how long what is kept. Thin over the hub.
import { HistoryState, RetentionChange } from '#api/history.ts';
import type { HistoryStatus } from '#core/history.ts';
import type { App } from './desk.ts';
import { actorOf, callerOf } from './session.ts';

/** The status as it is sent: lists are copied, since the contract's are not read-only. */
function stateOf({ retention, damage, ...status }: HistoryStatus): HistoryState {
  return {
    ...status,
    ...(retention === undefined ? {} : { retention: [...retention] }),
    ...(damage === undefined ? {} : { damage: [...damage] }),
  };
}

/** Registers the routes of the history's size and retention. */
export function historyRoutes(app: App): void {
  app.get(
    '/api/v1/history',
    { config: { access: 'reader' }, schema: { response: { 200: HistoryState } } },
    async (request) => stateOf(await callerOf(request).hub.historyStatus()),
  );

  app.put(
    '/api/v1/history/retention',
    { config: { access: 'owner' }, schema: { body: RetentionChange, response: { 200: HistoryState } } },
    async (request) => {
      const caller = callerOf(request);
      return stateOf(await caller.hub.setRetention(request.body.rules, actorOf(caller)));
    },
  );
}

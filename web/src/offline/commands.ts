// Gives commands to devices. Where the server is away a command waits in this browser, unless it is one that must be confirmed.
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { CommandOutcome } from '#api/settings.ts';
import { call, failureOf, RequestError } from '../api.ts';
import { isAway } from '../ask-again.ts';
import { clock } from '../clock.ts';
import { sessionQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { t, type Failure } from '../words.ts';
import { textsHere } from './kept.ts';
import { whoIs } from './kept-home.ts';
import { createWaitingCommands, type WaitingCommand, type WaitingCommands } from './waiting-commands.ts';

/** What became of a command: the server's word, or that it waits for the server. */
export type CommandEnd = CommandOutcome | { readonly outcome: 'waiting' };

/** A command as a page gives it. */
export interface GivenCommand {
  readonly body: WaitingCommand['body'] & { readonly arm?: string };
  /** What is set, in the words the person sees. */
  readonly what: string;
  /** It is confirmed by a person who has read what it does now: it never waits. */
  readonly dangerous?: boolean;
}

/** A new key of a request. Not `randomUUID`: browsers have it over HTTPS alone. */
const newKey = (): string => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16)).join('-');

async function sendWaiting({ site, device, body, key }: WaitingCommand): Promise<void> {
  const { outcome } = await call('commandDevice', { params: { site, device }, body, key });
  // What must be confirmed by now is given again where it is.
  if (outcome === 'armed')
    throw new RequestError({ code: 'command.not-armed', message: t('waiting.armed'), repair: t('waiting.armed') }, 409);
}

function whoIsHere(client: QueryClient): string | undefined {
  const session = client.getQueryData(sessionQuery.queryKey);
  return session?.state === 'signed-in' ? whoIs(session) : undefined;
}

const stores = new WeakMap<QueryClient, WaitingCommands<Failure>>();

/** The commands that wait in this browser. */
export function useWaitingCommands(): WaitingCommands<Failure> {
  const client = useQueryClient();
  const known = stores.get(client);
  if (known !== undefined) return known;
  const made = createWaitingCommands<Failure>({
    store: textsHere,
    clock,
    who: () => whoIsHere(client),
    send: sendWaiting,
    failureOf: (thrown) => (isAway(thrown) ? undefined : failureOf(thrown)),
  });
  stores.set(client, made);
  return made;
}

/** Gives commands to a device; `data` says what became of the last, `error` why it came to no good end. */
export function useCommand(
  device: { readonly id: string; readonly name: string },
  { onSuccess }: { readonly onSuccess?: (end: CommandEnd) => void } = {},
) {
  const site = useSite();
  const waiting = useWaitingCommands();
  return useMutation({
    mutationFn: async ({ body, what, dangerous = false }: GivenCommand): Promise<CommandEnd> => {
      const key = newKey();
      // The server may be back before those that wait have gone out: what was wanted earlier must not come after this.
      waiting.outdate({ site: site.id, device: device.id, body });
      try {
        return await call('commandDevice', { params: { site: site.id, device: device.id }, body, key });
      } catch (thrown) {
        if (dangerous || !isAway(thrown)) throw thrown;
        const one = {
          key,
          site: site.id,
          device: device.id,
          deviceName: device.name,
          what,
          body,
          askedMs: clock.nowMs(),
        };
        if (!waiting.add(one)) throw thrown;
        return { outcome: 'waiting' };
      }
    },
    ...(onSuccess === undefined ? {} : { onSuccess }),
  });
}

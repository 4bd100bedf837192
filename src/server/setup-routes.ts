// Setting up devices: ports, definitions, what the broker saw, a test, accounts of the broker.
import { because } from '#core/reason.ts';
import type { FastifyReply } from 'fastify';
import type { setupEndpoints } from '#api/endpoints/setup.ts';
import { SolsteadError } from '#core/errors.ts';
import type { FindOutStep } from '#core/field.ts';
import type { HandlersOf } from './endpoint-routes.ts';
import type { RouteContext } from './route-context.ts';
import { doorOf } from './session.ts';
import { portMessage, testMessage } from './views.ts';

/** Addresses that mean "every interface": not one a device could connect to. */
const anyHost = new Set(['0.0.0.0', '::', '']);

/** Aborts when the client goes away before it is answered. */
function whenLeft(reply: FastifyReply): AbortSignal {
  const left = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) left.abort(new DOMException('the client has left', 'AbortError'));
  });
  return left.signal;
}

/** Answers about setting up. */
export function setupHandlers({ options }: RouteContext): HandlersOf<typeof setupEndpoints> {
  /** What the tests that run ask for now, by their names. */
  const running = new Map<string, FindOutStep>();
  return {
    listPorts: async ({ request }) => (await doorOf(request).setup.ports()).map(portMessage),
    listFound: ({ request }) => doorOf(request).setup.found(),
    listProtocols: ({ request }) => doorOf(request).setup.protocols(),
    async testDevice({ body, request, reply }) {
      const { address, protocol, trial } = body;
      const signal = whenLeft(reply);
      const onStep = (step: FindOutStep): void => {
        if (trial !== undefined) running.set(trial, step);
      };
      try {
        return testMessage(await doorOf(request).setup.testDevice(address, protocol, { signal, onStep }));
      } catch (error) {
        // Nobody reads this answer.
        if (signal.aborted) throw new SolsteadError('link.closed', { at: address, why: because('request.left') });
        throw error;
      } finally {
        if (trial !== undefined) running.delete(trial);
      }
    },
    readTestProgress({ params, request }) {
      doorOf(request).setup.assertMayTest();
      return running.get(params.trial) ?? {};
    },
    async addBrokerAccount({ body, request }) {
      const { broker } = options;
      if (broker === undefined)
        throw new SolsteadError('command.refused', { at: 'broker', why: because('broker.off') });
      const account = await doorOf(request).setup.addBrokerAccount(body.username);
      // The name under which this computer was reached works for the device as well.
      const host = anyHost.has(broker.host) ? request.hostname : broker.host;
      return { host, port: broker.port, ...account };
    },
    listBrokerAccounts: ({ request }) => doorOf(request).setup.brokerAccounts(),
    removeBrokerAccount: ({ params, request }) => doorOf(request).setup.removeBrokerAccount(params.username),
  };
}

// Setting up devices: ports, definitions, what the broker saw, a trial, accounts of the broker.
import type { FastifyReply } from 'fastify';
import { BrokerAccount, Founds, NewBrokerAccount, Ports, Protocols, TestRequest } from '#api/contract.ts';
import { SolsteadError } from '#core/errors.ts';
import type { App, Desk } from './desk.ts';
import { actorOf, callerOf } from './session.ts';

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

/** Registers the routes of the set-up. */
export function setupRoutes(app: App, { options }: Desk): void {
  const reader = { access: 'reader' } as const;
  app.get('/api/v1/setup/ports', { config: reader, schema: { response: { 200: Ports } } }, async (request) => [
    ...(await callerOf(request).hub.ports()),
  ]);

  app.get('/api/v1/setup/found', { config: reader, schema: { response: { 200: Founds } } }, (request) => [
    ...callerOf(request).hub.found(),
  ]);

  app.get('/api/v1/protocols', { config: reader, schema: { response: { 200: Protocols } } }, (request) =>
    callerOf(request)
      .hub.protocols()
      .map((protocol) => ({ ...protocol, links: [...protocol.links] })),
  );

  // The owner's alone: a trial connects to whatever address it is given.
  app.post(
    '/api/v1/setup/test',
    { config: { access: 'owner' }, schema: { body: TestRequest } },
    async (request, reply) => {
      const { address, protocol } = request.body;
      const left = whenLeft(reply);
      try {
        return await callerOf(request).hub.trial(address, protocol, left);
      } catch (error) {
        // Nobody reads this answer.
        if (left.aborted) throw new SolsteadError('link.closed', { at: address, why: 'who asked has left' });
        throw error;
      }
    },
  );

  app.post(
    '/api/v1/setup/broker-accounts',
    { config: { access: 'owner' }, schema: { body: NewBrokerAccount, response: { 201: BrokerAccount } } },
    async (request, reply) => {
      const caller = callerOf(request);
      const { broker } = options;
      if (broker === undefined)
        throw new SolsteadError('command.refused', { at: 'broker', why: 'the built-in broker is off' });
      const account = await caller.hub.addBrokerAccount(request.body.username, actorOf(caller));
      // The name under which this computer was reached works for the device as well.
      const host = anyHost.has(broker.host) ? request.hostname : broker.host;
      return reply.code(201).send({ host, port: broker.port, ...account });
    },
  );
}

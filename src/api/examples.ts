// One example of a request for every endpoint: the OpenAPI document shows it, the page of the interface starts from it, and the contract
// test sends it. An endpoint without its example does not compile.
import type { InputOf } from './endpoints.ts';
import type { EndpointId } from './routes.ts';
import { accessExamples } from './examples/access.ts';
import { homeExamples } from './examples/home.ts';
import { installationExamples } from './examples/installation.ts';

/** An example of each endpoint: `params` of its path, `query`, `body` – those it has. */
export type Examples = { readonly [Id in EndpointId]: InputOf<Id> };

/** An example as code sees it that goes through all of them. */
export interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

const table = { ...installationExamples, ...accessExamples, ...homeExamples } as const satisfies Examples;

/** Every example by the name of its endpoint. */
export const examples: Readonly<Record<EndpointId, Example>> = Object.freeze(table);

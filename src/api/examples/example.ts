// What an example of an endpoint is.
import type { InputOf } from '../endpoints.ts';
import type { EndpointId } from '../routes.ts';

/** An example of each endpoint: `params` of its path, `query`, `body` – those it has. */
export type Examples = { readonly [Id in EndpointId]: InputOf<Id> };

/** An example as code sees it that goes through all of them. */
export interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

// fast-check with a seed that stays the same from run to run, so that a red property means that the code changed.
// SOLSTEAD_SEED=<number> replays another seed, SOLSTEAD_SEED=random looks further; a failure prints the seed it had.
// oxlint-disable-next-line eslint/no-restricted-imports -- the one place
import fc from 'fast-check';
import { seedOf } from './seed.ts';

fc.configureGlobal({ seed: seedOf(process.env['SOLSTEAD_SEED']) });

export { fc };

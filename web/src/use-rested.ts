// What is typed, once nothing more is typed: what asks the server does not ask at each key.
import { useEffect, useState } from 'react';
import { clock } from './clock.ts';

/** The value once it has stayed the same for so many ms. */
export function useRested<Value>(value: Value, ms: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => clock.after(ms, () => setRested(value)), [value, ms]);
  return rested;
}

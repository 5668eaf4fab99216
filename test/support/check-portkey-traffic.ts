import { afterEach, expect } from 'vitest';
import { takeExchanges } from './portkey-traffic.ts';

/** Holds every exchange with Portkey of every test to Portkey's document, where that is here. */
afterEach(async () => {
  const exchanges = takeExchanges();
  if (exchanges.length === 0) return;
  const { isContractHere } = await import('./portkey-contract.ts');
  if (!isContractHere) return;
  const { problemsOfExchange } = await import('./portkey-conformance.ts');
  expect(exchanges.flatMap(problemsOfExchange)).toEqual([]);
});

import { jsonIn, fieldsOf } from '../../core/text/json.ts';
import { documentedIn, type PastedError, type PlaneErrors } from '../documented-errors.ts';
import { portkeyErrors, type PortkeyRefusalFacts } from './errors.ts';
import { findPortkeyError, namesIn } from './failure.ts';

/** The errors of Portkey's control plane and gateway, as `explain` shows them. */
export const portkeyDocumentedErrors: PlaneErrors = {
  from: 'Portkey',
  documented: documentedIn<PortkeyRefusalFacts>(portkeyErrors, { message: '' }),
  read: readPasted,
};

/** A code in Portkey's envelope, or in a line of a log. Other words are used by every vendor. */
function readPasted(text: string): PastedError | undefined {
  const body = /\{[^]*\}/.exec(text)?.[0];
  const names =
    body === undefined || fieldsOf(jsonIn(body)) === undefined
      ? [...text.matchAll(/\bAB\d{2}\b/g)].map(([code]) => code)
      : namesIn(body);
  const found = names.flatMap((name) => findPortkeyError(name)?.[0] ?? [])[0];
  return found === undefined ? undefined : { name: found, next: [], ofProvider: false };
}

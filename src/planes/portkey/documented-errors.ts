import { jsonIn, fieldsOf } from '../../core/text/json.ts';
import type { DocumentedError, PastedError, PlaneErrors } from '../documented-errors.ts';
import { portkeyErrors, type About, type PortkeyErrorEntry } from './errors.ts';
import { findPortkeyError, namesIn } from './failure.ts';

const nothingKnown: About = { message: '' };

const entries: [string, PortkeyErrorEntry][] = Object.entries(portkeyErrors);

/** The errors of Portkey's control plane and gateway, as `explain` shows them. */
export const portkeyDocumentedErrors: PlaneErrors = {
  from: 'Portkey',
  documented: Object.fromEntries(
    entries.map(([name, { exit, title, cause, fix, next, example }]): [string, DocumentedError] => [
      name,
      { exit, title, cause, fix, next: next(nothingKnown), example },
    ]),
  ),
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

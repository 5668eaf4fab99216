import type { HttpResponse } from '../../core/http.ts';
import type { Fields } from '../../core/text/json.ts';
import type { FactsByModel, StatedFacts } from './served-model.ts';

/** Where a server is, and how it is asked. */
export interface ServerAddress {
  readonly baseUrl: string;
  /** Headers that every request has, the credential among them. Throws a PortaiError where it is none. */
  readonly headers: () => Readonly<Record<string, string>>;
  /** How refusals are read. */
  readonly dialect: 'openai-compatible' | 'anthropic-compatible';
}

/** A list of models as a server gave it. */
export interface ModelList {
  /** Where the API is, without a slash at its end. */
  readonly base: string;
  readonly headers: HttpResponse['headers'];
  readonly rows: readonly Fields[];
  /** Entries of the list, those that are no records included. */
  readonly entries: number;
}

/** A free request that says more of models than their list. */
export interface FactsRequest {
  /** Route below the root of the server, which is the base URL without its version. */
  readonly path: string;
  /** Sent as JSON with POST; without it the request is a GET. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** Returns undefined for an answer that is not this server's. */
  readonly read: (body: unknown, headers: HttpResponse['headers']) => FactsByModel | undefined;
}

/** A free request that says something of the credential. */
export interface RemarkRequest {
  readonly path: string;
  /** Returns a sentence for the admin; undefined where there is nothing to say. */
  readonly read: (answer: HttpResponse) => string | undefined;
}

/** A kind of server, and how it is told from others. */
export interface Server {
  readonly title: string;
  /**
   * `proof`: the list has what only this server writes. `hint`: it looks like it, and an answer to one of
   * its own routes decides.
   */
  readonly shownBy: (list: ModelList) => 'proof' | 'hint' | undefined;
  /** What a row of the list states of its model. */
  readonly facts?: (row: Fields) => StatedFacts;
  /** At the most a handful of requests, for the models that are asked for. */
  readonly more?: (models: readonly string[]) => readonly FactsRequest[];
  readonly remarks?: readonly RemarkRequest[];
}

/** True if every row of a list, of which there is one at least, has a property. */
export const everyRow = ({ rows }: ModelList, has: (row: Fields) => boolean): boolean =>
  rows.length > 0 && rows.every(has);

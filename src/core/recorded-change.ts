import type { HttpRequest } from './http.ts';
import type { Fields } from './text/json.ts';

/** What a request does to a thing. `tested` sends what is stored once more, to have it tested. */
export const changeActions = ['created', 'updated', 'deleted', 'tested', 'sent'] as const;

/** What a request changes, as its control plane reads it. It holds names and paths, and no value. */
export interface DescribedChange {
  readonly action: (typeof changeActions)[number];
  /** `provider`, `default`, `secret`, `integration`, …; `route` where the plane does not know it. */
  readonly kind: string;
  /** The type, the name or the slug; of a route the path. */
  readonly name: string;
  /** Paths that differ from what was there; all that were sent where that is not known. */
  readonly changed: readonly string[];
  /** What can be put back; null if there was nothing. Undefined where it is not known. */
  readonly before?: Fields | null;
  /** Who the credentials belong to, as far as the request says so. */
  readonly who?: string;
  /** Id of the organization, as far as the request says so. */
  readonly organization?: string;
}

/** What a plane describes a request with. */
export interface ChangeContext {
  /** The latest answers of this run by their paths, in the order in which they came. */
  readonly answers: ReadonlyMap<string, string>;
  /** Returns the same text if nothing in it is, or looks like, a secret value. */
  readonly redact: (text: string) => string;
}

/** Describes a request that may change something. */
export type DescribeChange = (request: HttpRequest, context: ChangeContext) => DescribedChange;

/** A change that was sent, as the history keeps it. */
export interface RecordedChange extends Omit<DescribedChange, 'who' | 'organization'> {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly who: string | null;
  readonly organization: string | null;
  readonly profile: string | null;
  /** Id of the control plane. */
  readonly plane: string;
  /** Its address; `sandbox` for what was only rehearsed. */
  readonly address: string;
  /** The command that sent it, without its values. */
  readonly command: readonly string[];
  readonly requestId: string | null;
  /** `unanswered` may have been made: no answer says how it ended. */
  readonly outcome: 'made' | 'unanswered';
}

/** How a change ended that had been written down before it was sent. */
export interface ChangeEnding extends Pick<RecordedChange, 'id' | 'at' | 'requestId'> {
  /** `refused` changed nothing, and is in no list of changes. */
  readonly outcome: RecordedChange['outcome'] | 'refused';
}

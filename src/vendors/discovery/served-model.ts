/** A fact about a model, with the route and field of the server that states it. */
export interface Stated<T> {
  readonly value: T;
  /** Such as `GET /model_group/info: max_input_tokens`. */
  readonly source: string;
}

/** What a server states of one of its models. A fact that no server states is absent. */
export interface StatedFacts {
  /** Tokens of a request and its answer together, or of the request alone where the server says that. */
  readonly contextWindow?: Stated<number>;
  /** Whether a request may set the temperature. */
  readonly temperature?: Stated<boolean>;
  readonly reasoningEffort?: Stated<boolean>;
  /** Whether answers follow a JSON schema. */
  readonly structuredOutputs?: Stated<boolean>;
  /** What the model is for instead of chats, as a noun phrase: `an embedding model`. */
  readonly otherUse?: Stated<string>;
  /** What is worth knowing before one of the facts is relied on. */
  readonly remark?: string;
}

/** A model that a server lists. */
export interface ServedModel extends StatedFacts {
  readonly name: string;
}

/** Facts by the name of the model. */
export type FactsByModel = ReadonlyMap<string, StatedFacts>;

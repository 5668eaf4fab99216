/** The environment of the process, as far as anything here looks at it. */
export type Env = Readonly<Record<string, string | undefined>>;

export type Source =
  | { readonly kind: 'flag'; readonly name: string }
  | { readonly kind: 'environment'; readonly name: string }
  | { readonly kind: 'profile'; readonly name: string }
  /** What `portai profiles use` wrote down. */
  | { readonly kind: 'current' }
  | { readonly kind: 'default' };

/** A value, and who said so. */
export interface Sourced<T> {
  readonly value: T;
  readonly source: Source;
}

/** How a person names the source: `--region`, `PORT_REGION`, `profile "prod"`, `default`. */
export function describeSource(source: Source): string {
  switch (source.kind) {
    case 'flag':
    case 'environment':
      return source.name;
    case 'profile':
      return `profile "${source.name}"`;
    case 'current':
      return 'portai profiles use';
    case 'default':
      return 'default';
  }
}

/** A variable without the blanks around it; undefined when nothing is left. */
export function variable(env: Env, name: string): string | undefined {
  const text = env[name]?.trim();
  return text === '' ? undefined : text;
}

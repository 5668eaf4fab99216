import { z } from 'zod';
import { once } from '../../../core/once.ts';
import { sendableHeaders } from '../../../vendors/gateways/header-form.ts';
import { problemInCustomHost } from '../custom-host.ts';
import type { Configurations } from '../nouns.ts';
import { isMask, revealed } from '../sendable.ts';

/** Values of a kind by field: `key`, and the fields of `configurations` in the names of Portkey's API. */
export type KindValues = Readonly<Record<string, unknown>>;

/** Something that speaks against a value; `says` is a clause that follows the name of the field. */
export interface KindProblem {
  readonly field: string;
  readonly says: string;
  /** True if the value may be sent all the same: its form is one that portai knows, not one that is documented as the only one. */
  readonly overridable?: true;
}

/** One value of a kind of provider: its check, flag and question, all from here. */
export interface KindField {
  /** Gives the check of a value that is no Secret, made when it is first used. */
  readonly schema: () => z.ZodType;
  /** As commander reads it; for a secret the word before `-file`, `-env` and `-stdin`. */
  readonly flag: string;
  /** A noun phrase that reads well in help and as a question. */
  readonly label: string;
  readonly hint?: string;
  /** True if the value is secret: it is given as a Secret. */
  readonly secret?: true;
  /** True if the secret has several lines: a person gives it as a file. */
  readonly inFile?: true;
  /** True if several values are given by repeating the flag. */
  readonly repeated?: true;
  /** Ways of signing in that need it; `always`, or nowhere by default. */
  readonly requiredWhen?: 'always' | readonly string[];
  /** Ways of signing in that have it; by default all. */
  readonly onlyWhen?: readonly string[];
}

/** One way of signing in. */
export interface AuthMode {
  readonly id: string;
  readonly title: string;
  /** True if the integration's `key` is part of it. */
  readonly key?: true;
}

/** What a kind of provider is made of. */
export interface KindParts {
  /** `ai_provider_id`. */
  readonly id: string;
  readonly title: string;
  /** Ways of signing in, the usual one first, with the field that names the way. */
  readonly auth?: {
    readonly field: string;
    readonly flag: string;
    readonly modes: readonly [AuthMode, ...AuthMode[]];
  };
  /** Where there are no ways to choose from: the key is required, or there is none. Required by default. */
  readonly key?: 'required' | 'none';
  readonly fields: Readonly<Record<string, KindField>>;
  /** True if fields that are not named here are sent as they are. */
  readonly open?: true;
  /** What else speaks against the values as a whole. */
  readonly check?: (values: KindValues) => readonly KindProblem[];
  /** Completes values before they are sent. */
  readonly complete?: (values: KindValues) => KindValues;
}

/** Circumstances in which values are judged. */
export interface KindCircumstances {
  /** False for a self-hosted Portkey, which may reach private addresses. True by default. */
  readonly onCloud?: boolean;
  /** Fields that come from a vault: `key`, or names of `configurations`. */
  readonly mapped?: readonly string[];
}

/** A kind of provider. */
export interface Kind extends KindParts {
  /** The way of signing in that values use; undefined where the kind has none, or it is not known. */
  modeOf(values: KindValues): AuthMode | undefined;
  /** True if the integration needs a `key`, as far as the values tell. */
  needsKey(values: KindValues): boolean;
  /** Everything that speaks against the values; no value is repeated. */
  problems(values: KindValues, circumstances?: KindCircumstances): readonly KindProblem[];
  /** The `configurations` to send, secrets in them as Secret; undefined where there are none. */
  configurationsOf(values: KindValues): Configurations | undefined;
}

/** The check of a text that must not be empty or have a blank around it. */
export const text = once(() =>
  z
    .string()
    .min(1, 'must not be empty')
    .refine((value) => value.trim() === value, 'has a blank before or after it'),
);

/** The check of a switch. */
export const yesOrNo = once(() => z.boolean());

/** Fields that any kind may have beside its own. */
export const anyKindFields = {
  custom_host: {
    schema: text,
    flag: '--custom-host <url>',
    label: 'URL of the self-hosted provider, with its version path',
    hint: 'such as https://llm.example.com/v1',
  },
  custom_headers: {
    schema: sendableHeaders,
    flag: '--custom-header',
    label: 'headers to send to the provider',
    hint: 'their values are kept as secrets',
    secret: true,
    repeated: true,
  },
} as const satisfies Record<string, KindField>;

/** The value of a text field; empty where there is none. */
export const textOf = (values: KindValues, field: string): string => {
  const value = values[field];
  return typeof value === 'string' ? value : '';
};

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Makes a kind of its parts: what it checks and sends follows from its fields. */
export function defineKind(parts: KindParts): Kind {
  const { auth, fields, check, open } = parts;
  const complete = parts.complete ?? ((values: KindValues): KindValues => values);
  const all: Readonly<Record<string, KindField>> = { ...fields, ...anyKindFields };

  const modeOf = (values: KindValues): AuthMode | undefined => {
    const [usual] = auth?.modes ?? [];
    const chosen = auth === undefined ? undefined : values[auth.field];
    return isGiven(chosen) ? auth?.modes.find(({ id }) => id === chosen) : usual;
  };

  const needsKey = (values: KindValues): boolean => {
    if (auth !== undefined) return modeOf(values)?.key === true;
    // What is self-hosted often asks for none.
    return parts.key !== 'none' && !isGiven(values['custom_host']);
  };

  const inMode = (modes: 'always' | readonly string[] | undefined, mode: AuthMode | undefined) =>
    modes === 'always' || (mode !== undefined && (modes ?? []).includes(mode.id));

  function problemsOfField(
    field: string,
    { schema, requiredWhen, onlyWhen, secret }: KindField,
    value: unknown,
    mode: AuthMode | undefined,
  ): KindProblem[] {
    if (!isGiven(value)) {
      if (!inMode(requiredWhen, mode)) return [];
      const when = requiredWhen === 'always' ? '' : ` for ${mode?.title ?? ''}`;
      return [{ field, says: `is required${when}` }];
    }
    if (onlyWhen !== undefined && !inMode(onlyWhen, mode)) {
      const ways = auth?.modes.filter((each) => inMode(onlyWhen, each)).map(({ id }) => id) ?? [];
      const flag = auth?.flag.split(' ')[0];
      const instead = flag === undefined ? '' : `: it goes with ${flag} ${ways.join(' or ')}`;
      return [
        { field, says: `does not belong to ${mode?.title ?? 'this way of signing in'}${instead}` },
      ];
    }
    const shown = revealed(value);
    if (secret && typeof shown === 'string' && isMask(shown)) {
      return [{ field, says: 'is what Portkey shows in place of a secret, not the secret' }];
    }
    const issues = schema().safeParse(shown).error?.issues ?? [];
    return issues.slice(0, 1).map(({ message }) => ({ field, says: message }));
  }

  function problemsOfMode(values: KindValues): KindProblem[] {
    if (auth === undefined || modeOf(values) !== undefined) return [];
    const known = auth.modes.map(({ id }) => id).join(', ');
    return [{ field: auth.field, says: `is none of ${known}` }];
  }

  function problemsOfKey(values: KindValues): KindProblem[] {
    const given = isGiven(values['key']);
    if (needsKey(values) && !given) return [{ field: 'key', says: 'is required' }];
    const mode = modeOf(values);
    const unused = parts.key === 'none' || (mode !== undefined && mode.key !== true);
    return given && unused
      ? [{ field: 'key', says: `does not belong to ${mode?.title ?? parts.title}` }]
      : [];
  }

  return {
    ...parts,
    modeOf,
    needsKey,

    problems(values, { onCloud = true, mapped = [] } = {}) {
      const mode = modeOf(values);
      const isMapped = ({ field }: KindProblem) => mapped.includes(field);
      const known = (name: string) => name === 'key' || name === auth?.field || name in all;
      const strangers = open ? [] : Object.keys(values).filter((name) => !known(name));
      const host = textOf(values, 'custom_host');
      const inHost = host === '' ? undefined : problemInCustomHost(host, { onCloud });
      const missing = [
        ...problemsOfMode(values),
        ...problemsOfKey(values),
        ...Object.entries(all).flatMap(([name, field]) =>
          problemsOfField(name, field, values[name], mode),
        ),
      ].filter((problem) => isGiven(values[problem.field]) || !isMapped(problem));
      return [
        ...missing,
        ...(inHost === undefined ? [] : [{ field: 'custom_host', says: inHost }]),
        ...strangers.map((field) => ({ field, says: `is no field of ${parts.title}` })),
        ...(check?.(values) ?? []),
      ];
    },

    configurationsOf(values) {
      const { key: _key, ...rest } = complete(values);
      const mode = auth === undefined ? undefined : modeOf(values);
      const sent = Object.entries({
        ...(auth === undefined || mode === undefined ? {} : { [auth.field]: mode.id }),
        ...rest,
      }).filter(([, value]) => isGiven(value));
      return sent.length === 0 ? undefined : Object.fromEntries(sent);
    },
  };
}

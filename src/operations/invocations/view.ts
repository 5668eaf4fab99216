import { fieldsOf, jsonIn } from '../../core/text/json.ts';
import type { PortEntity } from '../../planes/port/nouns.ts';
import type { RecordNames } from './record-names.ts';

/** A record of an invocation, with what portai understands of it. */
export interface InvocationView extends PortEntity {
  readonly _portai: {
    readonly status: string | null;
    readonly provider: string | null;
    readonly model: string | null;
    readonly agent: string | null;
    readonly prompt: string | null;
    readonly response: string | null;
    readonly labels: Readonly<Record<string, string>>;
  };
}

/** Reads of a record what its blueprint says where it is. */
export function invocationView(entity: PortEntity, names: RecordNames): InvocationView {
  const properties = entity.properties ?? {};
  const text = (name: string | undefined): string | null => {
    const value = name === undefined ? undefined : properties[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const agent = entity.relations?.['agent'];
  return {
    ...entity,
    _portai: {
      status: text(names.status),
      provider: text(names.provider),
      model: text(names.model),
      agent: typeof agent === 'string' ? agent : null,
      prompt: text(names.prompt),
      response: text(names.response),
      labels: labelsOf(names.labels === undefined ? undefined : properties[names.labels]),
    },
  };
}

/** Labels are a record, or the text of one. */
function labelsOf(value: unknown): Record<string, string> {
  const fields = fieldsOf(typeof value === 'string' ? jsonIn(value) : value) ?? {};
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, each]) =>
      typeof each === 'string' ? [[key, each]] : [[key, JSON.stringify(each)]],
    ),
  );
}

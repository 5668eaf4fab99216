import { defineKind, yesOrNo } from './define.ts';

/** Anthropic. Source of its field: the changelog of Portkey's backend. */
export const anthropic = defineKind({
  id: 'anthropic',
  title: 'Anthropic',
  fields: {
    anthropic_inspect_stream_for_overloaded_error: {
      schema: yesOrNo,
      flag: '--inspect-stream-for-overload',
      label: 'look for overload errors inside of streams',
    },
  },
});

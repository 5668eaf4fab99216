/**
 * A model file of llama.cpp that is small enough for a test: one layer of arbitrary numbers, and a letter a
 * token. What it writes is nonsense. Source: docs/gguf.md of ggml, version 3 of the format.
 */

const width = 32;
const heads = 2;
const inner = 64;
const alignment = 32;

const special = ['<unk>', '<s>', '</s>'];
const bytes = Array.from({ length: 256 }, (_, byte) => {
  const hex = byte.toString(16).toUpperCase().padStart(2, '0');
  return `<0x${hex}>`;
});
const vocabulary = [...special, ...bytes];

const tensors: Readonly<Record<string, readonly number[]>> = {
  'token_embd.weight': [width, vocabulary.length],
  'output_norm.weight': [width],
  'output.weight': [width, vocabulary.length],
  'blk.0.attn_norm.weight': [width],
  'blk.0.attn_q.weight': [width, width],
  'blk.0.attn_k.weight': [width, width],
  'blk.0.attn_v.weight': [width, width],
  'blk.0.attn_output.weight': [width, width],
  'blk.0.ffn_norm.weight': [width],
  'blk.0.ffn_gate.weight': [width, inner],
  'blk.0.ffn_up.weight': [width, inner],
  'blk.0.ffn_down.weight': [inner, width],
};

function buffer(size: number, write: (to: Buffer) => void): Buffer {
  const to = Buffer.alloc(size);
  write(to);
  return to;
}

const u32 = (value: number) => buffer(4, (to) => to.writeUInt32LE(value));
const f32 = (value: number) => buffer(4, (to) => to.writeFloatLE(value));
const u64 = (value: number) => buffer(8, (to) => to.writeBigUInt64LE(BigInt(value)));
const text = (value: string) => Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);

/** Values of the metadata, each behind the number of its type. */
const whole = (value: number) => Buffer.concat([u32(4), u32(value)]);
const real = (value: number) => Buffer.concat([u32(6), f32(value)]);
const string = (value: string) => Buffer.concat([u32(8), text(value)]);
const list = (type: number, items: readonly Buffer[]) =>
  Buffer.concat([u32(9), u32(type), u64(items.length), ...items]);

const unknown = 2;
const control = 3;
const byte = 6;

function metadata(context: number): Readonly<Record<string, Buffer>> {
  return {
    'general.architecture': string('llama'),
    'llama.context_length': whole(context),
    'llama.embedding_length': whole(width),
    'llama.block_count': whole(1),
    'llama.feed_forward_length': whole(inner),
    'llama.attention.head_count': whole(heads),
    'llama.attention.head_count_kv': whole(heads),
    'llama.attention.layer_norm_rms_epsilon': real(1e-5),
    'llama.rope.dimension_count': whole(width / heads),
    'tokenizer.ggml.model': string('llama'),
    'tokenizer.ggml.tokens': list(8, vocabulary.map(text)),
    'tokenizer.ggml.scores': list(
      6,
      vocabulary.map(() => f32(0)),
    ),
    'tokenizer.ggml.token_type': list(
      5,
      [unknown, control, control, ...bytes.map(() => byte)].map(u32),
    ),
    'tokenizer.ggml.bos_token_id': whole(1),
    'tokenizer.ggml.eos_token_id': whole(2),
    'tokenizer.ggml.unknown_token_id': whole(0),
  };
}

/** Numbers that are the same each time: norms keep their input, the rest is a wave. */
function numbers(shape: readonly number[]): Buffer {
  const count = shape.reduce((product, size) => product * size);
  const all = Array.from({ length: count }, (_, at) =>
    f32(shape.length === 1 ? 1 : Math.sin(at * 7) / 10),
  );
  return Buffer.concat(all);
}

/** The bytes of the file. */
export function tinyModel(context: number): Buffer {
  const infos: Buffer[] = [];
  const data: Buffer[] = [];
  let offset = 0;
  for (const [name, shape] of Object.entries(tensors)) {
    infos.push(text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset));
    const values = numbers(shape);
    data.push(values);
    offset += values.length;
  }
  const fields = Object.entries(metadata(context));
  const head = Buffer.concat([
    ...[Buffer.from('GGUF'), u32(3), u64(Object.keys(tensors).length), u64(fields.length)],
    ...fields.flatMap(([name, value]) => [text(name), value]),
    ...infos,
  ]);
  const padding = Buffer.alloc((alignment - (head.length % alignment)) % alignment);
  return Buffer.concat([head, padding, ...data]);
}

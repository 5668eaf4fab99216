/** No answer and no configuration is nested deeper; what is would exhaust the stack of whoever walks it. */
const deepest = 100;

/** What a JSON text says. Throws a SyntaxError where it is none, and where it is nested too deep. */
export function readJson(text: string): unknown {
  if (nestsTooDeep(text)) throw new SyntaxError('nested too deep');
  return JSON.parse(text);
}

function nestsTooDeep(json: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at++) {
    const letter = json[at];
    if (quoted) {
      if (letter === '\\') at++;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === '{' || letter === '[') depth++;
    else if (letter === '}' || letter === ']') depth--;
    if (depth > deepest) return true;
  }
  return false;
}

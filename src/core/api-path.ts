/** The path and query of a request as a person writes them. */
export interface ApiPath {
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
}

/**
 * Reads a path that must stay below an address which is given elsewhere: whatever could lead to
 * another host, or out of the path, is a problem.
 */
export function readApiPath(text: string): ApiPath | { readonly problem: string } {
  const [path = '', ...queries] = text.split('?');
  const problem = problemIn(text, path);
  if (problem !== undefined) return { problem };
  return { path, query: [...new URLSearchParams(queries.join('?'))] };
}

function problemIn(text: string, path: string): string | undefined {
  if (/[\u0000-\u0020\u007f-\u00a0\u2028\u2029]/.test(text)) {
    return 'holds a blank or a control character';
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) {
    return 'is a whole address: give the path alone, for only the address of the profile is called';
  }
  if (text.includes('\\')) return 'holds a backslash';
  if (text.includes('#')) return 'holds a #';
  if (!path.startsWith('/')) return 'must begin with a slash';
  if (path.includes('//')) return 'holds two slashes in a row';
  if (path.includes('@')) return 'holds an @: write %40';
  if (/[^!$&'()*+,\-./0-9:;=A-Z_a-z~%]/.test(path)) {
    return 'holds a character that has to be encoded with %';
  }
  const parts = decodedFully(path)?.split(/[/\\]/);
  if (!parts) return 'holds a % that begins no encoded character';
  if (parts.some((part) => part === '.' || part === '..')) return 'holds . or .. as a part';
  return undefined;
}

/** More layers of encoding than any server takes off. */
const mostLayers = 5;

/** The path without its encoding, whatever its layers; undefined where it cannot be taken off. */
function decodedFully(path: string): string | undefined {
  let text = path;
  for (let layer = 0; layer < mostLayers; layer += 1) {
    let plain: string;
    try {
      plain = decodeURIComponent(text);
    } catch {
      // What is left is a name that holds a %, once the outer layer was taken off.
      return layer === 0 ? undefined : text;
    }
    if (plain === text) return text;
    text = plain;
  }
  return text;
}

// Long rows of numbers as Python packed them: base64, which JSON can carry and which loses nothing.
function bytes(text) {
  const raw = atob(text);
  const out = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) out[i] = raw.charCodeAt(i);
  return out.buffer;
}
export const doubles = (text) => new Float64Array(bytes(text));
export const wholes = (text) => new Uint16Array(bytes(text));
export const eachDouble = (fields) => fields && Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, doubles(text)]));

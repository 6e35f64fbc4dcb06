import { UserError } from "./_terminal.ts";

/** Longer ones are not typed. */
const MOST_BYTES = 1024;
const ENTER = [10, 13], INTERRUPT = [3, 4], BACKSPACE = [8, 127];

/** A password from standard input: typed without being shown, or its first line. Throws `UserError` without one. */
export async function readPassword(): Promise<string> {
  const isTerminal = Deno.stdin.isTerminal();
  if (isTerminal) Deno.stderr.writeSync(new TextEncoder().encode("Password: "));
  if (isTerminal) Deno.stdin.setRaw(true);
  try {
    const password = new TextDecoder().decode(await readLine());
    if (password === "") throw new UserError("an empty password protects nothing");
    return password;
  } finally {
    if (isTerminal) Deno.stdin.setRaw(false);
    if (isTerminal) Deno.stderr.writeSync(new TextEncoder().encode("\n"));
  }
}

async function readLine(): Promise<Uint8Array> {
  const line: number[] = [], one = new Uint8Array(1);
  while (await Deno.stdin.read(one) !== null && !ENTER.includes(one[0])) {
    if (INTERRUPT.includes(one[0])) throw new UserError("interrupted");
    if (BACKSPACE.includes(one[0])) line.pop();
    else line.push(one[0]);
    if (line.length > MOST_BYTES) throw new UserError(`the password is longer than ${MOST_BYTES} bytes`);
  }
  return Uint8Array.from(line);
}

/** The last line of a terminal, which says how far it is, below what is said for good. */
export class StatusLine {
  #shown = "";

  /** Shows a line in place of the one before. */
  show(line: string): void {
    const { columns } = Deno.consoleSize();
    this.#shown = line.slice(0, Math.max(columns - 1, 20));
    this.#write(`\r\x1b[K${this.#shown}`);
  }

  /** Says a line for good. */
  say(line: string): void {
    this.#write(`\r\x1b[K${line}\n${this.#shown}`);
  }

  /** Leaves what is shown, and goes on below. */
  end(): void {
    this.#write(this.#shown === "" ? "" : "\n");
  }

  #write(text: string): void {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  }
}

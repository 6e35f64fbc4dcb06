import { Notifier, WebhookSink } from "../detectors/notify/mod.ts";
import type { TransactionStore } from "../store/mod.ts";
import { isPostgres } from "../store/store_at.ts";
import { followBeside, type FollowSettings, Watch } from "../watch/mod.ts";
import { NoticeLines } from "./_notice_lines.ts";
import { detectorSettingsOf } from "./_detector_settings.ts";
import type { WatchFlags } from "./_watching.ts";
import { reason, UserError } from "./_terminal.ts";

/** Detection beside a collector, and where it tells of findings. */
export interface Watching extends AsyncDisposable {
  readonly watch: Watch;
  readonly webhook: WebhookSink | undefined;
}

/**
 * Reads what flags ask for, and returns what puts it together for a store; nothing starts yet. `say` takes a line. Throws `UserError`
 * for what is wrong, before there is a store.
 */
export async function watchingAs(
  flags: WatchFlags,
  say: (line: string) => void,
): Promise<(store: TransactionStore) => Watching> {
  const webhook = await webhookOf(flags, say), detectors = await detectorSettingsOf(flags);
  const settings: FollowSettings = {
    detectors,
    warmUpMs: flags.warmUp,
    // Others may write to the same database, in an order that numbers do not tell at once.
    numbersMs: isPostgres(flags.store) ? 2000 : 0,
  };
  return (store) => watching({ store, place: flags.store, settings, webhook, say });
}

interface WatchingInit {
  readonly store: TransactionStore;
  readonly place: string;
  readonly settings: FollowSettings;
  readonly webhook: WebhookSink | undefined;
  readonly say: (line: string) => void;
}

function watching({ store, place, settings, webhook, say }: WatchingInit): Watching {
  const lines = new NoticeLines(say), again = (ms: number) => `trying again in ${ms / 1000} s`;
  const watch = new Watch({
    store,
    follow: () =>
      followBeside(
        store,
        place,
        settings,
        (why) => say(`detection shares the thread of the collector: ${why}`),
      ),
    notifier: new Notifier({ sinks: [lines, ...webhook ? [webhook] : []] }),
    observer: {
      writeFailed: (error, ms) => say(`findings could not be stored (${error.message}); ${again(ms)}`),
      keepFailed: (error, ms) => say(`what detection knows could not be kept (${error.message}); ${again(ms)}`),
      stoodBy: () => say("another collector looks for trouble in this store; this one does when that one ends"),
      tookOver: () => say("no other collector looks for trouble in this store any more; this one does from now on"),
      failed: (error, ms) => say(`detection failed (${error.message}); ${again(ms)}`),
    },
  });
  const close = async () => {
    lines[Symbol.dispose]();
    await webhook?.close();
  };
  return { watch, webhook, [Symbol.asyncDispose]: close };
}

async function webhookOf(
  { webhook: url, webhookSecretFile: file }: WatchFlags,
  say: (line: string) => void,
): Promise<WebhookSink | undefined> {
  if (url === undefined) {
    if (file !== undefined) throw new UserError("--webhook-secret-file: there is no --webhook");
    return undefined;
  }
  try {
    const secret = file === undefined ? undefined : (await Deno.readTextFile(file)).trim();
    return new WebhookSink({
      url,
      ...(secret === undefined ? {} : { secret }),
      onGivenUp: ({ finding }, why) => say(`the webhook was not told of ${finding.id}: ${why}`),
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    const flag = error instanceof RangeError ? "--webhook" : `--webhook-secret-file: ${file}`;
    throw new UserError(`${flag}: ${reason(error)}`, { cause: error });
  }
}

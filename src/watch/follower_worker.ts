/**
 * The thread in which a `Follower` works.
 *
 * @module
 */
import { readerAt } from "../store/store_at.ts";
import type { FromFollower, ToFollower } from "./_follower_messages.ts";
import { Follower } from "./follower.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<ToFollower>) => void;
  postMessage(message: FromFollower): void;
};
let reader: Awaited<ReturnType<typeof readerAt>> | undefined, follower: Follower;

scope.onmessage = async ({ data }) => scope.postMessage(await answer(data));

async function answer(message: ToFollower): Promise<FromFollower> {
  try {
    if (message === "step") return { step: await follower.step() };
    if (message === "save") return { kept: await follower.save() };
    if (message === "close") {
      await reader?.[Symbol.asyncDispose]();
      return "closed";
    }
    reader = await readerAt(message.place);
    follower = new Follower(reader, message.settings);
    return "open";
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

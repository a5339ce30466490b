import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";

// Runs the cases one after the other and prints a line of JSON for each: its name, and what went wrong if it did.
export async function run(cases) {
  for (const [name, body] of Object.entries(cases)) {
    try {
      await body();
      console.log(JSON.stringify({ name }));
    } catch (error) {
      console.log(JSON.stringify({ name, error: `${error?.stack ?? error}` }));
    }
  }
}

// Looks until it is so; for at most two minutes.
export async function until(look, isSo) {
  for (let left = 600; left > 0; left--) {
    const seen = await look();
    if (isSo(seen)) {
      return seen;
    }
    await wait(200);
  }
  assert.fail("it never came to be");
}

// How many videos the tenant has more, of whatever dialect, and what they have cost, once the body has run.
export async function made(body) {
  const get = async (path) =>
    (await fetch(`${REELAY_URL}/v1/${path}`, { headers: { Authorization: `Bearer ${REELAY_KEY}` } })).json();
  const look = async () => {
    const credits = await until(() => get("credits"), ({ held }) => Number(held) === 0);
    const { data } = await get("videos?limit=100");
    return { ids: data.map((video) => video.id), spent: Number(credits.spent) };
  };
  const before = await look();
  await body();
  const after = await look();
  return {
    videos: after.ids.filter((id) => !before.ids.includes(id)).length,
    credits: (after.spent - before.spent).toFixed(6),
  };
}

// The first bytes of an MP4 file name its kind from the fifth on.
export function assertMp4(bytes) {
  assert.equal(Buffer.from(bytes).subarray(4, 8).toString(), "ftyp");
}

export const TINY = "a fox in the snow [sandbox clip=tiny]";
export const { REELAY_URL, REELAY_KEY, REELAY_FLAKY_URL, REELAY_CUTTING_URL, REELAY_LOSING_URL } = process.env;

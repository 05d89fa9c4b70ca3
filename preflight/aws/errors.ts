/** The answer; undefined where the SDK's error has one of these names, which mean that the thing does not exist. */
export async function unlessMissing<Found>(
  asked: Promise<Found>,
  missing: RegExp,
): Promise<Found | undefined> {
  return asked.catch((error: Error) => {
    if (missing.test(error.name)) return undefined;
    throw error;
  });
}

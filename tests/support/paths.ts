/** The repository's root folder, with a trailing slash. */
export const repositoryRoot: string = folder("../../");

/** Downloaded programs that tests run: ignored by git, safe to delete, filled again when needed. */
export const cacheFolder: string = `${repositoryRoot}.cache/`;

/** Fixtures and captures beside the checkout; a test that reads them declares the need `shared-fixtures` or `shared-corpus`. */
export const sharedFolder: string = folder("../../../shared/");

/** The folder of this file. */
export const supportFolder: string = folder("./");

function folder(relative: string): string {
  return decodeURIComponent(new URL(relative, import.meta.url).pathname);
}

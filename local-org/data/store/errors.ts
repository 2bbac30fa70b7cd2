/** The data folder, its file or its layout stands in the way; the message names the path and the way out. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** The group of transactions this one belonged to was not committed; nothing of it was kept. */
export class GroupFailure extends Error {
  override readonly name = 'GroupFailure';
}

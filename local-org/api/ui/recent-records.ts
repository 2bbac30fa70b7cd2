/** As many records per user and object as the platform remembers. */
const KEPT = 200;

/** What users have looked at. Kept as long as the org runs: a local org forgets it with its process. */
export class RecentRecords {
  readonly #ids = new Map<string, string[]>();

  of(userId: string, objectApiName: string): readonly string[] {
    return this.#ids.get(`${userId} ${objectApiName}`) ?? [];
  }

  note(userId: string, objectApiName: string, recordId: string): void {
    const key = `${userId} ${objectApiName}`;
    this.#ids.set(key, [recordId, ...this.of(userId, objectApiName).filter((id) => id !== recordId)].slice(0, KEPT));
  }
}

/** An event whose bytes make no sense. What it told is read from the org instead. */
export class OrgEventUnreadable extends Error {
  override readonly name = 'OrgEventUnreadable';
}

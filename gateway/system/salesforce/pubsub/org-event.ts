/** Events of an org as the rest of the gateway sees them, whatever brought them here. */

export interface OrgEvent {
  /** Where it stands in the stream: opaque, hexadecimal. */
  readonly replayId: string;
  /** EventUuid of a platform event. */
  readonly id: string;
  /** API name of its type: `Availability_Changed__e`, `Stock_Reservation__ChangeEvent`. */
  readonly type: string;
  /** Field values by API name; moments are milliseconds since the epoch, fields a change does not carry are null. */
  readonly values: Readonly<Record<string, unknown>>;
  /** When it was published or committed. */
  readonly happenedAtMs: number;
  /** Of a change event. */
  readonly change: Change | undefined;
}

export interface Change {
  readonly entityName: string;
  /** `CREATE`, `UPDATE`, `DELETE`, `UNDELETE`; with `GAP_` in front: something has changed, read it again; `GAP_OVERFLOW`: and nobody knows what. */
  readonly type: string;
  /** 18 characters each; none of an overflow. */
  readonly recordIds: readonly string[];
  readonly changedFields: readonly string[];
  readonly transactionKey: string;
  readonly commitNumber: number;
}

/** So much was changed at once that the event names no records. */
export const isOverflow = ({ change }: OrgEvent): boolean => change?.type === 'GAP_OVERFLOW';
